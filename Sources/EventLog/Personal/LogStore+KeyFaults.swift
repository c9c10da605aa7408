import LMDB

extension LogStore {
    /// What is wrong with the table of keys by itself, for which no key is asked; whether the keys
    /// are the right ones shows when a record is opened.
    ///
    /// A row that lacks for a record is no fault: it was erased.
    /// - Throws: `corrupted` where liblmdb cannot read on.
    /// - Complexity: O(keys), in short transactions.
    package func keyFaults() throws(LedgerError) -> [String] {
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
        while let end = try addKeyFaults(behind: last, to: &faults) { last = end }
        return faults
    }

    private func masterFault() throws(LedgerError) -> String? {
        let snapshot = try snapshot()
        do {
            let row = try KeyTable(snapshot.tables)?.master(in: snapshot.transaction)
            guard let row, row.proof.count != MasterKey.proofBytes else { return nil }
            return "the row that names the master key has a proof of \(row.proof.count) bytes, "
                + "which none has"
        } catch {
            guard error.code == .corrupted else { throw error }
            return error.message
        }
    }

    /// Looks at a page of rows.
    ///
    /// - Returns: the key of its last row; nothing behind the last page.
    private func addKeyFaults(
        behind last: [UInt8]?,
        to faults: inout [String],
    ) throws(LedgerError) -> [UInt8]? {
        let snapshot = try snapshot()
        let rows = try KeyTable(snapshot.tables)?.rows(
            behind: last,
            limit: LogSnapshot.pageMaximum,
            in: snapshot.transaction
        )
        for (key, row) in rows ?? [] where !KeyTable.isMaster(key) {
            guard row?.wrapped.count != MasterKey.wrappedBytes else { continue }
            let name = KeyID(key.span).map { "key \($0)" } ?? "a key of \(key.count) bytes"
            faults.append("the row of \(name) is none: what it sealed cannot be opened")
        }
        return rows?.last?.key
    }
}
