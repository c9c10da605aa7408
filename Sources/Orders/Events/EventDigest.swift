/// What the rules read of an event without its payload: the part that a record header carries.
///
/// A digest is fixed in size and free of references, so that folding a log of them costs
/// nanoseconds an event. Where a rule needs more (quantities by line, references, packages) the
/// fold says so and is done over the decoded events.
public struct EventDigest: Sendable, Hashable {
    /// The event's type.
    public var type: EventType
    /// Marks that the rules ask for.
    public var traits: EventTraits
    /// The code of the workflow that the event names, 0 for none.
    public var workflow: UInt8
    /// The ISO 4217 number of the currency that the event names, 0 for none.
    public var currency: UInt16
    /// The raw value of the payment method that the event names, 0 for none.
    public var method: UInt8
    /// The raw value of the event's own enumeration (approver, decline, outcome, channel,
    /// fulfilment), or 0.
    public var variant: UInt8
    /// Minor units: the event's amount, or the total that `placed` and `amended` lead to.
    public var amount: Int64

    /// A digest of these parts; what is not said is what an event says that names nothing.
    public init(
        type: EventType,
        traits: EventTraits = [],
        workflow: UInt8 = 0,
        currency: UInt16 = 0,
        method: UInt8 = 0,
        variant: UInt8 = 0,
        amount: Int64 = 0,
    ) {
        self.type = type
        self.traits = traits
        self.workflow = workflow
        self.currency = currency
        self.method = method
        self.variant = variant
        self.amount = amount
    }
}

/// Marks of an event that rules and folds ask for.
public struct EventTraits: OptionSet, Sendable, Hashable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The event has an amount, and `amount` holds it in minor units.
    public static let amount = EventTraits(rawValue: 1 << 0)
    /// The event has an amount that waits for the order's currency to become known.
    public static let amountPending = EventTraits(rawValue: 1 << 1)
    /// The event names lines (a partial dispatch, returned pieces); on `placed` and `amended`: the
    /// order has lines.
    public static let lines = EventTraits(rawValue: 1 << 2)
    /// The event carries a tracking code that is not empty.
    public static let tracking = EventTraits(rawValue: 1 << 3)
    /// The event names a package.
    public static let package = EventTraits(rawValue: 1 << 4)
    /// The event carries a reference (of an authorization, a payment, a dispute).
    public static let reference = EventTraits(rawValue: 1 << 5)
    /// The given total is not what lines, shipping, tax and discount add up to.
    public static let totalMismatch = EventTraits(rawValue: 1 << 6)
    /// The event names the billing event that it is about.
    public static let billingEvent = EventTraits(rawValue: 1 << 7)
    /// The event names the effect that it settles.
    public static let effect = EventTraits(rawValue: 1 << 8)
    /// The event has a part that only its payload tells and that later rules rest on.
    public static let detail = EventTraits(rawValue: 1 << 9)
    /// The event was taken under the policy observe: it raises no effects.
    public static let observed = EventTraits(rawValue: 1 << 10)
    /// The comment is to be mailed, or is for the customer to see.
    public static let notify = EventTraits(rawValue: 1 << 11)
    /// A billing plan other than a single payment came with the order.
    public static let plan = EventTraits(rawValue: 1 << 12)
    /// The placed order names the manufacturer whose deadlines hold.
    public static let manufacturer = EventTraits(rawValue: 1 << 13)
    /// The ledger gave the paper its number; whoever recorded it had none.
    public static let numbered = EventTraits(rawValue: 1 << 14)
    /// Stock is kept of none of the placed order's lines.
    public static let untracked = EventTraits(rawValue: 1 << 15)
}

extension EventDigest {
    /// Whether the event has an amount, in whatever currency.
    var namesAmount: Bool { !traits.isDisjoint(with: [.amount, .amountPending]) }

    /// Whether the event leaves an order that is not live waiting for a payment, or rejects it;
    /// nothing where it is no such event.
    var isPendingEntry: Bool? {
        switch type {
        case .paymentRequested: true
        case .paymentDeclined:
            // The channel is in the high half; absent it is the terminal.
            variant >> 4 > PaymentChannel.terminal.rawValue
        default: nil
        }
    }
}
