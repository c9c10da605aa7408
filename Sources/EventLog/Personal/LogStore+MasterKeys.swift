import LMDB

extension LogStore {
    /// Looks for the master key at opening, and finishes what an interrupted erasure left.
    ///
    /// A ledger without its master key opens all the same: what is sealed reads as absent.
    func prepareKeys() throws(LedgerError) {
        guard let state = try keyState() else { return }
        guard state.trouble == nil, configuration.access == .readWrite else { return }
        do throws(LMDBError) {
            let others = try FileSystem.names(in: path).contains { name in
                MasterKey.generation(ofFileNamed: name).map { $0 != state.generation } ?? false
            }
            guard others else { return }
        } catch {
            throw LedgerError(error)
        }
        try destroyOldMasters()
    }

    /// Why what is sealed cannot be opened now: the master key is not at hand; nothing where it is,
    /// or where nothing is sealed.
    package func masterKeyTrouble() throws(LedgerError) -> LedgerError? { try keyState()?.trouble }

    /// The generation of the master, and why its key is not at hand; nothing where nothing is
    /// sealed.
    private func keyState() throws(LedgerError) -> (generation: UInt32, trouble: LedgerError?)? {
        var attemptsLeft = 16
        while true {
            let snapshot = try snapshot()
            guard let table = KeyTable(snapshot.tables) else { return nil }
            let generation = try table.master(in: snapshot.transaction).generation
            do {
                _ = try ring.master(table, in: snapshot.transaction)
                return (generation, nil)
            } catch  where error.code == .noMasterKey {
                // It may have been replaced between the look at the table and that at the folder.
                _ = consume snapshot
                attemptsLeft -= 1
                guard try masterGeneration() != generation, attemptsLeft > 0 else {
                    return (generation, error)
                }
            }
        }
    }

    /// Destroys the files of all masters but the one that the table names.
    ///
    /// The writer's lock is held meanwhile, lest one is taken for old that is about to be named.
    func destroyOldMasters() throws(LedgerError) {
        let transaction = try beginWrite()
        guard let table = keyTable else { return }
        let generation = try table.master(in: transaction).generation
        do {
            for name in try FileSystem.names(in: path) {
                guard let other = MasterKey.generation(ofFileNamed: name), other != generation
                else { continue }
                try SecretFile.destroy(ring.path(other))
            }
        } catch {
            throw LedgerError(error)
        }
    }
}
