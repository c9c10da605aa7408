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
    }

    private static let open = Mutex<Set<Identity>>([])

    /// Claims the data file at `dataPath`.
    static func claim(_ dataPath: String) throws(LMDBError) -> Identity {
        var status = stat()
        // Safety: `status` is ours, and C reads the path only during the call.
        guard unsafe stat(dataPath, &status) == 0 else {
            throw FileSystem.lastError("open", dataPath)
        }
        let identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        guard open.withLock({ $0.insert(identity).inserted }) else {
            throw LMDBError(.busy, operation: "open", path: dataPath)
        }
        return identity
    }

    /// Gives the file free again, after its environment was closed.
    static func release(_ identity: Identity) {
        _ = open.withLock { $0.remove(identity) }
    }
}
