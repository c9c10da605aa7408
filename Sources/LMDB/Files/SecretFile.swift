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
        try FileSystem.make(path, bytes)
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
            let file = try OutputFile(overwriting: path)
            try file.write([UInt8](repeating: 0, count: bytes.count))
            try file.flush()
        } catch  where error.rawCode == ENOENT {
            // Somebody else was destroying it, too, and was faster.
            return
        }
        // Safety: C reads the path only during the call.
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw FileSystem.lastError("remove", path)
        }
        try FileSystem.flush(FileSystem.folder(of: path))
    }

    /// Whether a path is that of a symbolic link: what it leads to could not be destroyed.
    package static func isLink(_ path: String) throws(LMDBError) -> Bool {
        try FileSystem.entry(at: path) == .link
    }

    /// The permission bits of a file for others than its owner.
    package static func bitsForOthers(_ path: String) throws(LMDBError) -> UInt32 {
        var status = stat()
        // Safety: `status` is ours, and C reads the path only during the call.
        guard unsafe stat(path, &status) == 0 else { throw FileSystem.lastError("read", path) }
        return UInt32(status.st_mode) & 0o077
    }
}
