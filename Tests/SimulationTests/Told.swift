import EventLog
import LedgerTesting
import Orders

/// One event as the simulation tells it: what it says, apart from how a ledger writes it.
struct Told: Sendable {
    /// Pieces of a SKU; price and tracking count where lines are ordered.
    struct Line: Sendable {
        let sku: String
        let quantity: Int64
        var price: Int64 = 0
        var isTracked = true
    }

    /// A part of a billing plan, in minor units.
    struct Part: Sendable {
        let id: String
        let amount: Int64
    }

    var id: String
    let type: EventType
    var time: Timestamp
    /// Minor units of the order's currency.
    var amount: Int64?
    var reference: String?
    var lines: [Line]?
    /// The id of the event that is taken back.
    var target: String?
    var effect: String?
    /// How a dispute ended.
    var isLost: Bool?
    var billingEvent: String?
    /// Billing events that the event makes.
    var parts: [Part] = []
    /// Billing events that the event merges into the one that it makes.
    var merged: [String] = []
    /// Members of the data that no sum rests on, as JSON.
    var members: [String] = []
    /// The number that a paper came with.
    var number: String?
}

extension Told {
    func event(of order: String, in currency: Currency) throws(LedgerError) -> NewEvent {
        try NewEvent(order, id, type.name, "{\(data(currency).joined(separator: ","))}", at: time)
    }

    private func data(_ currency: Currency) -> [String] {
        func money(_ units: Int64) -> String {
            Money(minorUnits: units, currency: currency).amountText
        }
        func text(_ name: String, _ value: String?) -> [String] {
            value.map { [#""\#(name)":"\#($0)""#] } ?? []
        }
        var data = members
        data +=
            text(type == .placed ? "total" : "amount", amount.map(money))
            + text("reference", reference)
        data += text("event", target) + text("effect", effect) + text("number", number)
        data += text("outcome", isLost.map { $0 ? "lost" : "won" })
        if type != .billingEventScheduled { data += text("billingEvent", billingEvent) }
        if let lines { data.append(#""lines":[\#(lines.map(line).joined(separator: ","))]"#) }
        func line(_ line: Line) -> String {
            var members = text("sku", line.sku) + [#""quantity":\#(line.quantity)"#]
            if type == .placed || type == .amended {
                members += text("unitPrice", money(line.price))
                if !line.isTracked { members.append(#""tracked":false"#) }
            }
            return "{\(members.joined(separator: ","))}"
        }
        if type == .placed, !parts.isEmpty {
            let events = parts.enumerated().map { place, part in
                let due = #""dueOn":"2026-\#(place < 8 ? "0" : "")\#(place + 2)-15""#
                return #"{"id":"\#(part.id)",\#(due),"amount":"\#(money(part.amount))"}"#
            }
            let list = events.joined(separator: ",")
            data.append(#""billing":{"kind":"instalments","events":[\#(list)]}"#)
        }
        if type == .billingEventScheduled, let part = parts.first {
            data += text("billingEvent", part.id) + text("amount", money(part.amount))
        }
        if type == .billingEventsMerged, let part = parts.first {
            let list = merged.map { #""\#($0)""# }.joined(separator: ",")
            data.append(#""billingEvents":[\#(list)]"#)
            data.append(#""into":{"id":"\#(part.id)","dueOn":"2026-04-01"}"#)
        }
        return data
    }
}
