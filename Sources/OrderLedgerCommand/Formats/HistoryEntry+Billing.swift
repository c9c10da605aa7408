import OrderLedger

extension HistoryEntry {
    /// Billing events that are named one by one; of more only the count is said.
    private static let namedMaximum = 3

    /// What the event changed of billing events, one text for each, or for many alike.
    var billingChanges: [String] {
        var texts: [String] = []
        var counted: Set<String> = []
        for change in billing {
            let outcome = change.outcome
            let count = billing.count { $0.outcome == outcome }
            if count <= Self.namedMaximum {
                texts.append(change.text)
            } else if counted.insert(outcome).inserted {
                texts.append("\(count) billing events \(outcome)")
            }
        }
        return texts
    }
}

extension HistoryEntry.BillingChange {
    /// What became of the billing event, in a word.
    fileprivate var outcome: String {
        guard let after else { return "taken back" }
        return before?.status == after.status ? "changed" : after.status
    }

    fileprivate var text: String {
        guard let after else { return "\(billingEvent) taken back" }
        var parts = [billingEvent]
        let isNewAttempt = after.attempts != before?.attempts ?? 0
        if isNewAttempt || before?.status != after.status { parts.append(after.status) }
        if before?.dueOn != after.dueOn { parts.append("for \(after.dueOn)") }
        var text = parts.joined(separator: " ")
        if let before, before.amount != after.amount {
            text += parts.count > 1 ? ", amount" : " amount"
            text += " \(before.amount) → \(after.amount)"
        }
        if isNewAttempt, after.attempts > 1 || after.status.hasSuffix("Declined") {
            text += ", attempt \(after.attempts)"
        }
        return text
    }
}
