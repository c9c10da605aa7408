import Glibc

/// The few calls to the file system that making folders whole and on the device needs.
package enum FileSystem {
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

    package static func makeFolder(_ path: String, mode: UInt32 = 0o700) throws(LMDBError) {
        // Safety: C reads the path only during the call.
        guard unsafe mkdir(path, mode) == 0 else { throw lastError("create folder", path) }
    }

    /// Makes a folder; one that is there, or that a link leads to, stays as it is.
    ///
    /// - Throws: `.alreadyExists` where something else is there.
    package static func makeFolderIfMissing(
        _ path: String,
        mode: UInt32 = 0o700,
    ) throws(LMDBError) {
        do {
            try makeFolder(path, mode: mode)
        } catch {
            guard error.rawCode == EEXIST else { throw error }
            guard isFolder(path) else {
                throw LMDBError(
                    .alreadyExists,
                    operation: "create folder",
                    path: path,
                    rawCode: error.rawCode,
                    detail: "what is there is no folder"
                )
            }
        }
    }

    /// Makes an empty file; fails when something is there already.
    static func makeFile(_ path: String, mode: UInt32) throws(LMDBError) {
        _ = try OutputFile(making: path, mode: mode)
    }

    /// Waits until a file's bytes, or a folder's entries, are on the device.
    package static func flush(_ path: String) throws(LMDBError) {
        // Safety: C reads the path only during the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw lastError("flush", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw lastError("flush", path) }
    }

    package static func move(_ source: String, to destination: String) throws(LMDBError) {
        // Safety: C reads both paths only during the call.
        guard unsafe rename(source, destination) == 0 else {
            throw lastError("rename", destination)
        }
    }

    /// The names of what is in a folder, in no order.
    package static func names(in folder: String) throws(LMDBError) -> [String] {
        let stream = try FolderNames(of: folder)
        var names: [String] = []
        while let name = try stream.next() { names.append(name) }
        return names
    }

    /// Removes a folder that holds nothing but files; what is not there is not missed.
    static func removeFolder(_ path: String) {
        for name in (try? names(in: path)) ?? [] { removeFile(path + "/" + name) }
        // Safety: C reads the path only during the call.
        unsafe rmdir(path)
    }

    /// Removes a file; what is not there is not missed.
    package static func removeFile(_ path: String) {
        // Safety: C reads the path only during the call.
        unsafe unlink(path)
    }

    static func exists(_ path: String) -> Bool {
        // Safety: C reads the path only during the call.
        unsafe access(path, F_OK) == 0
    }

    /// Gives a file its permission bits.
    static func setMode(_ path: String, _ mode: UInt32) throws(LMDBError) {
        // Safety: C reads the path only during the call.
        guard unsafe chmod(path, mode) == 0 else { throw lastError("copy", path) }
    }

    /// Bytes that an ordinary user can still write on the file system holding `path`.
    static func freeBytes(_ path: String) -> UInt64? {
        var status = statvfs()
        // Safety: `status` is ours, and C reads the path only during the call.
        guard unsafe statvfs(path, &status) == 0 else { return nil }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }

    /// At most `count` bytes of the file from `offset`, and the length of the whole file.
    ///
    /// - Throws: also where it is no regular file: reading a pipe could wait for ever.
    static func read(
        _ path: String,
        from offset: Int,
        count: Int,
    ) throws(LMDBError) -> (bytes: [UInt8], fileSize: Int) {
        // Safety: C reads the path only during the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw lastError("open", path) }
        defer { close(descriptor) }
        guard isRegular(descriptor) else {
            let detail = "it is no regular file"
            throw LMDBError(.invalid, operation: "open", path: path, detail: detail)
        }
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
