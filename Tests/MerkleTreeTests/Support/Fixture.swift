import Foundation
import Testing

/// A golden file of the evidence formats.
enum Fixture {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/formats/evidence")

    /// Compares bytes with a file, or writes it where the environment asks for that.
    static func expect(
        _ bytes: [UInt8],
        equal name: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = folder.appending(path: name)
        if ProcessInfo.processInfo.environment["ORDERLEDGER_WRITE_FIXTURES"] != nil {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
        #expect(try Data(contentsOf: file) == Data(bytes), sourceLocation: sourceLocation)
    }
}

/// The code of the error that a body throws; nothing where it throws none.
func code<Failure: Error>(_ body: () throws(Failure) -> Void) -> Failure? {
    do {
        try body()
        return nil
    } catch {
        return error
    }
}

/// Every text that differs from another in one bit.
func flips(of bytes: [UInt8]) -> some Sequence<(place: String, bytes: [UInt8])> {
    bytes.indices.lazy.flatMap { index in
        (0..<8).lazy.map { bit in
            var flipped = bytes
            flipped[index] ^= 1 << UInt8(bit)
            return ("byte \(index), bit \(bit)", flipped)
        }
    }
}
