/// What happens to the order on one day, as shop, customer and payment service would have it.
extension BillingScenario {
    mutating func facts(on day: Int) -> [ModelFact.What] {
        if day == startDay { return [.placed(byLink: isByLink)] + entry() }
        if model.isArchived, random.oneIn(8) { return [.unarchived] }
        switch model.status {
        case "cancelled", "complete": return random.oneIn(40) ? [afterEnd()] : []
        case "draft", "pending", "rejected": return random.oneIn(3) ? entry() : stray(on: day)
        default: return attempts(on: day) + care(on: day) + stray(on: day)
        }
    }

    /// A customer on the way in: a link, a card, a first payment, a decline, or second thoughts.
    private mutating func entry() -> [ModelFact.What] {
        let first = model.events.first { $0.isOpen }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return [.paymentRequested]
        case 1: return [.paymentDeclined(isHard: random.oneIn(2), amount: nil, byLink: false)]
        case 2, 3:
            let amount = Int64.random(in: 1...9_000, using: &random)
            let isHard = random.oneIn(3)
            return [.paymentDeclined(isHard: isHard, amount: amount, byLink: random.oneIn(2))]
        case 4, 5: return [.cardRegistered]
        case 6 where random.oneIn(4): return [.cancelled]
        case 7 where plan.kind == .single || plan.kind == .metered: return [bill(on: startDay)]
        case 8...10 where plan.kind == .single: return [part()]
        default: return [firstPayment(first)]
        }
    }

    /// A part of what is to be paid at once, or of what was paid going back.
    private mutating func part() -> ModelFact.What {
        let amount = Int64.random(in: 1...max((plan.total ?? 500) / 2, 1), using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .refunded(amount)
        case 1: return .disputeOpened(reference: "dispute", amount: max(model.captured, 1))
        case 2: return .disputeClosed(reference: "dispute", isLost: true)
        case 3: return .disputeClosed(reference: "dispute", isLost: false)
        default: return .captured(amount: amount, billingEvent: nil)
        }
    }

    private mutating func firstPayment(_ first: ModelBillingEvent?) -> ModelFact.What {
        if let first { return .captured(amount: first.amount, billingEvent: first.id) }
        return .captured(amount: plan.total ?? 500, billingEvent: nil)
    }

    /// A billing event on demand; a single order's takes all that is to be paid.
    private mutating func bill(on day: Int) -> ModelFact.What {
        let name = random.oneIn(3) ? "use-\(day)" : nil
        let amount = plan.total ?? Int64.random(in: 1...9_000, using: &random)
        let dueOn = day + Int.random(in: 0...20, using: &random)
        return .scheduled(billingEvent: name, dueOn: dueOn, amount: amount)
    }

    /// The payment service tries what is due, and again what was declined, some days.
    private mutating func attempts(on day: Int) -> [ModelFact.What] {
        guard model.status != "paused" else { return [] }
        guard model.status != "suspended" else { return suspended(on: day) }
        var made: [ModelFact.What] = []
        for event in model.events where event.isOpen && event.dueOn <= day {
            switch event.status {
            case "scheduled": made.append(attempt(event, isRetry: false))
            case "softDeclined" where random.oneIn(3): made.append(attempt(event, isRetry: true))
            case "hardDeclined" where random.oneIn(6): made += newCard(on: day)
            default: break
            }
        }
        return made
    }

    /// A new card, in time; now and then somebody tries what may not be tried.
    private mutating func suspended(on day: Int) -> [ModelFact.What] {
        if random.oneIn(6) { return newCard(on: day) }
        let open = model.events.filter(\.isOpen)
        return open.isEmpty || !random.oneIn(12) ? [] : [attempt(random.pick(open), isRetry: true)]
    }

    private mutating func attempt(_ event: ModelBillingEvent, isRetry: Bool) -> ModelFact.What {
        switch Int.random(in: 0..<(isRetry ? 6 : 10), using: &random) {
        case 0..<3:
            return .failed(
                billingEvent: event.id,
                isHard: random.oneIn(5),
                isAutomatic: !random.oneIn(3)
            )
        default:
            let isOdd = plan.kind != .single && random.oneIn(12)
            return .captured(amount: event.amount + (isOdd ? 1 : 0), billingEvent: event.id)
        }
    }

    /// The customer's new card pays at once what was declined or is overdue, as one sum.
    private mutating func newCard(on day: Int) -> [ModelFact.What] {
        let owed = model.events.filter { $0.isDeclined || ($0.isOpen && $0.dueOn <= day) }
        guard !owed.isEmpty, !random.oneIn(4) else { return [.cardReplaced] }
        // Now and then the sum takes the name that the plan would give next.
        let next = "\(model.events.count + 1)"
        let name = random.oneIn(3) ? next : "merged-\(day)"
        let sum = owed.map(\.amount).reduce(0, +)
        let made: [ModelFact.What] = [
            .cardReplaced, .merged(owed.map(\.id), into: name, dueOn: day),
        ]
        if random.oneIn(4) {
            return made + [.failed(billingEvent: name, isHard: false, isAutomatic: false)]
        }
        return made + [.captured(amount: sum, billingEvent: name)]
    }

    /// The shop's own hand: skips, other days and amounts, pauses, refunds, an end.
    private mutating func care(on day: Int) -> [ModelFact.What] {
        if model.status == "paused", random.oneIn(25) { return [.resumed] }
        if model.status == "paused", random.oneIn(40) { return pauseFor(day) }
        let open = model.events.filter { $0.isOpen || $0.status == "paused" }
        switch Int.random(in: 0..<160, using: &random) {
        case 0..<3: return open.isEmpty ? [] : [.skipped(billingEvent: random.pick(open).id)]
        case 3..<7: return open.isEmpty ? [] : [reschedule(random.pick(open), on: day)]
        case 7..<9: return pause(on: day)
        case 9: return random.oneIn(3) ? [.completed] : []
        case 10..<13:
            return [.refunded(Int64.random(in: 1...3_000, using: &random))]
        case 13: return [.disputeOpened(reference: "dispute-\(day)", amount: 100)]
        case 14: return [.paymentDeclined(isHard: random.oneIn(4), amount: 700, byLink: false)]
        case 15..<17: return plan.kind == .metered ? [] : newCard(on: day)
        case 17..<40 where plan.kind == .metered: return [bill(on: day)]
        case 40 where plan.kind != .single: return [.captured(amount: 150, billingEvent: nil)]
        case 41: return closeDispute()
        default: return []
        }
    }

    private func closeDispute() -> [ModelFact.What] {
        for fact in model.facts.reversed() {
            if case .disputeOpened(let reference, _) = fact.what {
                return [.disputeClosed(reference: reference, isLost: fact.day % 2 == 0)]
            }
        }
        return []
    }

    /// To another day, earlier now and then, or another amount, or both.
    private mutating func reschedule(_ event: ModelBillingEvent, on day: Int) -> ModelFact.What {
        let from = random.oneIn(4) ? day : max(event.dueOn, day)
        let later = from + Int.random(in: 0...20, using: &random)
        let amount = random.oneIn(2) ? event.amount + 5 : nil
        let dueOn = amount != nil && random.oneIn(2) ? nil : later
        return .rescheduled(billingEvent: event.id, dueOn: dueOn, amount: amount)
    }

    private mutating func pause(on day: Int) -> [ModelFact.What] {
        plan.kind == .subscription && model.status != "paused" ? pauseFor(day) : []
    }

    private mutating func pauseFor(_ day: Int) -> [ModelFact.What] {
        let days = Int.random(in: 1...70, using: &random)
        return [.paused(until: random.oneIn(2) ? nil : day + days)]
    }
}
