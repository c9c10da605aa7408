package import EventLog
package import Orders

/// Orders that oblige somebody to do something: their open effects.
package struct OutboxRows: OrderRows {
    private let kind: EffectKind?

    /// - Parameter kind: only effects of one kind.
    package init(_ kind: EffectKind?) { self.kind = kind }

    package var source: OrderSource { .lists([.effects]) }

    package func row(
        of head: OrderHead,
        on date: CalendarDate,
        in snapshot: borrowing LogSnapshot,
        _ recordsRead: inout Int,
    ) throws(LedgerError) -> [OpenEffect]? {
        let effects = try snapshot.openEffects(of: head, kind)
        recordsRead += effects.count
        return effects.isEmpty ? nil : effects
    }
}

extension LogSnapshot {
    /// The open effects of an order, in the order of the log.
    borrowing func openEffects(
        of head: OrderHead,
        _ kind: EffectKind?,
    ) throws(LedgerError) -> [OpenEffect] {
        let keys = head.agenda.outbox.open.filter { kind == nil || $0.kind == kind }
        guard !keys.isEmpty else { return [] }
        let order = try orderID(of: head)
        var effects: [OpenEffect] = []
        for key in keys {
            let record = try record(at: key.position.rawValue)
            effects.append(
                OpenEffect(
                    key: key,
                    order: order,
                    event: record.typeName,
                    at: record.occurredAt
                )
            )
        }
        return effects
    }
}
