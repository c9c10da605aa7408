import LedgerTesting
import Orders

/// A billed order as the model and the ledger both show it.
struct BilledView: Equatable, CustomStringConvertible {
    /// A billing event; its date in days since 1970.
    struct Event: Equatable, CustomStringConvertible {
        let id: String
        let dueOn: Int
        let amount: Int64
        let status: String
        let attempts: Int

        var description: String {
            "\(id) \(ModelDate(number: dueOn).text) \(amount) \(status) \(attempts)"
        }
    }

    let status: String
    /// Whether it stands in the tab `exceptions`.
    let isException: Bool
    let events: [Event]

    init(_ model: BillingModel) {
        status = model.status
        isException = model.exceptions
        events = model.events.map {
            Event(
                id: $0.id,
                dueOn: $0.dueOn,
                amount: $0.amount,
                status: $0.status,
                attempts: $0.attempts
            )
        }
    }

    init(_ state: OrderState) {
        let workflow = Workflow.billing
        status = workflow.statusName(of: state.core)
        let tab = workflow.tabNames.firstIndex(of: "exceptions") ?? 0
        isException = workflow.tabs(of: state.core) & 1 << UInt32(tab) != 0
        let schedule = state.agenda.billing
        events = (schedule?.events ?? []).map { event in
            Event(
                id: event.id,
                dueOn: Int(event.dueOn.daysSince1970),
                amount: event.amount,
                status: schedule?.status(of: event) ?? "",
                attempts: Int(event.attempts)
            )
        }
    }

    var description: String {
        let lines = events.map { "    \($0)" }
        return (["\(status)\(isException ? ", an exception" : "")"] + lines)
            .joined(separator: "\n")
    }
}
