import CLMDB
import Glibc
import Synchronization

/// The open environment itself, shared by its handle and every transaction begun on it.
///
/// Transactions hold a reference, so the map outlives the last of them whatever order things are
/// dropped in.
///
/// @unchecked Sendable: liblmdb allows an `MDB_env` on every thread; what it leaves to the caller
/// (moving the map, opening tables) is guarded by `gate` and `tableOpening`.
@safe
final class EnvironmentCore: @unchecked Sendable {
    let pointer: OpaquePointer
    let path: String
    let access: Environment.Access
    let gate = TransactionGate()
    /// Held while a read transaction opens a table; liblmdb allows one such transaction at a time.
    let tableOpening = Mutex<Void>(())
    /// The thread that has the write transaction, 0 when none has; only compared with oneself.
    let writerThread = Atomic<UInt>(0)
    private let identity: OpenFiles.Identity
    private let dead = Atomic<Bool>(false)

    /// Opens the data file in the folder `path`, which must exist; an empty one is filled.
    init(
        path: String,
        configuration: Environment.Configuration,
        mapSizeBytes: Int,
        identity: OpenFiles.Identity,
    ) throws(LMDBError) {
        var created: OpaquePointer?
        // Safety: on success liblmdb hands out a pointer that only this object owns.
        let code = unsafe mdb_env_create(&created)
        guard code == 0, let pointer = unsafe created else {
            throw Self.error(code, "open", path)
        }
        do throws(LMDBError) {
            // Safety: the pointer is fresh and known to nobody else.
            unsafe try Self.open(pointer, path, configuration, mapSizeBytes)
        } catch {
            // Safety: liblmdb asks for a close after a failed open; nobody else has the pointer.
            unsafe mdb_env_close(pointer)
            throw error
        }
        // Safety: `self` now owns the pointer and closes it in deinit, once.
        unsafe self.pointer = pointer
        self.path = path
        self.access = configuration.access
        self.identity = identity
    }

    deinit {
        // Safety: each transaction holds a reference to self, so none is left.
        OpenFiles.release(identity) { unsafe mdb_env_close(pointer) }
    }

    private static func open(
        _ pointer: OpaquePointer,
        _ path: String,
        _ configuration: Environment.Configuration,
        _ mapSizeBytes: Int,
    ) throws(LMDBError) {
        // Safety: the caller owns the pointer, and the environment is not open yet.
        unsafe try check(mdb_env_set_mapsize(pointer, mapSizeBytes), "set map size", path)
        unsafe try check(
            mdb_env_set_maxreaders(pointer, UInt32(configuration.maxReaders)),
            "open",
            path
        )
        unsafe try check(mdb_env_set_maxdbs(pointer, UInt32(configuration.maxTables)), "open", path)
        let flags = UInt32(MDB_NOTLS) | configuration.access.flags
        unsafe try check(mdb_env_open(pointer, path, flags, configuration.fileMode), "open", path)
        var cleared: Int32 = 0
        unsafe try check(mdb_reader_check(pointer, &cleared), "open", path)
        unsafe try openMainTable(pointer, path)
    }

    /// Tells liblmdb the order of the main table's keys, which it would call as a null function if
    /// the table were used before any named table was opened.
    private static func openMainTable(
        _ pointer: OpaquePointer,
        _ path: String,
    ) throws(LMDBError) {
        var transaction: OpaquePointer?
        // Safety: the caller owns the environment; the transaction ends in this function.
        unsafe try check(
            mdb_txn_begin(pointer, nil, UInt32(MDB_RDONLY), &transaction),
            "open",
            path
        )
        defer { unsafe mdb_txn_abort(transaction) }
        var identifier: UInt32 = 0
        unsafe try check(mdb_dbi_open(transaction, nil, 0, &identifier), "open", path)
        var flags: UInt32 = 0
        unsafe try check(mdb_dbi_flags(transaction, identifier, &flags), "open", path)
        try check(flags == 0 ? 0 : MDB_INCOMPATIBLE, "open", path)
    }

    private static func check(
        _ code: Int32,
        _ operation: String,
        _ path: String,
    ) throws(LMDBError) {
        guard code == 0 else { throw error(code, operation, path) }
    }

    private static func error(_ code: Int32, _ operation: String, _ path: String) -> LMDBError {
        LMDBError(.init(rawCode: code), operation: operation, path: path, rawCode: code)
    }
}

extension EnvironmentCore {
    /// Less free space than this means that a failed write failed for lack of it: LMDB turns a
    /// short write into a plain input/output error.
    private static let freeBytesMin: UInt64 = 1 << 20

    var isDead: Bool { dead.load(ordering: .acquiring) }

    var isInPlace: Bool { (try? OpenFiles.Identity(of: path + "/data.mdb")) == identity }

    /// Makes every later transaction fail until the environment is opened again.
    func markDead() {
        dead.store(true, ordering: .releasing)
    }

    var isWriteTransactionHere: Bool {
        writerThread.load(ordering: .relaxed) == UInt(pthread_self())
    }

    /// A thread that waited for its own write transaction would wait for ever.
    func requireNoWriteTransactionHere(_ intent: String) {
        precondition(
            !isWriteTransactionHere,
            "this thread must end its write transaction before it can \(intent)"
        )
    }

    func requireAlive(_ operation: String) throws(LMDBError) {
        guard !isDead else {
            throw LMDBError(.environmentDead, operation: operation, path: path)
        }
    }

    /// The error for a failed operation that writes; marks the environment dead where needed.
    func writeError(_ code: Int32, _ operation: String) -> LMDBError {
        if LMDBError.Code.endsEnvironment(code) {
            markDead()
        }
        return LMDBError(
            writeCode(code),
            operation: operation,
            path: path,
            rawCode: code
        )
    }

    private func writeCode(_ code: Int32) -> LMDBError.Code {
        if code == EIO, let free = FileSystem.freeBytes(path), free < Self.freeBytesMin {
            return .diskFull
        }
        return LMDBError.Code(rawCode: code)
    }
}

extension EnvironmentCore {
    /// Begins a transaction that counts at the gate, following maps grown by other processes.
    func begin(_ flags: UInt32, _ operation: String) throws(LMDBError) -> OpaquePointer {
        var attemptsLeft = 8
        while true {
            try requireAlive(operation)
            gate.enter()
            var transaction: OpaquePointer?
            // Safety: self keeps the environment open; the gate keeps the map where it is.
            let code = unsafe beginOnce(flags, &transaction)
            if code == 0, let transaction = unsafe transaction {
                // The writer before this one may have failed while we waited for our turn.
                guard isDead else { return unsafe transaction }
                unsafe mdb_txn_abort(transaction)
            }
            gate.leave()
            try requireAlive(operation)
            attemptsLeft -= 1
            guard code == MDB_MAP_RESIZED, attemptsLeft > 0 else {
                throw writeError(code, operation)
            }
            try adoptMapSize()
        }
    }

    private func beginOnce(_ flags: UInt32, _ transaction: inout OpaquePointer?) -> Int32 {
        // Safety: see `begin`, the only caller.
        let code = unsafe mdb_txn_begin(pointer, nil, flags, &transaction)
        guard code == MDB_READERS_FULL else { return code }
        _ = checkStaleReaders()
        return unsafe mdb_txn_begin(pointer, nil, flags, &transaction)
    }

    /// Starts a reset read transaction again; the caller's handle is no longer counted before.
    func renew(_ transaction: OpaquePointer) throws(LMDBError) {
        var attemptsLeft = 8
        while true {
            try requireAlive("renew")
            gate.enter()
            // Safety: the caller owns the transaction and has reset it.
            let code = unsafe mdb_txn_renew(transaction)
            if code == 0 { return }
            gate.leave()
            attemptsLeft -= 1
            guard code == MDB_MAP_RESIZED, attemptsLeft > 0 else {
                throw writeError(code, "renew")
            }
            try adoptMapSize()
        }
    }

    /// Takes over the map size that another process has stored in the file.
    func adoptMapSize() throws(LMDBError) {
        try gate.exclusively { () throws(LMDBError) in
            try setMapSize(0)
        }
    }

    /// Doubles the map, unless someone else did while this caller waited.
    func grow() throws(LMDBError) {
        requireNoWriteTransactionHere("grow the map")
        gate.enterBriefly()
        let before = mapSizeBytes()
        gate.leave()
        try gate.exclusively { () throws(LMDBError) in
            try requireAlive("grow")
            guard mapSizeBytes() == before else { return }
            let (doubled, isTooLarge) = before.multipliedReportingOverflow(by: 2)
            guard !isTooLarge else {
                throw LMDBError(.outOfMemory, operation: "grow", path: path)
            }
            try setMapSize(doubled)
        }
    }

    private func setMapSize(_ bytes: Int) throws(LMDBError) {
        // Safety: both callers hold the gate exclusively, so nothing points into the old map.
        let code = unsafe mdb_env_set_mapsize(pointer, bytes)
        guard code == 0 else {
            // The old map is gone already and there is no new one.
            markDead()
            throw writeError(code, "set map size")
        }
    }

    private func mapSizeBytes() -> Int {
        // Safety: the callers hold the gate, so the map is in place; the call only copies out.
        var information = unsafe MDB_envinfo()
        unsafe mdb_env_info(pointer, &information)
        return unsafe Int(information.me_mapsize)
    }

    func checkStaleReaders() -> Int {
        var cleared: Int32 = 0
        // Safety: the environment is open; the reader table is not part of the map.
        unsafe mdb_reader_check(pointer, &cleared)
        return Int(cleared)
    }

    func sync() throws(LMDBError) {
        try requireAlive("sync")
        // Safety: the environment is open; the call touches the file, not the map.
        let code = unsafe mdb_env_sync(pointer, 1)
        guard code == 0 else { throw writeError(code, "sync") }
    }

    func statistics() throws(LMDBError) -> Environment.Statistics {
        try requireAlive("statistics")
        gate.enterBriefly()
        defer { gate.leave() }
        // Safety: the gate keeps the map in place; both structures are ours.
        var information = unsafe MDB_envinfo()
        var status = MDB_stat()
        unsafe mdb_env_info(pointer, &information)
        unsafe mdb_env_stat(pointer, &status)
        // A damaged file may state any number.
        let used = unsafe (information.me_last_pgno &+ 1)
            .multipliedReportingOverflow(by: Int(status.ms_psize))
        return unsafe Environment.Statistics(
            mapSizeBytes: Int(information.me_mapsize),
            usedBytes: used.overflow ? .max : used.partialValue,
            pageSize: Int(status.ms_psize),
            readers: Int(information.me_numreaders),
            lastTransaction: UInt64(truncatingIfNeeded: information.me_last_txnid),
        )
    }
}
