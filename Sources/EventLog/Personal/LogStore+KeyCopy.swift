import LMDB

extension LogStore {
    /// The generation of the master that the table of keys names; nothing where personal data is
    /// kept in clear.
    package func masterGeneration() throws(LedgerError) -> UInt32? {
        let snapshot = try snapshot()
        return try KeyTable(snapshot.tables)?.master(in: snapshot.transaction).generation
    }

    /// Puts the master key that a copy of this ledger's data names beside the copy.
    ///
    /// The copy is to be opened anew afterwards: what it knows is that it has none.
    /// - Throws: `busy` where an erasure has replaced that master since the copy was made,
    ///   `noMasterKey` where this ledger does not have it either.
    package func copyMasterKey(beside copy: LogStore) throws(LedgerError) {
        let snapshot = try copy.snapshot()
        guard let row = try KeyTable(snapshot.tables)?.master(in: snapshot.transaction) else {
            return
        }
        do {
            let master = try ring.read(row)
            try SecretFile.create(copy.ring.path(row.generation), master.file)
        } catch {
            let error = LedgerError(anyOf: error)
            guard error.code == .noMasterKey else { throw error }
            try checkMaster(is: row.generation)
            throw error
        }
    }

    /// Refuses to go on with keys that were replaced meanwhile.
    ///
    /// - Throws: `busy`.
    package func checkMaster(is generation: UInt32?) throws(LedgerError) {
        guard try masterGeneration() == generation else { throw KeyRing.replaced }
    }

    /// Opens every key of personal data with the master that lies beside the data.
    ///
    /// - Throws: `noMasterKey`, `corrupted` where a key does not open.
    /// - Complexity: O(keys).
    package func checkKeys() throws(LedgerError) {
        let snapshot = try snapshot()
        guard let table = KeyTable(snapshot.tables) else { return }
        let master = try ring.master(table, in: snapshot.transaction)
        try table.forEachKey(in: snapshot.transaction) { (row) throws(LedgerError) in
            _ = try master.unwrap(row.wrapped, of: row.id)
        }
    }
}
