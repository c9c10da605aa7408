extension OrderStanding {
    /// Hands each deadline that an order has to a body, which may see the same one twice; those
    /// that have been met or do not matter any more are left out.
    ///
    /// - Parameter workflow: the workflow that the order goes by; plans and pauses have deadlines
    ///   in every one.
    /// - Complexity: O(billing events that are open).
    package func eachDeadline(in workflow: Workflow, _ body: (DeadlineStart) -> Void) {
        guard core.facts.isDisjoint(with: [.cancelled, .archived]) else { return }
        switch workflow.code {
        case .marketplace: marketplaceDeadlines(body)
        case .dealer: dealerDeadlines(workflow, body)
        case .webshop: webshopDeadlines(workflow, body)
        case .reseller: resellerDeadlines(body)
        default: break
        }
        if agenda.hasCourse { courseDeadlines(in: workflow, body) }
    }

    /// A seller confirms by accepting, the platform also by the payment.
    private func marketplaceDeadlines(_ body: (DeadlineStart) -> Void) {
        let isConfirmed =
            core.facts.contains(.accepted)
            || (core.facts.contains(.paid) && !core.facts.contains(.soldBySeller))
        guard let placedAt = core.placedAt, !isConfirmed,
            core.facts.isDisjoint(with: [.completed, .dispatched, .refundedAll, .deliveredAll])
        else { return }
        body(DeadlineStart(.autoCancel, from: placedAt))
    }

    private func dealerDeadlines(_ workflow: Workflow, _ body: (DeadlineStart) -> Void) {
        guard !core.facts.contains(.completed) else { return }
        if let placedAt = core.placedAt,
            core.facts.isDisjoint(with: [.accepted, .overdue, .paid, .dispatched, .refundedAll])
        {
            body(DeadlineStart(.confirmation, from: placedAt))
        }
        for hold in agenda.holds {
            if let expiresAt = hold.expiresAt {
                body(DeadlineStart(.statedHold, from: expiresAt))
            } else {
                body(DeadlineStart(.hold, from: hold.authorizedAt))
            }
        }
    }

    private func webshopDeadlines(_ workflow: Workflow, _ body: (DeadlineStart) -> Void) {
        let facts = workflow.facts(of: core)
        if facts.contains(.placed) {
            guard facts.contains(.invoiced), !facts.contains(.paid), let date = core.orderDate
            else {
                return
            }
            body(DeadlineStart(.invoiceOverdue, from: date.start))
        } else if facts.contains(.cartOpened), let startedAt = core.startedAt {
            body(DeadlineStart(.unfinishedCart, from: startedAt))
        }
    }

    private func resellerDeadlines(_ body: (DeadlineStart) -> Void) {
        guard !core.facts.contains(.approvedBySystem), !core.facts.contains(.completed),
            core.facts.isSuperset(of: FactSet.handOverConditions),
            let approvedAt = core.approvedByResellerAt
        else { return }
        body(DeadlineStart(.handOver, from: approvedAt))
        if let readyAt = agenda.readyAt { body(DeadlineStart(.readiness, from: readyAt)) }
    }

    /// What a plan, a pause and a card lead to, whatever the workflow.
    private func courseDeadlines(in workflow: Workflow, _ body: (DeadlineStart) -> Void) {
        guard !core.facts.contains(.completed) else { return }
        // Elsewhere an order that is paid goes on all the same.
        let isBilling = workflow.code == .billing
        let isSettled =
            (isBilling || core.facts.contains(.hasPlan)) && core.facts.contains(.settled)
        if isBilling, isSettled { return }
        if let resumesAt = agenda.resumesAt, core.facts.contains(.paused) {
            body(DeadlineStart(.resume, from: resumesAt))
        }
        guard !isSettled, let billing = agenda.billing else { return }
        if let expiresOn = agenda.cardExpiresOn, billing.kind != .single {
            body(DeadlineStart(.cardExpiry, from: expiresOn.start))
        }
        let isCollecting = !billing.isSuspended || billing.hasNewCard
        guard isCollecting, !core.facts.contains(.paused) else { return }
        for event in billing.events {
            switch event.state {
            case .scheduled:
                body(DeadlineStart(.billingEvent, from: event.dueOn.start))
            case .softDeclined:
                guard let end = billing.retryEnd(of: event) else { continue }
                body(DeadlineStart(.retryWindow, from: end.start))
            default:
                continue
            }
        }
    }
}

extension BillingSchedule {
    /// The last day on which a declined event may be tried again; nothing where it may not.
    public func retryEnd(of event: BillingEvent) -> CalendarDate? {
        guard event.state == .softDeclined, Int64(event.attempts) <= retry.maxRetries else {
            return nil
        }
        return event.windowEnd(retry)
    }
}
