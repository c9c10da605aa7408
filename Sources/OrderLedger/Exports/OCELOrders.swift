import Audit
import EventLog
import Interchange
import Orders
import Projections

/// The orders of a window as objects of a log.
struct OCELOrders: Sendable {
    private(set) var elements = OCELElements()
    private(set) var totals = ControlTotals()

    init(
        of window: borrowing OrderWindow,
        _ rules: LedgerRules,
        in store: LogStore,
    ) throws(LedgerError) {
        totals.add(window)
        let entries = window.entries
        var start = 0
        while start < entries.count {
            let end = min(start + LogSnapshot.pageMaximum, entries.count)
            let snapshot = try store.snapshot()
            for index in start..<end where entries[index].head.lastPosition > 0 {
                elements.append(try Self.object(of: entries[index].head, rules, in: snapshot))
            }
            start = end
        }
    }

    private static func object(
        of head: OrderHead,
        _ rules: LedgerRules,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> OCELObject {
        var object = OCELObject(.order, try snapshot.record(at: head.firstPosition).order)
        let workflow = rules.workflow(of: head.core)
        object.attributes.append(("workflow", workflow.name))
        if let currency = head.core.currency {
            object.attributes.append(("currency", currency.code))
            if head.core.facts.contains(.priced) {
                let total = Money(minorUnits: head.core.total, currency: currency)
                object.attributes.append(("total", total.amountText))
            }
        }
        object.attributes.append(("status", workflow.statusName(of: head.core)))
        if let id = try snapshot.customerID(of: head) {
            object.relations.append(OCELRelation(OCELObject(.customer, id).id, "placed by"))
        }
        return object
    }
}
