package import LMDB
package import Orders

extension LogStore {
    /// Destroys the keys of somebody's personal data, and records that.
    ///
    /// Gone are a customer's key and those of orders that were sealed on their own before they
    /// named him; or the key of an order that names nobody. The keys that remain are wrapped by a
    /// new master in the same transaction, and the old master's file is destroyed after it, so that
    /// what old pages of the file still hold is of no use. Cut short anywhere, either nothing has
    /// happened or the next opening for writing does what is left. A damaged key is destroyed as a
    /// sound one is; one of somebody else is kept as it is, and named in the answer.
    /// - Parameters:
    ///   - orders: the orders whose own keys go, too, read in the transaction; nothing where the
    ///     ledger does not know the owner, and then nothing is done.
    ///   - reached: hears of each step; what it throws cuts the work short there.
    /// - Throws: `notSealed`, `noMasterKey`, and what appending throws.
    /// - Complexity: O(keys of the ledger): all are wrapped anew.
    package func erase(
        _ request: ErasureRequest,
        orders: (borrowing WriteTransaction, LogTables) throws(LedgerError) -> [OrderID]?,
        reached: (ErasureStep) throws(LedgerError) -> Void = { _ in },
    ) throws(LedgerError) -> Erasure? {
        guard !genesis.isPlain, let table = keyTable else { throw Self.notSealed }
        while true {
            do {
                guard
                    let (erasure, master) = try eraseOnce(request, table, orders, reached)
                else { return nil }
                guard let master else { return erasure }
                try reached(.committed)
                ring.replace(by: master.key, master.row)
                try destroyOldMasters()
                try reached(.destroyed)
                return erasure
            } catch {
                guard error.code == .mapFull else { throw error }
            }
            try growMap()
        }
    }

    /// The part that one transaction holds together.
    ///
    /// Making the new master's file inside it keeps two erasures from making the same one.
    private func eraseOnce(
        _ request: ErasureRequest,
        _ table: KeyTable,
        _ orders: (borrowing WriteTransaction, LogTables) throws(LedgerError) -> [OrderID]?,
        _ reached: (ErasureStep) throws(LedgerError) -> Void,
    ) throws(LedgerError) -> (Erasure, (key: MasterKey, row: KeyTable.MasterRow)?)? {
        var appends = try beginAppending(CommitSize(events: 1, bytes: 4_096))
        guard let orders = try orders(appends.transaction, appends.tables) else { return nil }
        let old = try ring.master(table, in: appends.transaction)
        let keys = try appends.keys(of: Set([request.owner] + orders.map(KeyOwner.order)), table)
        let names = keys.map(\.description)
        guard !keys.isEmpty else {
            let nothing = Erasure(owner: request.owner, keys: [], damaged: [], position: nil)
            return (nothing, nil)
        }
        let position = try appends.stage(request, keys)
        let master = MasterKey(generation: old.generation + 1)
        try makeFile(of: master)
        try reached(.masterMade)
        for key in keys { try table.delete(key, in: &appends.transaction) }
        let damaged = try table.rewrap(from: old, to: master, in: &appends.transaction)
        try table.write(master, in: &appends.transaction)
        let row = try table.master(in: appends.transaction)
        try reached(.staged)
        try commit(appends)
        let erasure = Erasure(
            owner: request.owner,
            keys: names,
            damaged: damaged,
            position: position
        )
        return (erasure, (master, row))
    }

    /// Puts a new master on the device; a file of that name is left from an erasure cut short.
    private func makeFile(of master: MasterKey) throws(LedgerError) {
        let file = ring.path(master.generation)
        do {
            try SecretFile.destroy(file)
            try SecretFile.create(file, master.file)
            try FileSystem.flush(path)
        } catch {
            throw LedgerError(error)
        }
    }

    private static var notSealed: LedgerError {
        LedgerError(
            .notSealed,
            "the ledger keeps personal data in clear, so that none can be erased: export the log, "
                + "and import it into a ledger made without --plain"
        )
    }
}

extension AppendTransaction {
    /// The keys of all owners by the table, and those that are theirs by the log where the table's
    /// row is damaged; in the order of their ids.
    fileprivate func keys(
        of owners: Set<KeyOwner>,
        _ table: KeyTable,
    ) throws(LedgerError) -> [KeyID] {
        var keys: Set<KeyID> = []
        for owner in owners {
            for (id, row) in try table.candidates(for: owner.subject, in: transaction) {
                if row?.isOf(owner.subject) == true {
                    keys.insert(id)
                } else if let real = try tables.owner(of: id, in: transaction), real == owner {
                    keys.insert(id)
                }
            }
        }
        return keys.sorted { ($0.subject, $0.position) < ($1.subject, $1.position) }
    }

    /// Stages the event that records an erasure; answers its position.
    fileprivate mutating func stage(
        _ request: ErasureRequest,
        _ keys: [KeyID],
    ) throws(LedgerError) -> Position {
        let revision = try tables.head(of: 0, in: transaction).revision + 1
        let event = try request.event(keys, revision: revision)
        switch append(AppendBatch([event])) {
        case .recorded: return Position(staged.lastPosition)
        case .failed(let error, _): throw error
        case .refused(let refusal, _): throw LedgerError(.malformed, refusal.detail)
        case .wrongRevision(let failures), .conditionFailed(_, let failures):
            throw LedgerError(.wrongExpectedRevision, failures.map(\.description).joined())
        }
    }
}
