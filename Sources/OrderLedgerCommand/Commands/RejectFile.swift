import Foundation
import OrderLedger
import SystemPackage

/// The file that takes the lines which an import did not record.
struct RejectFile {
    private let file: FileDescriptor
    private let path: String

    /// - Throws: a usage failure where an input would be overwritten, else `cannotCreate`.
    init(_ path: String, besides inputs: [String]) throws {
        let resolved = Self.resolve(path)
        guard !inputs.contains(where: { $0 != "-" && Self.resolve($0) == resolved }) else {
            throw CommandFailure(.usage, "--rejects \(path) is one of the files to import")
        }
        self.path = path
        do {
            file = try FileDescriptor.open(
                FilePath(path),
                .writeOnly,
                options: [.create, .truncate],
                permissions: [.ownerReadWrite]
            )
        } catch {
            throw CommandFailure(.cannotCreate, "\(path) cannot be written: \(error)")
        }
    }

    private static func resolve(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    func write(_ line: [UInt8]) throws {
        do {
            try file.writeAll(line + [UInt8(ascii: "\n")])
        } catch {
            throw CommandFailure(.inputOutput, "\(path) cannot be written: \(error)")
        }
    }
}
