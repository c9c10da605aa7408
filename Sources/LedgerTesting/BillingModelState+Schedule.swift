extension BillingModelState {
    mutating func takeSchedule(_ fact: ModelFact) {
        switch fact.what {
        case .placed(let byLink): place(byLink: byLink)
        case .scheduled(let id, let dueOn, let amount):
            events.append(ModelBillingEvent(id: id ?? nextName(), dueOn: dueOn, amount: amount))
        case .rescheduled(let id, let dueOn, let amount): reschedule(id, dueOn, amount)
        case .skipped(let id):
            guard let place = place(of: id), events[place].isOpen else { return }
            events[place].status = "skipped"
            goOn(after: place)
            settleInstalments()
        case .merged(let ids, let target, let dueOn): merge(ids, target, dueOn)
        case .paused: if pausedOn == nil { pausedOn = fact.day }
        case .resumed: resume(on: fact.day)
        default: break
        }
    }

    private mutating func place(byLink: Bool) {
        guard !isPlaced else { return }
        isPlaced = true
        if byLink { entry = "pending" }
        switch plan.kind {
        case .single, .metered: break
        case .subscription: makeNext(0)
        case .instalments where !plan.explicit.isEmpty:
            events = plan.explicit.map {
                ModelBillingEvent(id: $0.id, dueOn: $0.dueOn, amount: $0.amount)
            }
        case .instalments:
            for (dueOn, amount) in zip(dates, plan.parts()) {
                events.append(ModelBillingEvent(id: nextName(), dueOn: dueOn, amount: amount))
            }
        }
    }

    /// The next number that no event has for a name yet.
    private mutating func nextName() -> String {
        repeat { lastNumber += 1 } while place(of: "\(lastNumber)") != nil
        return "\(lastNumber)"
    }

    /// Makes a subscription's next event where this one was the newest that the plan made.
    mutating func goOn(after place: Int) {
        guard let ordinal = events[place].ordinal, isNewestOfPlan(place) else { return }
        makeNext(ordinal + 1)
    }

    private func isNewestOfPlan(_ place: Int) -> Bool {
        place == events.lastIndex { $0.ordinal != nil }
    }

    private mutating func makeNext(_ ordinal: Int) {
        precondition(ordinal < dates.count, "The model does not look ahead that far.")
        let dueOn = dates[ordinal]
        if let until = plan.until, dueOn > until { return }
        var event = ModelBillingEvent(id: nextName(), dueOn: dueOn, amount: amount)
        event.ordinal = ordinal
        events.append(event)
    }

    private mutating func reschedule(_ id: String, _ dueOn: Int?, _ amount: Int64?) {
        guard let place = place(of: id), events[place].isOpen else { return }
        events[place].status = "scheduled"
        if let dueOn { events[place].dueOn = dueOn }
        guard let amount else { return }
        events[place].amount = amount
        // What a subscription's plan made changes with all that the plan makes later.
        guard let ordinal = events[place].ordinal else { return }
        self.amount = amount
        for later in events.indices where events[later].status == "scheduled" {
            if let own = events[later].ordinal, own > ordinal { events[later].amount = amount }
        }
    }

    private mutating func merge(_ ids: [String], _ target: String, _ dueOn: Int) {
        let places = ids.compactMap(place(of:)).filter { events[$0].isOpen }
        let sum = places.map { events[$0].amount }.reduce(0, +)
        for place in places { events[place].status = "merged" }
        events.append(ModelBillingEvent(id: target, dueOn: dueOn, amount: sum))
        for place in places { goOn(after: place) }
        settleInstalments()
    }

    /// What fell due in the pause is not caught up: it waits for the plan's next date.
    private mutating func resume(on day: Int) {
        guard let pausedOn else { return }
        self.pausedOn = nil
        guard let ordinal = dates.firstIndex(where: { $0 >= day }) else { return }
        for place in events.indices where events[place].status == "scheduled" {
            guard let own = events[place].ordinal else { continue }
            guard events[place].dueOn >= pausedOn, events[place].dueOn < day else { continue }
            if let until = plan.until, dates[ordinal] > until {
                events[place].status = "cancelled"
                continue
            }
            events[place].dueOn = dates[ordinal]
            if isNewestOfPlan(place) { events[place].ordinal = max(own, ordinal) }
        }
        // What was due inside the pause is not caught up, whatever became of the newest event.
        for place in events.indices where isNewestOfPlan(place) && events[place].isOpen {
            events[place].ordinal = max(events[place].ordinal ?? 0, ordinal - 1)
        }
    }
}
