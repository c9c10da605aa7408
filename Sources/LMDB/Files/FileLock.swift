import Glibc

/// A file by which one piece of work on this machine has something to itself.
///
/// The lock is let go of when the value is dropped, and by the kernel when the process dies. The
/// file stays, for the next who takes it.
package final class FileLock: Sendable {
    private let descriptor: CInt

    /// Locks of open files, which the system's headers name only on request.
    private static let query: CInt = 36
    private static let take: CInt = 37

    /// Takes the lock; makes the file where it is missing.
    ///
    /// - Throws: `.busy` where somebody else has it, in this process or another.
    package init(_ path: String) throws(LMDBError) {
        // Safety: C reads the path only during the call.
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileSystem.lastError("lock", path) }
        var lock = Self.wholeFile
        // Safety: `lock` is ours and outlives the call.
        guard unsafe fcntl(descriptor, Self.take, &lock) == 0 else {
            let error = FileSystem.lastError("lock", path)
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Whether somebody has the lock; asking takes nothing away from anybody.
    package static func isHeld(_ path: String) -> Bool {
        // Safety: C reads the path only during the call.
        let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var lock = wholeFile
        // Safety: `lock` is ours and outlives the call.
        guard unsafe fcntl(descriptor, query, &lock) == 0 else { return false }
        return lock.l_type != Int16(F_UNLCK)
    }

    private static var wholeFile: flock {
        flock(
            l_type: Int16(F_WRLCK),
            l_whence: Int16(SEEK_SET),
            l_start: 0,
            l_len: 0,
            l_pid: 0
        )
    }
}
