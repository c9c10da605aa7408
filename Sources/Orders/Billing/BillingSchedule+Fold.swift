/// What a schedule must know of its order beside the event that it folds.
struct BillingMoney: Sendable, Equatable {
    /// Captured less refunded and lost, after the event; minor units.
    var net: Int64 = 0
    /// The agreed total, where the order has one.
    var total: Int64?
    /// What amounts are in; an order that has a schedule was placed, and names it.
    var currency: Currency?
    /// Whether a payment was approved or a card registered.
    var isLive = false

    func minorUnits(_ amount: DecimalAmount) -> Int64? {
        currency.flatMap { amount.minorUnits(in: $0) }
    }
}

extension BillingSchedule {
    /// Folds an event that comes after all that were folded before it.
    ///
    /// Total: an event that no rule would have taken changes what it can and nothing else.
    /// - Complexity: O(events of the schedule).
    mutating func apply(_ event: OrderEvent, at time: Timestamp, _ money: BillingMoney) {
        switch event {
        case .paymentCaptured(let payment):
            take(.approved)
            if let id = payment.billingEvent { collect(id) }
            settle(money, isCollection: true)
        case .paymentDeclined(let declined):
            guard money.isLive, declined.amount != nil else { return }
            take(declined.decline == .hard ? .hard : .soft)
        case .billingEventFailed(let failed):
            fail(failed, at: time)
        case .billingEventScheduled(let id, let dueOn, let amount):
            schedule(id, dueOn, amount, money)
        case .billingEventRescheduled(let id, let dueOn, let amount):
            reschedule(id, dueOn, amount, money)
        case .billingEventSkipped(let id):
            skip(id)
            settle(money)
        case .billingEventsMerged(let ids, let into, let dueOn):
            merge(ids, into: into, dueOn: dueOn)
            settle(money)
        case .paused:
            if pausedOn == nil { pausedOn = time.date }
        case .resumed:
            resume(on: time.date)
        case .cardReplaced:
            hasNewCard = true
        case .completed, .cancelled:
            close()
        case .disputeOpened, .disputeClosed, .amended:
            // A single payment's order is complete as soon as what stayed is the total.
            if terms.kind == .single { settle(money) }
        default:
            break
        }
        forgetEnded()
    }

    /// The open event with a name; of several the newest.
    func openIndex(_ id: String) -> Int? { events.lastIndex { $0.isOpen && $0.isNamed(id) } }

    private mutating func take(_ attempt: Attempt) {
        lastAttempt = attempt
        hasNewCard = false
    }

    private mutating func end(_ index: Int, as state: BillingEvent.State) {
        events[index].state = state
        endedFilter |= Self.filterBits(of: events[index].id)
    }

    /// Makes the next event where this one is the newest that the plan made.
    private mutating func follow(_ index: Int) {
        if events[index].cycle == newestCycle { makeNext() }
    }

    private mutating func collect(_ id: String) {
        guard let index = openIndex(id) else { return }
        events[index].attempts &+= 1
        end(index, as: events[index].firstDeclinedAt == nil ? .collected : .recovered)
        follow(index)
    }

    private mutating func fail(_ failed: BillingEventFailed, at time: Timestamp) {
        take(failed.decline == .hard ? .hard : .soft)
        guard let index = openIndex(failed.billingEvent) else { return }
        events[index].attempts &+= 1
        events[index].state = failed.decline == .hard ? .hardDeclined : .softDeclined
        if failed.retry == .automatic { events[index].automaticFailures &+= 1 }
        if events[index].firstDeclinedAt == nil {
            events[index].firstDeclinedAt = time
            follow(index)
        }
        if failed.decline == .soft, hasUsedUpRetries(index) { lastAttempt = .usedUp }
    }

    private func hasUsedUpRetries(_ index: Int) -> Bool {
        let failures = events[index].automaticFailures
        return terms.kind == .subscription && terms.retry.suspendWhenUsedUp && failures > 0
            && Int64(failures) >= terms.retry.automatic
    }

    private mutating func schedule(
        _ id: String?,
        _ dueOn: CalendarDate,
        _ amount: DecimalAmount,
        _ money: BillingMoney
    ) {
        guard !isSettled else { return }
        add(id ?? nextName(), dueOn: dueOn, amount: money.minorUnits(amount) ?? 0)
    }

    private mutating func reschedule(
        _ id: String,
        _ dueOn: CalendarDate?,
        _ amount: DecimalAmount?,
        _ money: BillingMoney
    ) {
        guard let index = openIndex(id) else { return }
        events[index].state = .scheduled
        if let dueOn { events[index].dueOn = dueOn }
        guard let units = amount.flatMap(money.minorUnits) else { return }
        events[index].amount = units
        guard terms.kind == .subscription, let cycle = events[index].cycle else { return }
        // On a subscription a changed amount also holds for all that comes later.
        terms.amount = units
        for later in events.indices
        where events[later].state == .scheduled && events[later].cycle ?? -1 > cycle {
            events[later].amount = units
        }
    }

    private mutating func skip(_ id: String) {
        guard let index = openIndex(id) else { return }
        skipped = skipped.clampedAdding(events[index].amount)
        end(index, as: .skipped)
        follow(index)
    }

    private mutating func merge(_ ids: [String], into id: String, dueOn: CalendarDate) {
        var sum: Int64 = 0
        var merged: [Int] = []
        for id in ids {
            guard let index = openIndex(id) else { continue }
            sum = sum.clampedAdding(events[index].amount)
            merged.append(index)
            end(index, as: .merged)
        }
        guard !merged.isEmpty else { return }
        // The sum comes first, so that no event that the plan makes takes its name.
        add(id, dueOn: dueOn, amount: sum)
        for index in merged { follow(index) }
    }

    /// Cycles that fell inside the pause are not caught up: what the plan made for then moves to
    /// the plan's next date.
    private mutating func resume(on day: CalendarDate) {
        guard let start = pausedOn else { return }
        pausedOn = nil
        guard terms.kind == .subscription, let every = terms.every, let first = terms.first else {
            return
        }
        for index in events.indices {
            let event = events[index]
            guard event.state == .scheduled, let cycle = event.cycle, event.dueOn >= start,
                event.dueOn < day
            else { continue }
            let next = every.firstIndex(notBefore: day, from: first)
            guard let dueOn = terms.date(ofCycle: next), let place = Int32(exactly: next) else {
                end(index, as: .cancelled)
                continue
            }
            events[index].dueOn = dueOn
            // An event that was moved ahead of its date does not fall behind it.
            guard cycle == newestCycle, place > cycle else { continue }
            newestCycle = place
            events[index].cycle = place
        }
        passCycles(before: day, every, first)
    }

    /// Lets the plan go on behind a pause also where its newest event was not moved: it had been
    /// due before the pause, or was rescheduled behind it.
    private mutating func passCycles(
        before day: CalendarDate,
        _ every: BillingPlan.Period,
        _ first: CalendarDate
    ) {
        let reached = Int32(clamping: every.firstIndex(notBefore: day, from: first) - 1)
        guard reached > newestCycle,
            let newest = events.lastIndex(where: { $0.isOpen && $0.cycle == newestCycle })
        else { return }
        newestCycle = reached
        events[newest].cycle = reached
    }

    private mutating func close() {
        for index in events.indices where events[index].isOpen { end(index, as: .cancelled) }
    }

    /// Whether the plan has come to its end, or needs somebody to look at it.
    private mutating func settle(_ money: BillingMoney, isCollection: Bool = false) {
        guard let total = money.total, !isSettled, !isInReview else { return }
        switch terms.kind {
        case .instalments:
            let value = total.clampedSubtracting(skipped)
            let isAllDone = !events.contains(where: \.isOpen)
            isInReview = (isCollection && money.net > value) || (isAllDone && money.net != value)
            isSettled = isAllDone && money.net == value
        case .single:
            guard money.net >= total else { return }
            isSettled = true
            close()
        case .subscription, .metered:
            break
        }
    }

    /// A reduced schedule keeps what may still change.
    private mutating func forgetEnded() {
        if isReduced { events.removeAll { !$0.isOpen } }
    }
}
