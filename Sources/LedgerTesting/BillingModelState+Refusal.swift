/// Why a fact is turned away, in the order in which the contract tests it.
extension BillingModelState {
    func refusal(of fact: ModelFact) -> String? {
        structure(fact) ?? ended(fact) ?? particular(fact) ?? ordinary(fact) ?? amounts(fact)
    }

    private func structure(_ fact: ModelFact) -> String? {
        if case .placed = fact.what { return isPlaced ? "alreadyPlaced" : nil }
        return isPlaced ? nil : "notPlaced"
    }

    private func ended(_ fact: ModelFact) -> String? {
        switch fact.what {
        case .captured: return isComplete && !isCancelled ? "alreadyCompleted" : nil
        case .refunded, .disputeOpened, .disputeClosed, .commented, .archived, .unarchived:
            return nil
        default:
            if isArchived { return "archived" }
            if isCancelled { return "alreadyCancelled" }
            return isComplete ? "alreadyCompleted" : nil
        }
    }

    /// What the billing events that a fact names object to.
    private func particular(_ fact: ModelFact) -> String? {
        switch fact.what {
        case .captured(_, let id):
            // Money that moved is taken on an order that is over, whatever it was meant for.
            guard let id, !isCancelled, !isArchived else { return nil }
            return refusalToTouch([id]) ?? refusalToTry(id, on: fact.day)
        case .failed(let id, _, _):
            return refusalToTouch([id]) ?? refusalToTry(id, on: fact.day)
        case .rescheduled(let id, _, _), .skipped(let id):
            return refusalToTouch([id])
        case .merged(let ids, let target, _):
            return refusalToTouch(ids) ?? (place(of: target) == nil ? nil : "billingEventEnded")
        case .scheduled(let id?, _, _):
            return place(of: id) == nil ? nil : "billingEventEnded"
        default:
            return nil
        }
    }

    private func refusalToTouch(_ ids: [String]) -> String? {
        let places = ids.compactMap(place(of:))
        if places.count < ids.count { return "unknownBillingEvent" }
        return places.allSatisfy { events[$0].isOpen } ? nil : "billingEventEnded"
    }

    private func refusalToTry(_ id: String, on day: Int) -> String? {
        guard let event = events.first(where: { $0.id == id }) else { return nil }
        if event.status == "hardDeclined" { return "hardDeclined" }
        guard let firstDecline = event.firstDeclineDay else { return nil }
        if event.attempts > plan.maxRetries { return "retryLimit" }
        return day > plan.lastRetryDay(after: firstDecline) ? "retryWindow" : nil
    }

    private func ordinary(_ fact: ModelFact) -> String? {
        switch fact.what {
        case .cancelled: return isLive ? "onlyPreliminary" : nil
        case .paused:
            if plan.kind != .subscription { return "notSubscription" }
            return isLive ? nil : "notLive"
        case .resumed: return pausedOn == nil ? "notPaused" : nil
        case .completed: return isLive ? nil : "notLive"
        case .failed: return isLive ? refusalOfAttempt : "notLive"
        case .captured: return isCancelled || isArchived ? nil : refusalOfAttempt
        case .paymentDeclined(_, let amount, _):
            return isLive && amount != nil ? refusalOfAttempt : nil
        case .scheduled:
            return plan.kind == .single || plan.kind == .metered ? nil : "notMetered"
        default: return nil
        }
    }

    private var refusalOfAttempt: String? {
        if pausedOn != nil { return "orderPaused" }
        return lastAttempt == .suspending && !hasNewCard ? "orderSuspended" : nil
    }

    private func amounts(_ fact: ModelFact) -> String? {
        switch fact.what {
        case .captured(let amount, _), .scheduled(_, _, let amount),
            .disputeOpened(_, let amount), .rescheduled(_, _, let amount?),
            .paymentDeclined(_, let amount?, _):
            return amount > 0 ? nil : "amountNotPositive"
        case .refunded(let amount):
            if amount <= 0 { return "amountNotPositive" }
            return refunded + amount > captured - lost ? "exceedsCaptured" : nil
        case .disputeClosed(let reference, _):
            return disputes.contains { $0.reference == reference } ? nil : "unknownReference"
        default:
            return nil
        }
    }
}
