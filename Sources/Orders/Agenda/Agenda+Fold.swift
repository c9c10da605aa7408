/// One event as an agenda folds it.
struct AgendaStep {
    let event: OrderEvent
    let occurredAt: Timestamp
    /// The event's amount in the order's currency, where it has one that counts.
    let amount: Int64?
    /// The order's money after the event.
    let money: BillingMoney
}

extension EventTypeSet {
    /// Events that an agenda folds, in the order of the times at which they happened.
    static let onAgenda: EventTypeSet = [
        .placed, .cardRegistered, .cardReplaced, .paymentAuthorized, .authorizationVoided,
        .authorizationExpired, .paymentCaptured, .paymentDeclined, .billingEventFailed,
        .billingEventScheduled, .billingEventRescheduled, .billingEventSkipped,
        .billingEventsMerged, .paused, .resumed, .completed, .cancelled, .disputeOpened,
        .disputeClosed, .amended,
    ]
}

extension EventTypeSet {
    /// Events on the agenda that open something by themselves.
    fileprivate static let openingCourse: EventTypeSet = [
        .paymentAuthorized, .paused, .cardRegistered, .cardReplaced, .billingEventScheduled,
    ]
}

extension Agenda {
    /// Whether the agenda has to hear of an event other than a placement: it opens something, or
    /// something is open that it may change.
    func concerns(_ type: EventType) -> Bool {
        EventTypeSet.openingCourse.contains(type)
            || (hasCourse && EventTypeSet.onAgenda.contains(type))
    }

    /// Folds an event that happened after all that were folded before it.
    mutating func apply(_ step: AgendaStep) {
        change { $0.apply(step) }
    }

    /// Remembers when the conditions of the hand-over were met, as the log has it.
    mutating func noteReadiness(from before: FactSet, to after: FactSet, at time: Timestamp) {
        if after.contains(.approvedBySystem) {
            if readyAt != nil { content.readyAt = nil }
        } else if !after.intersection(.handOverConditions).subtracting(before).isEmpty {
            content.readyAt = max(readyAt ?? time, time)
        }
    }
}

extension FactSet {
    /// What must hold, beside the reseller's approval, before the system approves.
    static let handOverConditions: FactSet = [.detailsVerified, .procured, .resellerPaid]
}

extension Agenda.Content {
    fileprivate mutating func apply(_ step: AgendaStep) {
        switch step.event {
        case .placed(let data):
            manufacturer = data.manufacturer
            if data.billingKind != .single {
                let money = step.money
                billing = Boxed(
                    BillingSchedule(data.billingPlan, total: money.total, in: money.currency)
                )
            }
        case .billingEventScheduled:
            // A single payment gets a schedule only with the first event that is scheduled for it.
            if billing == nil { billing = Boxed(BillingSchedule()) }
        case .paymentAuthorized(let money):
            hold(money, step)
        case .authorizationExpired(let money):
            release(step.amount ?? 0, money, isExpiry: true)
        case .authorizationVoided(let money), .paymentCaptured(let money):
            release(step.amount ?? 0, money)
        case .paused(let until):
            // A pause cannot end before it begins.
            resumesAt = until.flatMap(Timestamp.init(moment:)).map { max($0, step.occurredAt) }
        case .resumed, .completed, .cancelled:
            resumesAt = nil
        case .cardRegistered(let card), .cardReplaced(let card):
            cardExpiresOn = card.lastDay
        default:
            break
        }
        billing?.change { $0.apply(step.event, at: step.occurredAt, step.money) }
    }

    private mutating func hold(_ money: MoneyEvent, _ step: AgendaStep) {
        guard let amount = step.amount, amount > 0 else { return }
        holds.append(
            Hold(
                reference: money.reference,
                authorizedAt: step.occurredAt,
                // Nothing is let go of before it is held.
                expiresAt: money.expiresAt.flatMap(Timestamp.init(moment:))
                    .map { max($0, step.occurredAt) },
                amount: amount
            )
        )
    }

    /// Takes money from the authorization that is named, then from the oldest ones.
    ///
    /// Gateways need not name what they hold, so an expiry is looked for by its end, too: one that
    /// was to end otherwise, or that has a name, is not what has expired.
    private mutating func release(_ amount: Int64, _ money: MoneyEvent, isExpiry: Bool = false) {
        guard !holds.isEmpty else { return }
        var rest = amount
        if isExpiry {
            let end = money.expiresAt.flatMap(Timestamp.init(moment:))
            release(&rest) { $0.reference == money.reference && $0.expiresAt == end }
        }
        if let reference = money.reference { release(&rest) { $0.reference == reference } }
        // A capture whose reference is no authorization's still draws on what is held.
        release(&rest) { _ in true }
        holds.removeAll { $0.amount <= 0 }
    }

    private mutating func release(_ rest: inout Int64, where isMeant: (Hold) -> Bool) {
        for index in holds.indices where isMeant(holds[index]) { holds[index].take(&rest) }
    }
}

extension Hold {
    fileprivate mutating func take(_ rest: inout Int64) {
        let taken = min(max(rest, 0), amount)
        amount -= taken
        rest -= taken
    }
}

extension Timestamp {
    /// The instant that a moment in data names: a time, or the beginning of a date in UTC.
    init?(moment: String) {
        if moment.utf8.count == CalendarDate.byteCount {
            guard let date = try? CalendarDate(text: moment) else { return nil }
            self = date.start
        } else {
            guard let time = try? Timestamp(text: moment) else { return nil }
            self = time
        }
    }
}

extension Card {
    /// The last day on which the card can be charged, read from the forms that gateways use:
    /// `2027-09`, `09/27`, `09/2027` and a whole date; nothing for any other text.
    public var lastDay: CalendarDate? {
        guard let expires else { return nil }
        if expires.utf8.count == CalendarDate.byteCount,
            let date = try? CalendarDate(text: expires)
        {
            return date
        }
        if let month = Self.lastDay(ofMonth: expires.utf8.span) { return month }
        let isSlashed = expires.contains("/")
        let parts = expires.split(
            separator: isSlashed ? "/" : "-",
            omittingEmptySubsequences: false
        )
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy(Digits.isDigit) }),
            let month = Int(isSlashed ? parts[0] : parts[1]),
            var year = Int(isSlashed ? parts[1] : parts[0])
        else { return nil }
        if isSlashed, parts[1].utf8.count == 2 { year += 2_000 }
        return Self.lastDay(year, month)
    }

    /// The form that almost all cards have, read without cutting it up: `2027-09`.
    private static func lastDay(ofMonth text: Span<UInt8>) -> CalendarDate? {
        guard text.count == 7, text[4] == UInt8(ascii: "-"),
            let year = Digits.number(in: text, at: 0, count: 4),
            let month = Digits.number(in: text, at: 5, count: 2)
        else { return nil }
        return lastDay(year, month)
    }

    private static func lastDay(_ year: Int, _ month: Int) -> CalendarDate? {
        let days = GregorianCalendar.days(inMonth: month, of: year)
        return CalendarDate(year: year, month: month, day: days)
    }
}
