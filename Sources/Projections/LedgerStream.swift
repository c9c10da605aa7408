package import EventLog
import LMDB
import Orders

/// The ledger's own stream, folded from the log alone: its head, and the rules that it leads to.
package struct LedgerStream: Sendable {
    package private(set) var rules: LedgerRules
    /// What has been folded of the stream.
    package private(set) var entry = OrderWindow.Entry(
        head: OrderHead(firstPosition: Genesis.position)
    )

    /// The stream before its first event.
    package init(of store: LogStore) { rules = store.originalRules }

    /// Folds a record of the stream in; one that is folded already counts once.
    ///
    /// - Returns: whether the stream moved.
    @discardableResult
    package mutating func take(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Bool {
        guard position > rules.position else { return false }
        let record = try Record(position: Position(position), bytes: bytes.copy())
        rules = try rules.folding(record, snapshot.payload(of: record, .publicPart))
        entry.advance(over: header, at: position)
        return true
    }

    /// Folds the stream's record at a position in.
    mutating func take(_ position: UInt64, of store: LogStore) throws(LedgerError) {
        let snapshot = try store.snapshot()
        let record = try snapshot.record(at: position)
        try take(record.header, at: position, record.bytes.span, in: snapshot)
    }
}
