import Orders

/// Pauses and plans, in every workflow.
extension DeadlineTwin {
    private var isBillingOver: Bool {
        workflow.name == "billing" && workflow.statusName(of: state.core) == "complete"
    }

    var resume: [TwinDeadline] {
        guard !facts.contains("completed"), !isBillingOver,
            let last = events.last(where: {
                [.paused, .resumed, .cancelled].contains($0.digest.type)
            }),
            case .paused(let until) = last.event, let at = until.flatMap(Self.instant)
        else { return [] }
        // A pause does not end before it begins.
        return [TwinDeadline(word: "resume", rank: 5, at: max(at, last.occurredAt.microseconds))]
    }

    var billing: [TwinDeadline] {
        guard let billing = state.agenda.billing, !billing.isSettled, !isBillingOver,
            !facts.contains("completed")
        else { return [] }
        return cardExpiry(billing) + collections(billing)
    }

    private func cardExpiry(_ billing: BillingSchedule) -> [TwinDeadline] {
        let card = events.last { [.cardRegistered, .cardReplaced].contains($0.digest.type) }
        guard billing.kind != .single, let card, let expires = card.event.card?.expires,
            let last = Self.lastDay(expires)
        else { return [] }
        let day = last - settings.days("billing.cardExpiryNotice")
        return [TwinDeadline(word: "cardExpiry", rank: 20, at: day * Self.dayLength)]
    }

    private func collections(_ billing: BillingSchedule) -> [TwinDeadline] {
        let isStopped = billing.lastAttempt == .hard || billing.lastAttempt == .usedUp
        guard billing.pausedOn == nil, !facts.contains("paused"),
            !isStopped || billing.hasNewCard
        else { return [] }
        return billing.events.compactMap { event in
            switch event.state {
            case .scheduled:
                return TwinDeadline(
                    word: "billingEvent",
                    rank: 16,
                    at: Int64(event.dueOn.daysSince1970) * Self.dayLength,
                    billingEvent: event.id,
                    amount: event.amount
                )
            case .softDeclined:
                // Fifteen tries may follow the first decline, within thirty days.
                guard event.attempts <= 15, let first = event.firstDeclinedAt else { return nil }
                return TwinDeadline(
                    word: "retryWindow",
                    rank: 17,
                    at: (Self.day(first.microseconds) + 30) * Self.dayLength,
                    billingEvent: event.id,
                    amount: event.amount
                )
            default: return nil
            }
        }
    }
}

// MARK: - Days and instants

extension DeadlineTwin {
    static let dayLength: Int64 = 86_400_000_000

    /// Days since 1970 of an instant, in UTC.
    static func day(_ instant: Int64) -> Int64 {
        (instant - (instant % dayLength + dayLength) % dayLength) / dayLength
    }

    /// The instant that a date or a time names.
    static func instant(_ text: String) -> Int64? {
        let whole = text.contains("T") ? text : text + "T00:00:00Z"
        return (try? Timestamp(text: whole))?.microseconds
    }

    /// The last day of a month, written as the lives write it: YYYY-MM.
    private static func lastDay(_ text: String) -> Int64? {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 2 else { return nil }
        let (year, month) = parts[1] == 12 ? (parts[0] + 1, 1) : (parts[0], parts[1] + 1)
        return CalendarDate(year: year, month: month, day: 1).map { Int64($0.daysSince1970) - 1 }
    }
}

extension OrderEvent {
    fileprivate var card: Card? {
        switch self {
        case .cardRegistered(let card), .cardReplaced(let card): card
        default: nil
        }
    }
}
