import EventLog
import Interchange
import LMDB
import Orders
import Projections

/// The events of orders in a stretch of the log.
struct OCELEvents: Sendable {
    let elements: OCELElements

    init(at positions: ClosedRange<UInt64>, in store: LogStore) throws(LedgerError) {
        var elements = OCELElements()
        try store.sweep(from: positions.lowerBound, through: positions.upperBound) {
            (position, bytes, snapshot) throws(LedgerError) in
            let header = try RecordHeader(bytes, readAt: position)
            guard header.ordinal > 0 else { return }
            let record = try Record(position: Position(position), bytes: bytes.copy())
            elements.append(try Self.event(of: record, in: snapshot))
        }
        self.elements = elements
    }

    private static func event(
        of record: Record,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OCELEvent {
        let order = OCELRelation(OCELObject(.order, record.order).id, "order")
        let named = try OCELThing(namedBy: record, in: snapshot)?.relation
        return OCELEvent(
            position: record.position,
            revision: Revision(UInt64(record.header.revision)),
            type: record.typeName,
            id: record.id,
            occurredAt: record.occurredAt,
            recordedAt: record.recordedAt,
            actor: record.actor,
            amount: try amount(of: record.header, in: snapshot),
            relations: [order] + (named.map { [$0] } ?? [])
        )
    }

    /// An event's amount, in the currency that it names or that its order has.
    private static func amount(
        of header: RecordHeader,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Money? {
        guard header.digest.traits.contains(.amount) else { return nil }
        if let named = Currency(number: header.digest.currency) {
            return Money(minorUnits: header.digest.amount, currency: named)
        }
        return Money(
            header.digest.amount,
            in: try snapshot.head(of: header.ordinal).core.currency
        )
    }
}
