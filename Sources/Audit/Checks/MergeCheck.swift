import EventLog
import Orders

extension Objection {
    /// Nothing unless a merge of billing events makes one that is worth something else than their
    /// sum.
    ///
    /// A merge has no amount of its own; a system that recorded one elsewhere may say another.
    ///
    /// - Parameters:
    ///   - data: the event's data, as it came.
    ///   - state: the order before the event.
    init?(merging event: RecordedEvent, _ data: JSONValue?, after state: OrderState) {
        guard case .billingEventsMerged(let ids, let into, _) = event.event,
            let before = state.agenda.billing, let currency = state.core.currency
        else { return nil }
        var next = state
        next.apply(event)
        let sum = before.openAmount(of: ids)
        let made = next.agenda.billing?.openAmount(of: [into]) ?? 0
        var stated: Int64?
        if case .string(let text)? = data?["into"]?["amount"] {
            stated = (try? DecimalAmount(text: text))?.minorUnits(in: currency)
        }
        guard let other = [stated ?? sum, made].first(where: { $0 != sum }) else { return nil }
        func text(_ units: Int64) -> String {
            Money(minorUnits: units, currency: currency).description
        }
        code = .mergedSum
        detail = "\(text(sum)) is merged into \"\(into)\", which is worth \(text(other))"
    }
}
