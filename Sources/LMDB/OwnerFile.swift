import Glibc

/// Small files that only their owner reads, written whole and to the device.
package enum OwnerFile {
    /// Makes a folder of mode 0700; one that is there stays as it is.
    package static func makeFolder(_ path: String) throws(LMDBError) {
        do {
            try FileSystem.makeFolder(path)
        } catch {
            guard error.rawCode == EEXIST else { throw error }
        }
    }

    /// Makes a file with its bytes; fails where something is there already.
    package static func make(
        _ path: String,
        _ bytes: [UInt8],
        mode: UInt32 = 0o600,
    ) throws(LMDBError) {
        // Safety: C reads the path only during the call.
        let descriptor = unsafe open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileSystem.lastError("create file", path) }
        defer { close(descriptor) }
        try write(bytes, to: descriptor, path)
        guard fsync(descriptor) == 0 else { throw FileSystem.lastError("flush", path) }
    }

    /// Puts a file in the place of another: after a power cut there is the one or the other.
    package static func replace(
        _ path: String,
        _ bytes: [UInt8],
        in folder: String,
    ) throws(LMDBError) {
        let temporary = "\(path).partial"
        // Safety: C reads the path only during the call.
        unsafe unlink(temporary)
        try make(temporary, bytes)
        try FileSystem.move(temporary, to: path)
        try FileSystem.flush(folder)
    }

    /// Waits until a folder's entries are on the device.
    package static func flush(folder: String) throws(LMDBError) { try FileSystem.flush(folder) }

    /// The bytes of a file; nothing where there is none.
    ///
    /// - Throws: also for a file that is longer than `maximum` bytes.
    package static func read(_ path: String, maximum: Int) throws(LMDBError) -> [UInt8]? {
        let file: (bytes: [UInt8], fileSize: Int)
        do {
            file = try FileSystem.read(path, from: 0, count: maximum)
        } catch {
            if error.rawCode == ENOENT { return nil }
            throw error
        }
        guard file.fileSize <= maximum else {
            throw LMDBError(
                .badValueSize,
                operation: "read",
                path: path,
                detail: "the file has \(file.fileSize) bytes; \(maximum) are the most"
            )
        }
        return file.bytes
    }

    /// The permission bits of a file for others than its owner.
    package static func bitsForOthers(_ path: String) throws(LMDBError) -> UInt32 {
        var status = stat()
        // Safety: `status` is ours, and C reads the path only during the call.
        guard unsafe stat(path, &status) == 0 else { throw FileSystem.lastError("read", path) }
        return UInt32(status.st_mode) & 0o077
    }

    private static func write(
        _ bytes: [UInt8],
        to descriptor: CInt,
        _ path: String,
    ) throws(LMDBError) {
        var start = 0
        while start < bytes.count {
            // Safety: the array holds the bytes behind `start` and outlives the call.
            let written = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    descriptor,
                    buffer.baseAddress?.advanced(by: start),
                    bytes.count - start
                )
            }
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else { throw FileSystem.lastError("write", path) }
            start += written
        }
    }
}

/// A folder that this process, and in it one piece of work, has to itself.
///
/// The lock is let go of when the value is dropped, and when the process ends.
package final class FolderLock: Sendable {
    private let descriptor: CInt

    /// - Throws: `busy` where somebody else has it.
    package init(_ folder: String) throws(LMDBError) {
        // Safety: C reads the path only during the call.
        descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSystem.lastError("open", folder) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error = LMDBError(.busy, operation: "lock", path: folder, rawCode: errno)
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }
}
