extension BillingModelState {
    /// Goes on by one fact; nothing is refused here.
    mutating func take(_ fact: ModelFact) {
        takeMoney(fact)
        takeSchedule(fact)
        takeLife(fact)
        completeSingle()
    }

    private mutating func takeMoney(_ fact: ModelFact) {
        switch fact.what {
        case .cardRegistered: goLive()
        case .cardReplaced: hasNewCard = true
        case .paymentRequested: entry = "pending"
        case .paymentDeclined(let isHard, let amount, let byLink):
            entry = byLink ? "pending" : "rejected"
            if isLive, amount != nil { note(isHard ? .suspending : .soft) }
        case .captured(let amount, let id): capture(amount, id)
        case .failed(let id, let isHard, let isAutomatic):
            fail(id, isHard, isAutomatic, on: fact.day)
        case .refunded(let amount): refunded += amount
        case .disputeOpened(let reference, let amount):
            // Opened again, it is the same dispute.
            disputes.removeAll { $0.reference == reference }
            disputes.append((reference, amount, false))
        case .disputeClosed(let reference, let isLost):
            for place in disputes.indices where disputes[place].reference == reference {
                disputes[place].isLost = isLost
            }
        default: break
        }
    }

    /// A single payment is made once, and its order never lives on.
    private mutating func goLive() {
        if plan.kind != .single { isLive = true }
    }

    private mutating func note(_ attempt: Attempt) {
        lastAttempt = attempt
        hasNewCard = false
    }

    private mutating func capture(_ amount: Int64, _ id: String?) {
        captured += amount
        goLive()
        note(.approved)
        if let place = id.flatMap(place(of:)), events[place].isOpen {
            events[place].attempts += 1
            let wasDeclined = events[place].firstDeclineDay != nil
            events[place].status = wasDeclined ? "recovered" : "collected"
            goOn(after: place)
        }
        settleInstalments(isCapture: true)
    }

    private mutating func fail(_ id: String, _ isHard: Bool, _ isAutomatic: Bool, on day: Int) {
        guard let place = place(of: id), events[place].isOpen else { return }
        events[place].attempts += 1
        events[place].status = isHard ? "hardDeclined" : "softDeclined"
        if isAutomatic { events[place].automaticFailures += 1 }
        let isUsedUp =
            plan.kind == .subscription && plan.suspendWhenUsedUp
            && events[place].automaticFailures >= plan.automatic
        note(isHard || isUsedUp ? .suspending : .soft)
        if events[place].firstDeclineDay == nil {
            events[place].firstDeclineDay = day
            goOn(after: place)
        }
    }

    /// Instalments end where nothing is open any more; they are looked into where money is amiss.
    mutating func settleInstalments(isCapture: Bool = false) {
        guard plan.kind == .instalments, !isComplete, !isInReview else { return }
        let isOver = !events.contains(where: \.isOpen)
        if isCapture && net > value {
            isInReview = true
        } else if isOver && net != value {
            isInReview = true
        } else if isOver {
            isComplete = true
        }
    }

    private mutating func completeSingle() {
        guard isPlaced, plan.kind == .single, net >= plan.total ?? 0 else { return }
        isComplete = true
        cancelOpenEvents()
    }

    private mutating func takeLife(_ fact: ModelFact) {
        switch fact.what {
        case .completed:
            isComplete = true
            cancelOpenEvents()
        case .cancelled:
            isCancelled = true
            cancelOpenEvents()
        case .archived: isArchived = true
        case .unarchived: isArchived = false
        default: break
        }
    }

    private mutating func cancelOpenEvents() {
        for place in events.indices where events[place].isOpen {
            events[place].status = "cancelled"
        }
    }
}
