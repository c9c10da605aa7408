import EventLog
import LMDB
import Orders

/// Heads against a window.
extension ViewCheck {
    mutating func compareLedgerHead(
        _ ledger: LedgerStream,
        in snapshot: borrowing LogSnapshot,
    ) throws(LMDBError) {
        guard let bytes = try snapshot.transaction.get(snapshot.tables.heads, 0),
            let stored = OrderHead(bytes)
        else { return add(.head, "the ledger's own stream has no readable head") }
        var expected: [UInt8] = []
        ledger.entry.head.encode(into: &expected)
        guard !bytes.isEqual(to: expected.span) else { return }
        add(.head, "of the ledger's own stream, \(Self.sentence(stored, ledger.entry))")
    }

    /// - Parameter heads: the rows that there should be.
    mutating func compareHeads(
        _ window: borrowing OrderWindow,
        _ heads: borrowing WindowHeads,
        in snapshot: borrowing LogSnapshot,
    ) throws(LMDBError) {
        var cursor = try snapshot.transaction.cursor(snapshot.tables.heads)
        var isFound = try cursor.seek(UInt64(window.firstOrdinal))
        let entries = window.entries.span
        for index in entries.indices where heads.hasRow(at: index) {
            let ordinal = UInt64(window.firstOrdinal) + UInt64(index)
            while isFound, cursor.positionKey < ordinal {
                addStray(.head, cursor.positionKey)
                isFound = try cursor.next()
            }
            guard isFound, cursor.positionKey == ordinal else {
                add(.head, entries[index].head, "the order has no head", in: snapshot)
                continue
            }
            if !heads.isRow(cursor.value, at: index) {
                let sentence = Self.sentence(OrderHead(cursor.value), entries[index])
                add(.head, entries[index].head, sentence, in: snapshot)
            }
            isFound = try cursor.next()
        }
        while isFound, window.isLast {
            addStray(.head, cursor.positionKey)
            isFound = try cursor.next()
        }
    }

    private static func sentence(_ stored: OrderHead?, _ entry: OrderWindow.Entry) -> String {
        guard let stored else { return "the head is no readable row" }
        let head = entry.head
        if stored.lastPosition != head.lastPosition || stored.revision != head.revision {
            return "the head stands at revision \(stored.revision), position "
                + "\(stored.lastPosition); the log leads to revision \(head.revision), position "
                + "\(head.lastPosition)"
        }
        if stored.core.facts != head.core.facts {
            let stored = stored.core.facts.names.joined(separator: " ")
            let right = head.core.facts.names.joined(separator: " ")
            return "the head has the facts \(stored); the log leads to \(right)"
        }
        if stored.core != head.core {
            return "the head has other amounts or times than the log leads to: total "
                + "\(stored.core.total), captured \(stored.core.captured), refunded "
                + "\(stored.core.refunded) instead of \(head.core.total), \(head.core.captured), "
                + "\(head.core.refunded)"
        }
        if stored.agenda != head.agenda {
            let parts = stored.agenda.differences(from: head.agenda).joined(separator: ", ")
            return "the head has another agenda than the log leads to, in \(parts)"
        }
        return "the head has other positions or another filter of event ids than the log leads to"
    }
}
