import Crypto
import LMDB
import Synchronization

/// The keys of one ledger that this process has at hand.
///
/// What is kept counts as long as the master that the table names is the one it came by: erasing
/// replaces the master, so every process drops what it has with its next look at the table.
package final class KeyRing: Sendable {
    private let folder: String
    private let state = Mutex(State())

    /// Keys that are kept at most; when there are more, all are forgotten.
    private static let keyMaximum = 1 << 16

    private struct State {
        var row: KeyTable.MasterRow?
        var master: Loaded?
        var keys: [KeyID: DataKey] = [:]
        var current: [DataSubject: KeyID] = [:]

        mutating func keep(_ key: DataKey, of subject: DataSubject?) {
            if keys.count >= KeyRing.keyMaximum {
                keys.removeAll(keepingCapacity: true)
                current.removeAll(keepingCapacity: true)
            }
            keys[key.id] = key
            if let subject { current[subject] = key.id }
        }
    }

    /// What became of looking for the master.
    private enum Loaded {
        case ready(MasterKey)
        case unavailable(LedgerError)
    }

    /// - Parameter folder: where the ledger lies.
    init(folder: String) { self.folder = folder }

    /// The path of a master's file.
    func path(_ generation: UInt32) -> String { folder + "/" + MasterKey.fileName(generation) }
}

// MARK: - The master

extension KeyRing {
    /// The master that the table names.
    ///
    /// - Throws: `noMasterKey` where its file is missing or another's, `busy` where it was replaced
    ///   while a transaction was open.
    func master(
        _ table: KeyTable,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> MasterKey {
        switch try loaded(table, in: transaction) {
        case .ready(let master): return master
        case .unavailable(let error): throw error
        }
    }

    private func loaded(
        _ table: KeyTable,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> Loaded {
        let row = try table.master(in: transaction)
        let known = state.withLock { (row: $0.row, master: $0.master) }
        // What is not at hand may be put there, or put right, while the ledger is open.
        if known.row == row, case .ready(let master) = known.master { return .ready(master) }
        if let other = known.row, row.generation < other.generation { throw Self.replaced }
        let loaded = try load(row)
        if case .ready = known.master, case .unavailable = loaded { throw Self.replaced }
        state.withLock { $0 = State(row: row, master: loaded) }
        return loaded
    }

    private func load(_ row: KeyTable.MasterRow) throws(LedgerError) -> Loaded {
        do {
            return .ready(try read(row))
        } catch  where error.code == .noMasterKey {
            return .unavailable(error)
        }
    }

    /// Reads the master that a row names from its file.
    ///
    /// - Throws: `noMasterKey`, also where the file is another ledger's.
    func read(_ row: KeyTable.MasterRow) throws(LedgerError) -> MasterKey {
        let path = path(row.generation)
        let file: [UInt8]?
        let isExposed: Bool
        let isLink: Bool
        do throws(LMDBError) {
            isLink = try SecretFile.isLink(path)
            file = isLink ? nil : try SecretFile.read(path)
            isExposed = file == nil ? false : try SecretFile.bitsForOthers(path) != 0
        } catch  where error.code == .accessDenied {
            throw Self.missing(path, "cannot be read by this user")
        } catch {
            throw LedgerError(error)
        }
        guard !isLink else {
            throw Self.missing(path, "is a symbolic link, which no erasure could destroy")
        }
        guard let bytes = file else { throw Self.missing(path, "is missing") }
        guard !isExposed else { throw Self.exposed(path) }
        guard let master = row.master(in: bytes) else {
            throw Self.missing(path, "is another ledger's, or damaged")
        }
        return master
    }

    /// Why the master key that lies with the ledger cannot be the one that a row names; nothing where
    /// it is, where none lies there, and where that cannot be told.
    func objection(to row: KeyTable.MasterRow) -> String? {
        let file = try? SecretFile.read(path(row.generation))
        if let file {
            guard row.master(in: file) == nil else { return nil }
            return "the master key \(path(row.generation)) is not the one that the table of keys "
                + "names: one of the two is damaged, or the file is another ledger's; restore a "
                + "backup of both"
        }
        let names = (try? FileSystem.names(in: folder)) ?? []
        guard !names.contains(MasterKey.fileName(row.generation)),
            let other = names.first(where: { MasterKey.generation(ofFileNamed: $0) != nil })
        else { return nil }
        return "the table of keys names \(MasterKey.fileName(row.generation)), but \(other) lies "
            + "with the ledger: the row is damaged, or the file is another copy's"
    }

    private static func missing(_ path: String, _ what: String) -> LedgerError {
        LedgerError(
            .noMasterKey,
            "the master key \(path) \(what), so personal data can be neither sealed, read nor "
                + "erased: copy the file from the folder that the ledger came from; if it is lost, "
                + "what was sealed stays closed for good, and only a ledger that restore makes of "
                + "the exported log seals anew, with the same root and new keys"
        )
    }

    private static func exposed(_ path: String) -> LedgerError {
        LedgerError(
            .noMasterKey,
            "others can read the master key \(path), so it is not used, and personal data can be "
                + "neither sealed, read nor erased: chmod 600 \(path)"
        )
    }

    static let replaced = LedgerError(
        .busy,
        "the ledger's keys were replaced while it was being read: read it again"
    )

    /// Goes on with a master that has just been committed, and forgets all keys.
    func replace(by master: MasterKey, _ row: KeyTable.MasterRow) {
        state.withLock { $0 = State(row: row, master: .ready(master)) }
    }
}

// MARK: - Keys

extension KeyRing {
    /// A key for reading; nothing where it was erased, or the master is not at hand.
    func key(
        _ id: KeyID,
        _ table: KeyTable,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> DataKey? {
        guard case .ready(let master) = try loaded(table, in: transaction) else { return nil }
        return try key(id, master, table, in: transaction)
    }

    /// The same, under a master that is at hand.
    func key(
        _ id: KeyID,
        _ master: MasterKey,
        _ table: KeyTable,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> DataKey? {
        if let known = kept(master.generation, { $0.keys[id] }) { return known }
        guard let row = try table.row(of: id, in: transaction) else { return nil }
        let key = try unwrap(row, master)
        keep(key, master.generation)
        return key
    }

    /// The key by which a subject's data is sealed now; nothing where it has none.
    func currentKey(
        of subject: DataSubject,
        _ master: MasterKey,
        _ table: KeyTable,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> DataKey? {
        let known = kept(master.generation) { state in
            state.current[subject].flatMap { state.keys[$0] }
        }
        if let known { return known }
        guard let row = try table.rows(of: subject, in: transaction).last else { return nil }
        let key = try unwrap(row, master)
        keep(key, master.generation, of: subject)
        return key
    }

    /// Keeps keys that were committed just now.
    func learn(_ keys: some Sequence<NewKey>, _ master: MasterKey) {
        state.withLock { state in
            guard state.row?.generation == master.generation else { return }
            for new in keys { state.keep(new.key, of: new.subject) }
        }
    }

    private func unwrap(
        _ row: KeyTable.KeyRow,
        _ master: MasterKey,
    ) throws(LedgerError) -> DataKey {
        let secret = try master.unwrap(row.wrapped, of: row.id)
        return DataKey(id: row.id, secret: SymmetricKey(data: secret))
    }

    private func kept(_ generation: UInt32, _ find: (State) -> DataKey?) -> DataKey? {
        state.withLock { $0.row?.generation == generation ? find($0) : nil }
    }

    private func keep(_ key: DataKey, _ generation: UInt32, of subject: DataSubject? = nil) {
        state.withLock { state in
            guard state.row?.generation == generation else { return }
            state.keep(key, of: subject)
        }
    }
}
