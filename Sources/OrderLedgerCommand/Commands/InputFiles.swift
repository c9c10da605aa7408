import Foundation
import OrderLedger
import SystemPackage

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
    /// - Throws: a failure that names the file where it cannot be read.
    static func bytes(of path: String) throws -> [UInt8] {
        do {
            let file = path == "-" ? .standardInput : try FileHandle(forReadingFrom: url(path))
            return try file.read(upToCount: bytesMaximum).map { Array($0) } ?? []
        } catch {
            throw CommandFailure(.missing, "\(path) cannot be read: there is no such file")
        }
    }

    /// What is longer is no checkpoint, no proof and no token.
    private static let bytesMaximum = 4 << 20

    private static func url(_ path: String) -> URL { URL(fileURLWithPath: path) }

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
