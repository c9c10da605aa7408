import LMDB

extension LogStore {
    /// What is wrong with the table of keys: with the form of each row, with the mark of whose it
    /// is, and where the master key is at hand with the key itself, which is unwrapped. Also whether a
    /// master key that lies with the ledger is the one that the table names.
    ///
    /// A row that lacks for a record is no fault: it was erased.
    /// - Parameter pageEnd: called after each page of rows.
    /// - Throws: `corrupted` where liblmdb cannot read on.
    /// - Complexity: O(keys) and what tells whose each is, in short transactions.
    package func keyFaults(pageEnd: () -> Void) throws(LedgerError) -> [String] {
        guard keyTable != nil else {
            guard !genesis.isPlain else { return [] }
            return ["the table of keys is missing: no sealed part can be opened"]
        }
        guard !genesis.isPlain else {
            return ["there is a table of keys, but the ledger keeps personal data in clear"]
        }
        var faults: [String] = []
        if let fault = try masterFault() { faults.append(fault) }
        var last: [UInt8]?
        while let end = try addKeyFaults(behind: last, to: &faults) {
            last = end
            pageEnd()
        }
        return faults
    }

    private func masterFault() throws(LedgerError) -> String? {
        do {
            var last: KeyTable.MasterRow?
            while let row = try masterRow() {
                guard row.proof.count == MasterKey.proofBytes else {
                    return "the row that names the master key has a proof of \(row.proof.count) "
                        + "bytes, which none has"
                }
                guard let objection = ring.objection(to: row) else { return nil }
                // Somebody may have replaced the master between the look at the table and that at
                // the folder; then it names another one now.
                if row == last { return objection }
                last = row
            }
            return nil
        } catch {
            guard error.code == .corrupted else { throw error }
            return error.message
        }
    }

    private func masterRow() throws(LedgerError) -> KeyTable.MasterRow? {
        let snapshot = try snapshot()
        return try KeyTable(snapshot.tables)?.master(in: snapshot.transaction)
    }

    /// Looks at a page of rows.
    ///
    /// - Returns: the key of its last row; nothing behind the last page.
    private func addKeyFaults(
        behind last: [UInt8]?,
        to faults: inout [String],
        attemptsLeft: Int = 3,
    ) throws(LedgerError) -> [UInt8]? {
        let snapshot = try snapshot()
        guard let table = KeyTable(snapshot.tables) else { return nil }
        let master: MasterKey?
        do {
            master = try ring.master(table, in: snapshot.transaction)
        } catch  where error.code == .busy && attemptsLeft > 0 {
            // The keys were replaced since the snapshot was taken; the next one knows.
            _ = consume snapshot
            return try addKeyFaults(behind: last, to: &faults, attemptsLeft: attemptsLeft - 1)
        } catch  where [.busy, .noMasterKey, .corrupted].contains(error.code) {
            // It is not at hand, or its row is a fault of its own.
            master = nil
        }
        let rows = try table.rows(
            behind: last,
            limit: LogSnapshot.pageMaximum,
            in: snapshot.transaction
        )
        for (key, row) in rows where !KeyTable.isMaster(key) {
            if let fault = try keyFault(key, row, master, in: snapshot) { faults.append(fault) }
        }
        return rows.last?.key
    }

    /// What is wrong with one row: with its form, with whose it says that it is, or with the key.
    private func keyFault(
        _ key: [UInt8],
        _ row: KeyTable.KeyRow?,
        _ master: MasterKey?,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> String? {
        guard key.count == KeyID.byteCount, let id = KeyID(key.span) else {
            return "the row of a key of \(key.count) bytes is none: "
                + "what it sealed cannot be opened"
        }
        let owner = try snapshot.tables.owner(of: id, in: snapshot.transaction)
        let name = "key \(id)" + (owner.map { " of \($0)" } ?? "")
        guard let row, row.wrapped.count == MasterKey.wrappedBytes else {
            return "the row of \(name) is none: what it sealed cannot be opened"
        }
        guard let owner else {
            return "\(name) belongs to no record: none that it could seal is at \(id.position)"
        }
        guard row.isOf(owner.subject) else {
            return "\(name) bears the mark of somebody else: it is not found to seal by"
        }
        guard let master else { return nil }
        do {
            _ = try master.unwrap(row.wrapped, of: id)
            return nil
        } catch {
            return "\(name) does not open with the master key: what it sealed cannot be read; "
                + "restore a backup"
        }
    }
}
