import Glibc

/// A folder that this process, and in it one piece of work, has to itself.
///
/// The lock is let go of when the value is dropped, and when the process ends.
package final class FolderLock: Sendable {
    private let descriptor: CInt

    /// - Throws: `.busy` where somebody else has it.
    package init(_ folder: String) throws(LMDBError) {
        // Safety: C reads the path only during the call.
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSystem.lastError("open", folder) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error = FileSystem.lastError("lock", folder)
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
