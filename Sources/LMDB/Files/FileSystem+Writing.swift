import Glibc

/// Files that appear whole.
extension FileSystem {
    /// Makes a file whose bytes are on the device; its folder's entry is not yet.
    ///
    /// - Throws: `.alreadyExists` where something is there.
    package static func make(
        _ path: String,
        _ bytes: [UInt8],
        mode: UInt32 = 0o600,
    ) throws(LMDBError) {
        let file = try OutputFile(making: path, mode: mode)
        try file.write(bytes)
        try file.flush()
    }

    /// Puts a file in the place of another.
    ///
    /// After a power cut there is the one or the other; once the folder is flushed, the new one. A
    /// link is replaced, and what it leads to stays as it is.
    package static func replace(
        _ path: String,
        _ bytes: [UInt8],
        mode: UInt32 = 0o600,
    ) throws(LMDBError) {
        let file = try SyncedFile(at: path, mode: mode)
        try file.write(bytes)
        try file.place()
    }

    /// The bytes of a file; nothing where there is none.
    ///
    /// - Throws: also for a file of more bytes than `maximum`.
    package static func read(_ path: String, maximum: Int) throws(LMDBError) -> [UInt8]? {
        let file: (bytes: [UInt8], fileSize: Int)
        do {
            let size = try read(path, from: 0, count: 0).fileSize
            file = try read(path, from: 0, count: min(size, maximum))
        } catch {
            if error.rawCode == ENOENT { return nil }
            throw error
        }
        guard file.fileSize == file.bytes.count else {
            throw LMDBError(
                .badValueSize,
                operation: "read",
                path: path,
                detail: "the file has \(file.fileSize) bytes; \(maximum) are the most"
            )
        }
        return file.bytes
    }
}
