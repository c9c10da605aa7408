import LMDB

extension LogStore {
    /// Keeps a signed tree head, or more signatures and tokens of one that is kept, durably.
    ///
    /// - Parameters:
    ///   - size: the leaves of the tree.
    ///   - change: what becomes of the heads of that size that are kept; one that is added has the
    ///     next number. None may be taken away.
    /// - Throws: what `change` throws, `mapFull`, `diskFull`.
    package func keepCheckpoints(
        ofSize size: UInt64,
        _ change: (inout [KeptCheckpoint]) throws(LedgerError) -> Void,
    ) throws(LedgerError) {
        while true {
            do {
                return try keepOnce(ofSize: size, change)
            } catch {
                guard error.code == .mapFull else { throw error }
            }
            try growMap()
        }
    }

    private func keepOnce(
        ofSize size: UInt64,
        _ change: (inout [KeptCheckpoint]) throws(LedgerError) -> Void,
    ) throws(LedgerError) {
        let tables = try snapshot().tables
        guard let table = tables.checkpoints else {
            throw LedgerError(.accessDenied, "\(path) is open for reading only: nothing was kept")
        }
        var transaction = try beginWrite()
        let before = try tables.checkpoints(table, from: size, in: transaction)
            .prefix { $0.size == size }
        var kept = Array(before)
        try change(&kept)
        guard kept != Array(before) else { return }
        do {
            for checkpoint in kept {
                for (part, bytes) in ([checkpoint.note] + checkpoint.tokens).enumerated() {
                    let key = CheckpointKey(
                        size: size,
                        number: checkpoint.number,
                        part: UInt8(part)
                    )
                    try transaction.put(table, key.bytes, bytes)
                }
            }
            try transaction.commit()
        } catch {
            throw LedgerError(error)
        }
    }
}

extension [KeptCheckpoint] {
    /// The most notes of one size, and the most tokens of one note.
    package static let countMaximum = 200

    /// Adds a note under the next number.
    ///
    /// - Throws: `tooLarge` where there are as many as there can be.
    package mutating func add(note: [UInt8], size: UInt64) throws(LedgerError) {
        guard count < Self.countMaximum else {
            throw LedgerError(
                .tooLarge,
                "\(count) checkpoints of \(size) records are kept, which is the most"
            )
        }
        append(KeptCheckpoint(size: size, number: UInt8(count), note: note))
    }
}
