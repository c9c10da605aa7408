/// One payment that an order's plan asks for.
///
/// Falling due changes nothing of it: a service attempts it, and the attempt is what is recorded.
public struct BillingEvent: Sendable, Equatable {
    /// Its name within the order: `1`, `2`, `3` … or as a plan, a merge or a schedule named it.
    public let id: String
    /// The UTC date on which it is to be collected.
    public internal(set) var dueOn: CalendarDate
    /// Minor units of the order's currency.
    public internal(set) var amount: Int64
    /// What became of it.
    public internal(set) var state = State.scheduled
    /// How often it was attempted, the attempt that collected it among them.
    public internal(set) var attempts: Int32 = 0
    /// How many of the declined attempts were automatic.
    public internal(set) var automaticFailures: Int32 = 0
    /// When it was first declined; retries are counted from there.
    public internal(set) var firstDeclinedAt: Timestamp?
    /// The place of its date among the plan's, from 0; nothing where a merge or a schedule made it.
    var cycle: Int32?

    /// What became of a billing event, apart from what its order's pause or end make of it.
    public enum State: UInt8, Sendable, Hashable, CaseIterable {
        /// It is yet to be attempted.
        case scheduled = 1
        /// It was paid at the first attempt, or after a change that made it new.
        case collected = 2
        /// The last attempt was declined, and may be repeated.
        case softDeclined = 3
        /// The last attempt was declined for good; another card may still pay it.
        case hardDeclined = 4
        /// It was paid after a decline.
        case recovered = 5
        /// It is not collected, and its amount is taken off the plan.
        case skipped = 6
        /// Another billing event has taken its amount over.
        case merged = 7
        /// The order ended before it was collected.
        case cancelled = 8
    }

    /// Whether it is still to be collected.
    public var isOpen: Bool {
        switch state {
        case .scheduled, .softDeclined, .hardDeclined: true
        case .collected, .recovered, .skipped, .merged, .cancelled: false
        }
    }

    /// Whether it has a name, byte by byte: what Unicode holds equivalent are two names.
    func isNamed(_ name: String) -> Bool { id.hasSameBytes(as: name) }

    /// Whether its last attempt was declined and nothing followed.
    public var isDeclined: Bool { state == .softDeclined || state == .hardDeclined }

    /// The last date on which a soft decline may be tried again.
    func windowEnd(_ retry: BillingPlan.Retry) -> CalendarDate? {
        firstDeclinedAt.flatMap { retry.window.date(1, from: $0.date) }
    }
}
