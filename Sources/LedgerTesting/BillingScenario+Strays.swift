/// What nobody should do, and what comes after the end.
extension BillingScenario {
    mutating func afterEnd() -> ModelFact.What {
        let name = model.events.randomElement(using: &random)?.id ?? "1"
        let all: [ModelFact.What] = [
            .cancelled, .completed, .resumed, .paused(until: nil), .commented, .paymentRequested,
            .failed(billingEvent: name, isHard: false, isAutomatic: false),
            .skipped(billingEvent: name), .refunded(100), .refunded(0), .cardReplaced,
            .rescheduled(billingEvent: name, dueOn: startDay, amount: nil),
        ]
        if model.status == "cancelled" { return random.pick(all) }
        return random.pick(all + [.captured(amount: 10, billingEvent: nil), .archived])
    }

    private var isSubscriptionUnderWay: Bool {
        plan.kind == .subscription && !["draft", "pending", "rejected"].contains(model.status)
    }

    /// Now and then something out of place, about any billing event or none that exists.
    mutating func stray(on day: Int) -> [ModelFact.What] {
        guard random.oneIn(30) else { return [] }
        let names = model.events.map(\.id) + ["nobody"]
        let name = random.pick(names)
        let amount = model.events.first { $0.id == name }?.amount ?? 70
        let some: [ModelFact.What] = [
            .placed(byLink: false), .commented, .invoiced, .cancelled, .refunded(0),
            .refunded(9_000_000), .disputeClosed(reference: "none", isLost: true),
            .completed, .skipped(billingEvent: "nobody"), .captured(amount: 0, billingEvent: name),
        ]
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return [.captured(amount: amount, billingEvent: name)]
        case 1: return [.failed(billingEvent: name, isHard: false, isAutomatic: false)]
        case 2: return [.failed(billingEvent: name, isHard: false, isAutomatic: true)]
        case 3: return [.merged([name, random.pick(names)].unique, into: name, dueOn: day)]
        case 4: return [.merged([name], into: "again-\(day)", dueOn: day + 3)]
        case 5 where plan.kind != .single && plan.kind != .metered:
            return [.scheduled(billingEvent: nil, dueOn: day, amount: 5)]
        case 6: return plan.kind == .subscription || model.status == "paused" ? [] : [.resumed]
        case 7: return isSubscriptionUnderWay ? [] : [.paused(until: nil)]
        // The clock would end the pause of an archived order only after it came back.
        case 8 where resumesOn == nil && random.oneIn(4): return [.archived]
        default: return [random.pick(some)]
        }
    }
}

extension [String] {
    /// The names without those that came before.
    fileprivate var unique: [String] {
        indices.filter { firstIndex(of: self[$0]) == $0 }.map { self[$0] }
    }
}
