import EventLog
import LMDB
import Orders
import Projections

/// Where the orders that were touched last stand, while the log is read in order.
///
/// Two halves take turns, as in `HistoryCache`; an order that has left is folded anew from its
/// records.
struct StandingCache {
    private var young: [UInt32: OrderWindow.Entry] = [:]
    private var old: [UInt32: OrderWindow.Entry] = [:]
    private var histories = HistoryCache()
    private let defaultWorkflow: Workflow.Code

    /// The most orders that one half holds: as many as a table of 65,536 places takes before it
    /// doubles.
    private static let orderMaximum = 3 << 14

    init(defaultWorkflow: Workflow.Code) { self.defaultWorkflow = defaultWorkflow }

    /// Where a record's order stood before it.
    mutating func core(
        before header: RecordHeader,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OrderCore {
        guard header.previous > 0 else { return OrderCore() }
        var entry = young[header.ordinal] ?? old[header.ordinal]
        if entry?.head.lastPosition != header.previous {
            entry = try folded(through: header.previous, in: snapshot)
        }
        guard let entry else { return OrderCore() }
        keep(entry, of: header.ordinal)
        return try core(of: entry, header.ordinal, in: snapshot)
    }

    /// Folds a record whose order `core(before:in:)` was asked for, and tells where it stands then.
    mutating func fold(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OrderCore {
        var entry = header.previous > 0 ? young[header.ordinal] : nil
        var next = entry ?? OrderWindow.Entry(head: OrderHead(firstPosition: position))
        entry = nil
        try next.fold(
            header,
            StandingStep(header, at: position, defaultWorkflow: defaultWorkflow)
        ) { () throws(LedgerError) in
            try snapshot.tables.agendaEvent(header, at: position, bytes, in: snapshot.transaction)
        }
        keep(next, of: header.ordinal)
        return try core(of: next, header.ordinal, in: snapshot)
    }

    private mutating func core(
        of entry: OrderWindow.Entry,
        _ ordinal: UInt32,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OrderCore {
        guard entry.needsHistory else { return entry.head.core }
        return try histories.history(
            of: ordinal,
            through: entry.head.lastPosition,
            defaultWorkflow: defaultWorkflow,
            in: snapshot
        ).state.core
    }

    /// An order as its records up to one lead to it.
    private func folded(
        through last: UInt64,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OrderWindow.Entry {
        var head = OrderHead(firstPosition: last)
        head.lastPosition = last
        let records = try snapshot.records(of: head)
        var entry = OrderWindow.Entry(
            head: OrderHead(firstPosition: records.first?.position.rawValue ?? last)
        )
        for record in records {
            let position = record.position.rawValue
            let step = StandingStep(record.header, at: position, defaultWorkflow: defaultWorkflow)
            try entry.fold(record.header, step) { () throws(LedgerError) in
                try snapshot.tables.agendaEvent(
                    record.header,
                    at: position,
                    record.bytes.span,
                    in: snapshot.transaction
                )
            }
        }
        return entry
    }

    private mutating func keep(_ entry: OrderWindow.Entry, of ordinal: UInt32) {
        if young.count >= Self.orderMaximum, young[ordinal] == nil {
            swap(&old, &young)
            young.removeAll(keepingCapacity: true)
        }
        young[ordinal] = entry
    }
}
