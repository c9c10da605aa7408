import Glibc

/// A folder that is held open: what is made in it is made in it, whatever its path leads to
/// meanwhile.
final class OpenFolder {
    /// Where it was when it was opened.
    let path: String
    private let descriptor: CInt

    /// Opens a folder, which a link may lead to.
    init(at path: String) throws(LMDBError) {
        // Safety: C reads the path only during the call.
        descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else { throw FileSystem.lastError("open", path) }
    }

    private init(_ descriptor: CInt, at path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Makes a folder in it, where nothing is.
    ///
    /// - Returns: whether it was made.
    func makeFolder(_ name: String) throws(LMDBError) -> Bool {
        // Safety: C reads the name only during the call.
        if unsafe mkdirat(descriptor, name, 0o755) == 0 { return true }
        guard errno == EEXIST else {
            throw FileSystem.lastError("create folder", "\(path)/\(name)")
        }
        return false
    }

    /// Opens a folder in it.
    ///
    /// - Throws: `.alreadyExists` where a link or a file is there.
    func folder(_ name: String) throws(LMDBError) -> OpenFolder {
        let inner = "\(path)/\(name)"
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        // Safety: C reads the name only during the call.
        let opened = unsafe openat(descriptor, name, flags)
        guard opened >= 0 else {
            guard errno == ENOTDIR || errno == ELOOP else {
                throw FileSystem.lastError("open", inner)
            }
            let isLink = try FileSystem.entry(at: inner) == .link
            throw FileSystem.strange(isLink ? "a symbolic link" : "no folder", inner)
        }
        return OpenFolder(opened, at: inner)
    }

    /// Makes a file in it; fails where something is there already.
    func make(_ name: String) throws(LMDBError) -> OutputFile {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        // Safety: C reads the name only during the call.
        let file = unsafe openat(descriptor, name, flags, 0o644)
        guard file >= 0 else { throw FileSystem.lastError("create file", "\(path)/\(name)") }
        return OutputFile(file, at: "\(path)/\(name)")
    }

    /// Puts a file of it in its place in another; what is there is replaced, a link itself.
    func move(_ name: String, to place: String, in other: OpenFolder) throws(LMDBError) {
        // Safety: C reads both names only during the call.
        guard unsafe renameat(descriptor, name, other.descriptor, place) == 0 else {
            throw FileSystem.lastError("rename", "\(other.path)/\(place)")
        }
    }

    /// Removes a file; what is not there is not missed.
    func remove(_ name: String) {
        // Safety: C reads the name only during the call.
        unsafe unlinkat(descriptor, name, 0)
    }

    /// Waits until its entries are on the device.
    func flush() throws(LMDBError) {
        guard fsync(descriptor) == 0 else { throw FileSystem.lastError("flush", path) }
    }
}
