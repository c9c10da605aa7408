import Glibc

/// A small file that holds a secret: only its owner may read it, and it can be destroyed.
///
/// It is written whole before anybody hears of it. Flush its folder, too, before relying on it.
package enum SecretFile {
    /// A secret is at most this long.
    package static let maximumBytes = 4_096

    /// Makes a file of mode 0600 whose bytes are on the device; its folder's entry is not yet.
    ///
    /// - Throws: `.alreadyExists`, `.diskFull`, `.inputOutput`, `.accessDenied`.
    package static func create(_ path: String, _ bytes: [UInt8]) throws(LMDBError) {
        precondition(bytes.count <= maximumBytes, "a secret file is small")
        try FileSystem.makeFile(path, mode: 0o600)
        try overwrite(path, bytes)
    }

    /// The bytes of a file; nothing where there is none.
    ///
    /// - Throws: `.accessDenied`, `.inputOutput`.
    package static func read(_ path: String) throws(LMDBError) -> [UInt8]? {
        do throws(LMDBError) {
            return try FileSystem.read(path, from: 0, count: maximumBytes).bytes
        } catch  where error.rawCode == ENOENT {
            return nil
        }
    }

    /// Overwrites a file with zeros, waits for the device, and removes it; what is not there is
    /// not missed.
    ///
    /// A medium that maps blocks anew for each write may keep the old ones for a while.
    package static func destroy(_ path: String) throws(LMDBError) {
        guard let bytes = try read(path) else { return }
        do throws(LMDBError) {
            try overwrite(path, [UInt8](repeating: 0, count: bytes.count))
        } catch  where error.rawCode == ENOENT {
            // Somebody else was destroying it, too, and was faster.
            return
        }
        // Safety: C reads the path only during the call.
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw FileSystem.lastError("remove", path)
        }
        try FileSystem.flush(folder(of: path))
    }

    /// Waits until a folder's entries are on the device.
    package static func flush(folder path: String) throws(LMDBError) {
        try FileSystem.flush(path)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func overwrite(_ path: String, _ bytes: [UInt8]) throws(LMDBError) {
        // Safety: C reads the path only during the call.
        let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSystem.lastError("write", path) }
        defer { close(descriptor) }
        var done = 0
        while done < bytes.count {
            // Safety: the buffer holds all bytes and outlives the call.
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor,
                    buffer.baseAddress?.advanced(by: done),
                    bytes.count - done,
                    off_t(done)
                )
            }
            guard count > 0 else { throw FileSystem.lastError("write", path) }
            done += count
        }
        guard fsync(descriptor) == 0 else { throw FileSystem.lastError("flush", path) }
    }
}
