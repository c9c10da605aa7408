package import EventLog
import Orders

/// The same facts as a ledger is told them.
extension BillingScenario {
    /// A fact as an event with an id of its own.
    package func event(_ fact: ModelFact, id: String) throws(LedgerError) -> NewEvent {
        let (type, members) = told(fact.what)
        let seconds = Int64(fact.day) * 86_400 + Int64(fact.second)
        return try NewEvent(
            order,
            id,
            type,
            "{\(members.joined(separator: ","))}",
            at: Timestamp(microseconds: seconds * 1_000_000)
        )
    }

    private func told(_ what: ModelFact.What) -> (type: String, members: [String]) {
        switch what {
        case .placed(let byLink): ("placed", placement(byLink))
        case .cardRegistered: ("cardRegistered", [text("card", "first")])
        case .cardReplaced: ("cardReplaced", [text("card", "next")])
        case .paymentRequested: ("paymentRequested", [text("channel", "email")])
        case .refunded(let amount): ("refunded", [money(amount), text("reference", "back")])
        case .disputeOpened(let reference, let amount):
            ("disputeOpened", [text("reference", reference), money(amount)])
        case .disputeClosed(let reference, let isLost):
            (
                "disputeClosed",
                [text("reference", reference), text("outcome", isLost ? "lost" : "won")]
            )
        case .invoiced: ("invoiced", [])
        case .commented: ("commented", [text("text", "noted")])
        case .paused(let until): ("paused", until.map { [date("until", $0)] } ?? [])
        case .resumed: ("resumed", [])
        case .completed: ("completed", [])
        case .cancelled: ("cancelled", [])
        case .archived: ("archived", [])
        case .unarchived: ("unarchived", [])
        default: toldOfSchedule(what)
        }
    }

    private func toldOfSchedule(_ what: ModelFact.What) -> (type: String, members: [String]) {
        switch what {
        case .paymentDeclined(let isHard, let amount, let byLink):
            let channel = byLink ? [text("channel", "link")] : []
            let members = [decline(isHard)] + channel + (amount.map { [money($0)] } ?? [])
            return ("paymentDeclined", members)
        case .captured(let amount, let id):
            return ("paymentCaptured", [money(amount)] + named(id))
        case .failed(let id, let isHard, let isAutomatic):
            let retry = isAutomatic ? [text("retry", "automatic")] : []
            return ("billingEventFailed", named(id) + [decline(isHard)] + retry)
        case .scheduled(let id, let dueOn, let amount):
            return ("billingEventScheduled", named(id) + [date("dueOn", dueOn), money(amount)])
        case .rescheduled(let id, let dueOn, let amount):
            let changes = dueOn.map { [date("dueOn", $0)] } ?? []
            let sum = amount.map { [money($0)] } ?? []
            return ("billingEventRescheduled", named(id) + changes + sum)
        case .skipped(let id):
            return ("billingEventSkipped", named(id))
        case .merged(let ids, let target, let dueOn):
            let list = ids.map { "\"\($0)\"" }.joined(separator: ",")
            let into = "{\(text("id", target)),\(date("dueOn", dueOn))}"
            return ("billingEventsMerged", ["\"billingEvents\":[\(list)]", "\"into\":\(into)"])
        default:
            preconditionFailure("What is no matter of the schedule was told before.")
        }
    }

    private func placement(_ byLink: Bool) -> [String] {
        let total = plan.explicit.isEmpty && plan.amount == nil ? plan.total : nil
        return [
            text("workflow", "billing"), text("currency", currency.code),
            text("paymentMethod", byLink ? "link" : "card"), "\"billing\":{\(billing)}",
        ] + (total.map { [money($0, "total")] } ?? [])
    }

    private var billing: String {
        var members = [text("kind", plan.kind.rawValue)]
        switch plan.kind {
        case .single: break
        case .metered: members.append(text("every", plan.every.text))
        case .instalments where !plan.explicit.isEmpty:
            let events = plan.explicit.map {
                "{\(text("id", $0.id)),\(date("dueOn", $0.dueOn)),\(money($0.amount))}"
            }
            members.append("\"events\":[\(events.joined(separator: ","))]")
        case .instalments: members += ["\"count\":\(plan.count)"] + dates
        case .subscription: members += dates + (plan.until.map { [date("until", $0)] } ?? [])
        }
        return (members + [retry]).joined(separator: ",")
    }

    private var dates: [String] {
        [text("every", plan.every.text), date("first", plan.first)]
            + (plan.amount.map { [money($0)] } ?? [])
    }

    private var retry: String {
        let limits = "\"maxRetries\":\(plan.maxRetries),\"automatic\":\(plan.automatic)"
        let ends = "\"suspendWhenUsedUp\":\(plan.suspendWhenUsedUp)"
        return "\"retry\":{\(limits),\(text("window", plan.window.text)),\(ends)}"
    }

    private func named(_ id: String?) -> [String] { id.map { [text("billingEvent", $0)] } ?? [] }

    private func decline(_ isHard: Bool) -> String { text("decline", isHard ? "hard" : "soft") }

    private func text(_ name: String, _ value: String) -> String { "\"\(name)\":\"\(value)\"" }

    private func date(_ name: String, _ day: Int) -> String {
        text(name, ModelDate(number: day).text)
    }

    /// An amount as decimals of the order's currency.
    private func money(_ units: Int64, _ name: String = "amount") -> String {
        let digits = Int(currency.exponent)
        let text = String(units)
        guard digits > 0 else { return self.text(name, text) }
        let missing = max(0, digits + 1 - text.count)
        let padded = String(repeating: "0", count: missing) + text
        return self.text(name, "\(padded.dropLast(digits)).\(padded.suffix(digits))")
    }
}
