import Glibc

/// A file that is written from front to back.
///
/// Only `flush` says that the bytes are on the device. The file is closed when the value is dropped.
/// Nothing is written through a symbolic link.
package final class OutputFile: Sendable {
    /// Where the file is.
    package let path: String
    private let descriptor: CInt

    /// Makes a file; fails where something is there already.
    package convenience init(making path: String, mode: UInt32 = 0o644) throws(LMDBError) {
        try self.init(path, O_CREAT | O_EXCL, mode, "create file")
    }

    /// Opens a file that is there, to write over its first bytes.
    convenience init(overwriting path: String) throws(LMDBError) {
        try self.init(path, 0, 0, "write")
    }

    /// Takes over a file that was opened to be written.
    init(_ descriptor: CInt, at path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    private init(
        _ path: String,
        _ flags: CInt,
        _ mode: UInt32,
        _ operation: String,
    ) throws(LMDBError) {
        // Safety: C reads the path only during the call.
        let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | flags, mode)
        guard descriptor >= 0 else { throw FileSystem.lastError(operation, path) }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Writes the next bytes.
    package func write(_ bytes: [UInt8]) throws(LMDBError) {
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

    /// Waits until what was written is on the device.
    package func flush() throws(LMDBError) {
        guard fsync(descriptor) == 0 else { throw FileSystem.lastError("flush", path) }
    }

    /// Lets go of the memory in which the kernel keeps what is on the device.
    ///
    /// The next bytes are written to the same memory, where else each would need some that nobody
    /// has touched, and what others have mapped stays.
    package func forget() {
        // It is advice: a file system that does not take it loses nothing.
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
    }
}
