import LMDB
import Orders

extension LogStore {
    /// Makes a ledger that holds the first records of an export: the batch of the genesis.
    ///
    /// - Throws: `malformed` where the export does not begin with the records of a new ledger, and
    ///   what making a ledger throws.
    package static func create(
        at path: String,
        restoring first: [RestoredEvent],
        configuration: Configuration,
    ) throws(LedgerError) {
        guard let genesis = first.first, genesis.event.type == .ledgerCreated,
            first.count == Int(genesis.batchFollowing) + 1
        else {
            throw LedgerError(
                .malformed,
                "the export does not begin with the record that made its ledger: restore takes "
                    + "what log prints from position 1 on"
            )
        }
        for (index, restored) in first.enumerated() {
            guard restored.event.type.isLedgerOwned,
                restored.position.rawValue == UInt64(index) + Genesis.position,
                restored.recordedAt == genesis.recordedAt,
                Int(restored.batchFollowing) == first.count - 1 - index
            else {
                throw LedgerError(
                    .malformed,
                    "position \(restored.position) does not belong to the records that made the "
                        + "ledger: restore takes what log prints from position 1 on"
                )
            }
        }
        try create(
            at: path,
            first: first.map(\.event),
            isPlain: Genesis(data: genesis.event.payload.publicPart).isPlain,
            now: genesis.recordedAt,
            configuration: configuration
        )
    }

    /// Appends records as they were, in one transaction; the map grows where it is too small.
    ///
    /// For a ledger that nobody else has open. Nothing is decided again and no effect arises anew.
    /// - Throws: `malformed` where a record does not continue the log; nothing was appended then.
    package func restore(_ records: [RestoredEvent]) throws(LedgerError) {
        while true {
            do {
                return try restoreOnce(records)
            } catch {
                guard error.code == .mapFull else { throw error }
            }
            try growMap()
        }
    }

    private func restoreOnce(_ records: [RestoredEvent]) throws(LedgerError) {
        let tables = try snapshot().tables
        let transaction = try beginWrite()
        let rules = try rules(in: transaction, tables)
        var appends = try AppendTransaction(
            transaction,
            tables: tables,
            rules: rules,
            ring: ring,
            room: WorkingSet(),
            edge: nil,
            size: CommitSize(of: records.map(\.event)),
            now: Timestamp(microseconds: .min)
        )
        for record in records { try appends.restore(record) }
        _ = try appends.commit(projection)
    }
}
