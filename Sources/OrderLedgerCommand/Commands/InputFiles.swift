import Foundation
import OrderLedger

/// The files of an import, as the command line names them.
enum InputFiles {
    /// - Throws: a failure that names the first file that cannot be read, before anything is made.
    static func check(_ paths: [String]) throws {
        do {
            for path in paths { try InputFile(path).check() }
        } catch {
            throw failure(error)
        }
    }

    /// The bytes of a small file, or of standard input for `-`.
    ///
    /// - Throws: a failure that names the file where it cannot be read, or is longer than such a
    ///   file can be.
    static func bytes(of path: String) throws -> [UInt8] {
        let file = InputFile(path)
        do {
            try file.check()
        } catch {
            throw failure(error)
        }
        let bytes: [UInt8]
        do {
            bytes = try read(file)
        } catch {
            throw CommandFailure(.inputOutput, "\(file.name) cannot be read: \(error)")
        }
        guard bytes.count <= bytesMaximum else {
            throw CommandFailure(
                .malformed,
                "\(file.name) is longer than 4 MiB, which no checkpoint, proof or token is: check "
                    + "the path"
            )
        }
        return bytes
    }

    /// What is longer is no checkpoint, no proof and no token.
    private static let bytesMaximum = 4 << 20

    /// The bytes of a file; of one that is too long, some more than may be.
    private static func read(_ file: InputFile) throws -> [UInt8] {
        let url = URL(fileURLWithPath: file.path)
        let handle = file.isStandardInput ? .standardInput : try FileHandle(forReadingFrom: url)
        var bytes: [UInt8] = []
        while bytes.count <= bytesMaximum,
            let part = try handle.read(upToCount: bytesMaximum + 1), !part.isEmpty
        { bytes += part }
        return bytes
    }

    /// The failure that an error of an import stands for.
    static func failure(_ error: any Error) -> CommandFailure {
        guard let error = error as? InputError else { return CommandFailure(anyOf: error) }
        switch error.code {
        case .noSuchFile, .unreadable: return CommandFailure(.missing, error.message)
        case .damaged, .compressed: return CommandFailure(.malformed, error.message)
        case .programMissing: return CommandFailure(.inputOutput, error.message)
        }
    }
}
