import Foundation

/// A place that events are read from: a file, a file that gzip wrote, or standard input.
package struct InputFile: Sendable, Hashable {
    /// The path as the caller gave it; `-` is standard input.
    package let path: String

    /// - Parameter path: a path, ending in `.gz` where the file is compressed, or `-`.
    package init(_ path: String) { self.path = path }

    package var isStandardInput: Bool { path == "-" }
    package var isCompressed: Bool { path.hasSuffix(".gz") }

    /// The name that messages use.
    package var name: String { isStandardInput ? "standard input" : path }

    /// The size in bytes, compressed as it may be; nothing for what is no plain file.
    package var byteCount: Int? {
        guard !isStandardInput, attributes?[.type] as? FileAttributeType == .typeRegular else {
            return nil
        }
        return attributes?[.size] as? Int
    }

    /// Makes sure that the place can be read, before anything is made for what it holds.
    ///
    /// Nothing is opened: whoever writes into a pipe would see its reader go away.
    /// - Throws: `InputError`: `noSuchFile`, `unreadable`.
    package func check() throws {
        guard !isStandardInput else { return }
        guard FileManager.default.fileExists(atPath: path) else {
            throw InputError(
                .noSuchFile,
                file: path,
                message: "there is no file \(path): check the path"
            )
        }
        guard attributes?[.type] as? FileAttributeType != .typeDirectory else {
            throw InputError(
                .unreadable,
                file: path,
                message: "\(path) is a folder: name the files in it"
            )
        }
        guard FileManager.default.isReadableFile(atPath: path) else { throw notOpened }
    }

    /// Opens the place for reading.
    ///
    /// - Throws: `InputError`: `noSuchFile`, `unreadable`.
    func open() throws -> FileHandle {
        if isStandardInput { return .standardInput }
        try check()
        guard let handle = FileHandle(forReadingAtPath: path) else { throw notOpened }
        return handle
    }

    private var notOpened: InputError {
        InputError(
            .unreadable,
            file: path,
            message: "\(path) cannot be opened for reading: check its permissions"
        )
    }

    private var attributes: [FileAttributeKey: Any]? {
        let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return try? FileManager.default.attributesOfItem(atPath: path)
    }
}
