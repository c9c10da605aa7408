/// The part of an order's state that has a fixed size: facts, amounts and times.
///
/// A core is folded from record headers alone as long as nothing needs the payload; it has no
/// references, so it can be stored as it is. What a workflow says of an order (status, tabs,
/// colour) is computed from its core. Amounts are minor units of the order's currency.
public struct OrderCore: Sendable, Hashable {
    /// What is true of the order, before a workflow reads anything into it.
    public internal(set) var facts: FactSet = []
    /// The agreed total; 0 where there is none.
    public internal(set) var total: Int64 = 0
    /// Everything authorized, also what was voided or expired since: sums are of what is recorded.
    public internal(set) var authorized: Int64 = 0
    /// Everything voided or expired of it.
    public internal(set) var released: Int64 = 0
    /// Everything captured.
    public internal(set) var captured: Int64 = 0
    /// Everything paid back.
    public internal(set) var refunded: Int64 = 0
    /// What open disputes are about.
    public internal(set) var disputed: Int64 = 0
    /// What was lost in disputes.
    public internal(set) var lost: Int64 = 0
    var placedMicroseconds: Int64 = 0
    var startedMicroseconds: Int64 = 0
    /// When the reseller first approved.
    var approvedMicroseconds: Int64 = 0
    var latestMicroseconds: Int64 = .min
    /// The latest time of an event that turns something on or off; see `OrderCore+Fold`.
    var lastToggleMicroseconds: Int64 = .min
    /// The ISO 4217 number of the order's currency, 0 while it is not known.
    public internal(set) var currencyNumber: UInt16 = 0
    /// The code of the order's workflow, 0 while none is named.
    public internal(set) var workflow: UInt8 = 0
    var paymentMethodCode: UInt8 = 0

    /// The state of an order without events.
    public init() {}
}

extension OrderCore {
    /// The order's currency, once it is known.
    public var currency: Currency? {
        currencyNumber == 0 ? nil : Currency(number: currencyNumber)
    }

    /// What is still to be captured.
    public var outstanding: Int64 { max(0, total.clampedSubtracting(captured)) }

    /// What was captured beyond the total and not paid back; 0 for an order without a total.
    public var overpaid: Int64 {
        guard facts.contains(.priced) else { return 0 }
        return max(0, captured.clampedSubtracting(refunded).clampedSubtracting(total))
    }

    /// How the customer pays, where the order says so.
    public internal(set) var paymentMethod: PaymentMethod? {
        get { PaymentMethod(rawValue: paymentMethodCode) }
        set { paymentMethodCode = newValue?.rawValue ?? 0 }
    }

    /// Who hands the goods over.
    public var fulfilment: Fulfilment { facts.contains(.soldBySeller) ? .seller : .platform }

    /// When the order was placed, or nothing for a cart.
    public internal(set) var placedAt: Timestamp? {
        get { facts.contains(.placed) ? Timestamp(microseconds: placedMicroseconds) : nil }
        set { placedMicroseconds = newValue?.microseconds ?? 0 }
    }

    /// The earliest time of any event, or nothing for an order without events.
    public internal(set) var startedAt: Timestamp? {
        get { facts.contains(.begun) ? Timestamp(microseconds: startedMicroseconds) : nil }
        set { startedMicroseconds = newValue?.microseconds ?? 0 }
    }

    /// The latest time of any event; an event from before it arrived late.
    public internal(set) var latestAt: Timestamp {
        get { Timestamp(microseconds: latestMicroseconds) }
        set { latestMicroseconds = newValue.microseconds }
    }

    /// When the reseller first approved, or nothing where that has not happened.
    public internal(set) var approvedByResellerAt: Timestamp? {
        get {
            guard facts.contains(.approvedByReseller) else { return nil }
            return Timestamp(microseconds: approvedMicroseconds)
        }
        set { approvedMicroseconds = newValue?.microseconds ?? 0 }
    }

    /// The day that lists and deadlines count from: of placing, or of a cart's first event.
    public var orderDate: CalendarDate? { (placedAt ?? startedAt).map { CalendarDate($0) } }

    /// Whether the fold went through the order's details.
    public var isDetailed: Bool { facts.contains(.detailed) }
}

extension Int64 {
    /// The sum, or the end of the range where it would not fit: a fold never traps.
    func clampedAdding(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    /// The difference, or the end of the range where it would not fit.
    func clampedSubtracting(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }
}
