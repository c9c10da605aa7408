extension LogSnapshot {
    /// The texts of the public keys that signed this ledger, in the order in which they came.
    ///
    /// They are for exports; whoever checks needs the key from somewhere else.
    package borrowing func keys() throws(LedgerError) -> [[UInt8]] {
        guard let table = tables.checkpoints else { return [] }
        let rows = try tables.checkpoints(table, from: 0, in: transaction)
        return rows.prefix { $0.size == 0 }.map(\.note)
    }
}

extension LogStore {
    /// Keeps the text of a public key that signs, where a tree head of no leaf would stand: for
    /// none is ever signed, as every ledger has its first record.
    package func keepKey(_ text: [UInt8]) throws(LedgerError) {
        guard try !snapshot().keys().contains(text) else { return }
        try keepCheckpoints(ofSize: 0) { (kept) throws(LedgerError) in
            guard !kept.contains(where: { $0.note == text }) else { return }
            try kept.add(note: text, size: 0)
        }
    }
}
