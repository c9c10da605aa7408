import Glibc

/// The few calls to the file system that creating and opening an environment need.
enum FileSystem {
    /// The error of the call that has just failed.
    static func lastError(_ operation: String, _ path: String) -> LMDBError {
        let number = errno
        return LMDBError(
            .init(rawCode: number),
            operation: operation,
            path: path,
            rawCode: number
        )
    }

    static func makeFolder(_ path: String) throws(LMDBError) {
        // Safety: C reads the path only during the call.
        guard unsafe mkdir(path, 0o700) == 0 else { throw lastError("create folder", path) }
    }

    /// Makes an empty file; fails when something is there already.
    static func makeFile(_ path: String, mode: UInt32) throws(LMDBError) {
        // Safety: C reads the path only during the call.
        let descriptor = unsafe open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw lastError("create file", path) }
        close(descriptor)
    }

    /// Waits until a file's bytes, or a folder's entries, are on the device.
    static func flush(_ path: String) throws(LMDBError) {
        // Safety: C reads the path only during the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw lastError("flush", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw lastError("flush", path) }
    }

    static func move(_ source: String, to destination: String) throws(LMDBError) {
        // Safety: C reads both paths only during the call.
        guard unsafe rename(source, destination) == 0 else {
            throw lastError("rename", destination)
        }
    }

    /// Removes a folder of an environment; what is not there is not missed.
    static func removeEnvironment(_ path: String) {
        // Safety: C reads the paths only during the calls.
        unsafe unlink(path + "/data.mdb")
        unsafe unlink(path + "/lock.mdb")
        unsafe rmdir(path)
    }

    /// Bytes that an ordinary user can still write on the file system holding `path`.
    static func freeBytes(_ path: String) -> UInt64? {
        var status = statvfs()
        // Safety: `status` is ours, and C reads the path only during the call.
        guard unsafe statvfs(path, &status) == 0 else { return nil }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }

    /// At most `count` bytes of the file from `offset`, and the length of the whole file.
    static func read(
        _ path: String,
        from offset: Int,
        count: Int,
    ) throws(LMDBError) -> (bytes: [UInt8], fileSize: Int) {
        // Safety: C reads the path only during the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw lastError("open", path) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        // Safety: the buffer is `count` bytes long and outlives the call.
        let done = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe pread(descriptor, buffer.baseAddress, count, off_t(offset))
        }
        guard done >= 0 else { throw lastError("open", path) }
        bytes.removeLast(count - done)
        return (bytes, Int(lseek(descriptor, 0, SEEK_END)))
    }
}
