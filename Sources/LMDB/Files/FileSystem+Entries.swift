import Glibc

/// What there is in folders.
extension FileSystem {
    /// What a path is the name of.
    enum Entry {
        case file, folder, link, other

        fileprivate init(_ mode: mode_t) {
            self =
                switch mode & S_IFMT {
                case S_IFREG: .file
                case S_IFDIR: .folder
                case S_IFLNK: .link
                default: .other
                }
        }
    }

    /// What is at a path, a link itself and not what it leads to; nothing where nothing is.
    static func entry(at path: String) throws(LMDBError) -> Entry? {
        var status = stat()
        // Safety: `status` is ours, and C reads the path only during the call.
        guard unsafe lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw lastError("read", path)
        }
        return Entry(status.st_mode)
    }

    /// Whether a path is that of a folder, or of a link that leads to one.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        // Safety: `status` is ours, and C reads the path only during the call.
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether an open file is a regular one.
    static func isRegular(_ descriptor: CInt) -> Bool {
        var status = stat()
        // Safety: `status` is ours.
        return unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Whether a path leads to a device, a pipe or a socket.
    static func isDevice(_ path: String) -> Bool {
        var status = stat()
        // Safety: `status` is ours, and C reads the path only during the call.
        guard unsafe stat(path, &status) == 0 else { return false }
        return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    }

    /// The error of finding something at a path that nothing is written to.
    static func strange(_ what: String, _ path: String) -> LMDBError {
        LMDBError(
            .alreadyExists,
            operation: "write",
            path: path,
            detail: "it is \(what), to which nothing is written"
        )
    }
}
