import Glibc

/// A folder whose files appear whole and stay through a power cut.
///
/// Each file goes to a temporary name, is synced, and takes its place; `finish` syncs the folders
/// in which that happened. Everybody may read what is written, as far as the process's mask allows.
package final class SyncedFolder {
    /// Where the folder is.
    package let path: String
    /// Folders below it that are known to be there, by their names from it on.
    private var known: Set<String> = [""]
    /// Those of them whose entries are not synced yet.
    private var unsynced: Set<String> = []

    /// Opens a folder, and makes it where only its parent is there.
    package init(at path: String) throws(LMDBError) {
        self.path = path
        try Self.make(path)
    }

    /// The bytes of a file; nothing where there is none.
    ///
    /// - Throws: also for a file of more bytes than `maximum`.
    package func read(_ name: String, maximum: Int) throws(LMDBError) -> [UInt8]? {
        let file: (bytes: [UInt8], fileSize: Int)
        do {
            let size = try FileSystem.read("\(path)/\(name)", from: 0, count: 0).fileSize
            file = try FileSystem.read("\(path)/\(name)", from: 0, count: min(size, maximum))
        } catch {
            if error.rawCode == ENOENT { return nil }
            throw error
        }
        guard file.fileSize == file.bytes.count else {
            throw LMDBError(
                .badValueSize,
                operation: "read",
                path: "\(path)/\(name)",
                detail: "the file has \(file.fileSize) bytes; \(maximum) are the most"
            )
        }
        return file.bytes
    }

    /// Puts a file in its place, and makes the folders that its name asks for.
    package func write(_ name: String, _ bytes: [UInt8]) throws(LMDBError) {
        let folder = Self.folder(of: name)
        try makeKnown(folder)
        let file = "\(path)/\(name)"
        let temporary = "\(file).partial"
        // Safety: C reads the path only during the call.
        let descriptor = unsafe open(temporary, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileSystem.lastError("create file", temporary) }
        defer { close(descriptor) }
        try Self.write(bytes, to: descriptor, temporary)
        guard fsync(descriptor) == 0 else { throw FileSystem.lastError("flush", temporary) }
        try FileSystem.move(temporary, to: file)
        unsynced.insert(folder)
    }

    /// Waits until the entries of all folders that were written to are on the device.
    package func finish() throws(LMDBError) {
        for folder in unsynced.sorted() {
            try FileSystem.flush(folder.isEmpty ? path : "\(path)/\(folder)")
        }
        unsynced.removeAll()
    }

    private func makeKnown(_ folder: String) throws(LMDBError) {
        guard !known.contains(folder) else { return }
        let parent = Self.folder(of: folder)
        try makeKnown(parent)
        try Self.make("\(path)/\(folder)")
        known.insert(folder)
        unsynced.insert(parent)
    }

    private static func folder(of name: String) -> String {
        name.lastIndex(of: "/").map { String(name[..<$0]) } ?? ""
    }

    private static func make(_ path: String) throws(LMDBError) {
        // Safety: C reads the path only during the call.
        guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw FileSystem.lastError("create folder", path)
        }
    }

    private static func write(
        _ bytes: [UInt8],
        to descriptor: CInt,
        _ path: String,
    ) throws(LMDBError) {
        var start = 0
        while start < bytes.count {
            let count = bytes.count - start
            // Safety: the array holds `count` bytes from `start` on and outlives the call.
            let written = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: start), count)
            }
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else { throw FileSystem.lastError("write", path) }
            start += written
        }
    }
}
