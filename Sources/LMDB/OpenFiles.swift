import Glibc
import Synchronization

/// The environments open in this process, by the identity of their data files.
///
/// LMDB's locks are the process's: opening one environment twice and closing it once would drop
/// the locks of the other, and a second writer could then damage the file.
enum OpenFiles {
    /// A file, however it is named.
    struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64

        /// The file at a path.
        init(of path: String) throws(LMDBError) {
            var status = stat()
            // Safety: `status` is ours, and C reads the path only during the call.
            guard unsafe stat(path, &status) == 0 else {
                throw FileSystem.lastError("open", path)
            }
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
        }
    }

    private static let open = Mutex<Set<Identity>>([])

    /// Claims the data file at `dataPath`.
    static func claim(_ dataPath: String) throws(LMDBError) -> Identity {
        let identity = try Identity(of: dataPath)
        guard open.withLock({ $0.insert(identity).inserted }) else {
            throw LMDBError(.busy, operation: "open", path: dataPath)
        }
        return identity
    }

    /// Closes a file and gives it free again, in one step for everybody else: of a file that was
    /// removed, the system may give the number to another as soon as it is closed.
    static func release(_ identity: Identity, closing close: () -> Void = {}) {
        open.withLock { files in
            close()
            files.remove(identity)
        }
    }
}
