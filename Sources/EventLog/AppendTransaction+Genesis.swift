import LMDB
import Orders

extension AppendTransaction {
    /// Writes the first record of a new ledger and the head of its own stream.
    static func writeGenesis(
        _ genesis: Genesis,
        now: Timestamp,
        tables: LogTables,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        let event = try genesis.event
        let place = RecordPlace(
            ordinal: 0,
            revision: 0,
            previous: 0,
            recordedAt: now.microseconds,
            batchFollowing: 0
        )
        var record: [UInt8] = []
        let (header, _) = Record.encode(
            event,
            digest: EventDigest(type: .ledgerCreated),
            at: place,
            into: &record
        )
        var head = OrderHead(firstPosition: Genesis.position)
        head.advance(over: header, at: Genesis.position)
        var row: [UInt8] = []
        head.encode(into: &row)
        do {
            try transaction.append(tables.log, Genesis.position, record.span)
            try transaction.append(tables.heads, 0, row.span)
        } catch {
            throw LedgerError(error)
        }
    }
}
