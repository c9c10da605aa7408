import CLMDB

/// An open LMDB environment: one folder with a data file and a lock file.
///
/// Share it between threads: any number of readers and one writer at a time, over all processes.
/// A thread has at most one transaction at once: beginning a second may wait for a moving map,
/// which waits for the first. Dropping the handle closes the environment as
/// soon as the last transaction begun on it has ended.
package struct Environment: ~Copyable, Sendable {
    let core: EnvironmentCore

    /// Opens the environment in the folder `path`, and frees the slots of readers that died.
    ///
    /// Nothing is created where there is no environment.
    /// - Throws: `.noSuchFile`, `.invalid` or `.versionMismatch` for what is not a readable
    ///   environment, `.busy` when this process has it open already, `.accessDenied`.
    /// - Complexity: O(1); reads the two meta pages.
    package init(
        path: String,
        configuration: Configuration = Configuration(),
    ) throws(LMDBError) {
        core = try Self.openCore(path, configuration, isNew: false)
    }

    init(filling path: String, configuration: Configuration) throws(LMDBError) {
        core = try Self.openCore(path, configuration, isNew: true)
    }

    /// True after a failed write or flush: every later transaction throws `.environmentDead`.
    package var isDead: Bool { core.isDead }

    /// Whether the data file that is open is still the one at its path, and not moved away.
    package var isInPlace: Bool { core.isInPlace }

    /// Begins a read transaction, a snapshot of the last commit.
    ///
    /// Keep it short or `renew()` it: pages it can see are not reused, so the file grows.
    /// - Throws: `.environmentDead`, `.readersFull`, `.mapResized`.
    /// - Complexity: O(1), no system call; waits only while the map is being moved.
    package borrowing func beginRead() throws(LMDBError) -> ReadTransaction {
        try ReadTransaction(core)
    }

    /// Begins the write transaction; waits while any thread of any process has one.
    ///
    /// It stays on the thread that began it.
    /// - Throws: `.environmentDead`, `.accessDenied` if opened read-only, `.mapResized`.
    package borrowing func beginWrite() throws(LMDBError) -> WriteTransaction {
        try WriteTransaction(core)
    }

    /// Doubles the memory map, after a batch failed with `.mapFull`.
    ///
    /// Waits until no transaction of this process is live, and keeps new ones waiting meanwhile:
    /// the caller must have dropped its own. Then retry the whole batch.
    /// - Throws: `.outOfMemory` when the address space is used up; the environment is dead then.
    package borrowing func grow() throws(LMDBError) {
        try core.grow()
    }

    /// Forces what was committed to the device once more; commits do so already.
    package borrowing func sync() throws(LMDBError) {
        try core.sync()
    }

    /// Frees the slots of readers whose process has ended, and says how many there were.
    @discardableResult
    package borrowing func checkStaleReaders() -> Int {
        core.checkStaleReaders()
    }

    /// Sizes and counts as of the last commit.
    ///
    /// - Throws: `.environmentDead`.
    package borrowing func statistics() throws(LMDBError) -> Statistics {
        try core.statistics()
    }
}

extension Environment {
    /// What a process may do with the files.
    package enum Access: Sendable, Hashable {
        /// Read and write.
        case readWrite
        /// Read beside writers; the lock file must be writable or the file system read-only.
        case readOnly
        /// Read without the lock file: only where nobody writes, as on read-only media.
        case readOnlyMedia

        var flags: UInt32 {
            switch self {
            case .readWrite: 0
            case .readOnly: UInt32(MDB_RDONLY)
            case .readOnlyMedia: UInt32(MDB_RDONLY) | UInt32(MDB_NOLOCK)
            }
        }
    }

    /// How an environment is opened.
    package struct Configuration: Sendable {
        /// Address space to reserve, in bytes; the file itself grows only with use.
        ///
        /// A larger size stored in the file wins.
        package var mapSizeBytes: Int
        /// Read transactions at once, over all processes; the first to open decides.
        package var maxReaders: Int
        /// Named tables open at once.
        package var maxTables: Int
        /// What this process may do.
        package var access: Access
        /// Permission bits of new files.
        package var fileMode: UInt32

        package init(
            mapSizeBytes: Int = 64 << 30,
            maxReaders: Int = 1024,
            maxTables: Int = 64,
            access: Access = .readWrite,
            fileMode: UInt32 = 0o600,
        ) {
            precondition(mapSizeBytes > 0, "a map needs a size")
            precondition(maxReaders > 0 && maxTables > 0, "an environment needs readers and tables")
            self.mapSizeBytes = mapSizeBytes
            self.maxReaders = maxReaders
            self.maxTables = maxTables
            self.access = access
            self.fileMode = fileMode
        }
    }

    /// Sizes and counts of an environment.
    package struct Statistics: Sendable, Hashable {
        /// Reserved address space, in bytes.
        package let mapSizeBytes: Int
        /// Pages ever used, in bytes: about the size of the data file.
        package let usedBytes: Int
        /// Size of a page, in bytes.
        package let pageSize: Int
        /// Reader slots handed out so far, in use or free again.
        package let readers: Int
        /// Number of the last committed write transaction.
        package let lastTransaction: UInt64
    }
}
