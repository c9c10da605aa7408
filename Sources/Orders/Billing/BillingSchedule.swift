/// An order's billing events, and what its attempts to collect them have led to.
///
/// Events are folded in the order of the times at which they happened; see `OrderState`. A schedule
/// is either whole, as a history leads to it, or reduced to what may still change: then ended
/// billing events are gone, and only a filter of their names is left.
public struct BillingSchedule: Sendable, Equatable {
    /// The billing events, in the order in which they were made.
    public internal(set) var events: [BillingEvent] = []
    /// What was skipped, in minor units; the order's value is its total less this.
    public internal(set) var skipped: Int64 = 0
    /// How the last attempt to collect anything ended.
    public internal(set) var lastAttempt = Attempt.none
    /// Whether a card was replaced since attempts were suspended.
    public internal(set) var hasNewCard = false
    /// Whether what was collected is not what the order is worth, and somebody must look at it.
    public internal(set) var isInReview = false
    /// Whether the plan came to its end by itself.
    public internal(set) var isSettled = false
    /// The day on which the order was paused; nothing while it is not.
    public internal(set) var pausedOn: CalendarDate?
    var terms: BillingTerms
    /// The place of the newest date that the plan made an event for, from 0; below that none.
    var newestCycle: Int32 = -1
    /// The highest number that was given to an event as its name.
    var lastNumber: Int32 = 0
    /// Numbers above it that merges and schedules took for their names.
    var takenNumbers = TakenNumbers()
    /// Two bits for the name of each event that has ended.
    var endedFilter: UInt64 = 0
    /// Whether ended events are gone.
    var isReduced = false

    /// How an attempt to collect ended.
    public enum Attempt: UInt8, Sendable, Hashable {
        /// Nothing was attempted yet.
        case none = 0
        /// The last attempt was approved.
        case approved = 1
        /// The last attempt was declined, and may be repeated.
        case soft = 2
        /// The last attempt was declined for good.
        case hard = 3
        /// Softly, and it was the last automatic one that a subscription had.
        case usedUp = 4
    }

    /// Billing events of a plan at most; a plan of more is refused when the order is placed.
    public static let maximumEvents = 10_000

    /// A schedule without a plan, for events that are scheduled one by one.
    init() { terms = BillingTerms() }

    /// The schedule that a placed order begins with.
    ///
    /// - Parameter total: the agreed total in minor units, where the order has one.
    init(_ plan: BillingPlan, total: Int64?, in currency: Currency?) {
        terms = BillingTerms(plan, in: currency)
        switch plan.kind {
        case .instalments: makeInstalments(plan, total: total ?? 0, in: currency)
        case .subscription: makeNext()
        case .single, .metered: break
        }
    }

    private mutating func makeInstalments(
        _ plan: BillingPlan,
        total: Int64,
        in currency: Currency?
    ) {
        if let listed = plan.events {
            for event in listed.prefix(Self.maximumEvents) {
                guard let id = event.id, let dueOn = event.dueOn else { continue }
                let amount = currency.flatMap { event.amount?.minorUnits(in: $0) } ?? 0
                add(id, dueOn: dueOn, amount: amount)
            }
            return
        }
        let count = min(Int(plan.count ?? 0), Self.maximumEvents)
        for cycle in 0..<count {
            guard let dueOn = plan.every?.date(cycle, from: plan.first ?? CalendarDate.epoch) else {
                return
            }
            let share = total / Int64(count)
            let isLast = cycle == count - 1
            let divided = isLast ? total - share * Int64(count - 1) : share
            add(nextName(), dueOn: dueOn, amount: plan.amount == nil ? divided : terms.amount)
        }
    }
}

extension BillingSchedule {
    /// Single payment, instalments, subscription or metered.
    public var kind: BillingKind { terms.kind }

    /// What follows a decline.
    public var retry: BillingPlan.Retry { terms.retry }

    /// Whether the last attempt forbids others until a card is replaced.
    public var isSuspended: Bool { lastAttempt == .hard || lastAttempt == .usedUp }

    /// Whether a declined event was neither collected, merged nor skipped.
    public var hasDeclinedEvent: Bool { events.contains(where: \.isDeclined) }

    /// What is true of an order by its billing events.
    var facts: FactSet {
        var facts: FactSet = []
        switch kind {
        case .subscription: facts.insert(.subscription)
        case .metered: facts.insert(.metered)
        case .single, .instalments: break
        }
        if isInReview { facts.insert(.inReview) }
        if isSuspended { facts.insert(.suspended) }
        if lastAttempt == .soft { facts.insert(.softDeclined) }
        if hasNewCard { facts.insert(.hasNewCard) }
        if hasDeclinedEvent { facts.insert(.declinedOpen) }
        if isSettled { facts.insert(.settled) }
        return facts
    }

    /// Whether events are declined, or were due before a day.
    func hasOutstanding(on day: CalendarDate) -> Bool {
        events.contains { $0.isDeclined || ($0.isOpen && $0.dueOn < day) }
    }

    /// A billing event's status by the contract's word; a paused order's open ones are paused.
    public func status(of event: BillingEvent) -> String {
        pausedOn != nil && event.isOpen ? "paused" : "\(event.state)"
    }
}

// MARK: - Making events

extension BillingSchedule {
    mutating func add(_ id: String, dueOn: CalendarDate, amount: Int64, cycle: Int32? = nil) {
        var event = BillingEvent(id: id, dueOn: dueOn, amount: amount)
        event.cycle = cycle
        events.append(event)
        if let number = Self.number(id), number > lastNumber { takenNumbers.insert(number) }
    }

    /// The next number that nothing is named by yet.
    mutating func nextName() -> String {
        lastNumber = takenNumbers.next(from: lastNumber &+ 1)
        return String(lastNumber)
    }

    /// The number that a name is written as, such as 12 for "12" but not for "012".
    static func number(_ id: String) -> Int32? {
        guard let number = Int32(id), number > 0, String(number) == id else { return nil }
        return number
    }

    /// Makes a subscription's next event; none after the plan's last day.
    mutating func makeNext() {
        guard terms.kind == .subscription, newestCycle < .max - 1,
            let dueOn = terms.date(ofCycle: Int(newestCycle) + 1)
        else { return }
        newestCycle += 1
        add(nextName(), dueOn: dueOn, amount: terms.amount, cycle: newestCycle)
    }
}

extension CalendarDate {
    /// 1 January 1970.
    static let epoch = CalendarDate(daysSince1970: 0)
}
