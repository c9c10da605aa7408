/// How an order is billed, as `billing` says it.
///
/// A cart may hold a part of a plan, so everything but the kind may be absent here; what a placed
/// order's plan still lacks is `missing(hasPrice:)`.
public struct BillingPlan: Sendable, Hashable {
    /// Single payment, instalments, subscription or metered.
    public var kind: BillingKind = .single
    /// How many instalments there are, where they are not listed.
    public var count: Int64?
    /// From one billing event to the next.
    public var every: Period?
    /// When the first billing event falls due.
    public var first: CalendarDate?
    /// What each billing event takes; above zero.
    public var amount: DecimalAmount?
    /// The last day of a subscription; nothing where it goes on.
    public var until: CalendarDate?
    /// Instalments that are listed one by one.
    public var events: [Instalment]?
    /// What follows a decline.
    public var retry = Retry()

    /// A single payment.
    public init() {}

    /// An instalment that is listed; complete once the order is placed.
    public struct Instalment: Sendable, Hashable {
        /// The billing event's name; the ledger gives the next number where there is none.
        public var id: String?
        /// The day on which it falls due.
        public var dueOn: CalendarDate?
        /// Above zero.
        public var amount: DecimalAmount?
    }

    /// What follows a decline.
    public struct Retry: Sendable, Hashable {
        /// Tries after the first decline, manual and automatic together.
        public var maxRetries: Int64 = 15
        /// How long after the first decline it may be tried again.
        public var window = Period(count: 30, unit: .days)
        /// Failures marked automatic after which a subscription is suspended.
        public var automatic: Int64 = 3
        /// Whether a subscription is suspended then.
        public var suspendWhenUsedUp = true
    }

    /// A span of time of one unit: P30D, P2W, P1M, P1Y.
    public struct Period: Sendable, Hashable, CustomStringConvertible {
        /// What a period is counted in.
        public enum Unit: UInt8, Sendable, Hashable {
            /// Days of the calendar, UTC.
            case days = 0x44
            /// Seven days each.
            case weeks = 0x57
            /// Months, anchored: 31 January, 28 February, 31 March.
            case months = 0x4D
            /// Years, anchored as months are.
            case years = 0x59
        }

        /// How many, from 1.
        public let count: Int32
        /// What is counted.
        public let unit: Unit

        init(count: Int32, unit: Unit) {
            self.count = count
            self.unit = unit
        }

        /// Reads a period of ISO 8601, or nothing for any other text.
        public init?(_ text: String) {
            var digits = text.utf8[...]
            guard digits.popFirst() == UInt8(ascii: "P"),
                let unit = digits.popLast().flatMap(Unit.init(rawValue:)),
                digits.allSatisfy(Digits.isDigit),
                let count = Int32(String(decoding: digits, as: UTF8.self)), count >= 1
            else { return nil }
            self.init(count: count, unit: unit)
        }

        public var description: String { "P\(count)\(Character(UnicodeScalar(unit.rawValue)))" }
    }
}

extension BillingPlan {
    /// What the plan lacks before an order can be placed on it, or nothing; paths are within it.
    ///
    /// - Parameter hasPrice: whether the order has a total or lines.
    func missing(hasPrice: Bool) -> DataError? {
        switch kind {
        case .single:
            return nil
        case .instalments:
            if events != nil { return fault(in: events ?? []) }
            if let count, count > BillingSchedule.maximumEvents { return Self.tooMany("count") }
            if let error = missing(count == nil ? "count" : nil) ?? missingDates() { return error }
            if let error = endlessDates() { return error }
            return missing(amount == nil && !hasPrice ? "amount" : nil)
        case .subscription:
            return missingDates() ?? missing(amount == nil ? "amount" : nil)
        case .metered:
            return missing(every == nil ? "every" : nil)
        }
    }

    private func missing(_ member: String?) -> DataError? {
        member.map { DataError(.missing, path: $0, message: "is required") }
    }

    private func missingDates() -> DataError? {
        missing(every == nil ? "every" : first == nil ? "first" : nil)
    }

    /// The last instalment must have a date, too.
    private func endlessDates() -> DataError? {
        guard let every, let first, let count, every.date(Int(count) - 1, from: first) == nil
        else { return nil }
        return DataError(
            .badTime,
            path: "count",
            message: "the last of \(count) instalments would fall due after the year 9999"
        )
    }

    private static func tooMany(_ member: String) -> DataError {
        DataError(
            .badQuantity,
            path: member,
            message: "a plan has at most \(BillingSchedule.maximumEvents) instalments"
        )
    }

    private func fault(in events: [Instalment]) -> DataError? {
        if events.count > BillingSchedule.maximumEvents { return Self.tooMany("events") }
        guard !events.isEmpty else {
            return DataError(.missing, path: "events", message: "must list at least one instalment")
        }
        var ids: Set<[UInt8]> = []
        for (index, event) in events.enumerated() {
            let lack =
                event.id == nil
                ? "id" : event.dueOn == nil ? "dueOn" : event.amount == nil ? "amount" : nil
            if let error = missing(lack) { return error.inside("events[\(index)]") }
            guard ids.insert(Array((event.id ?? "").utf8)).inserted else {
                return DataError(
                    .duplicate,
                    path: "events[\(index)].id",
                    message: "stands on two instalments"
                )
            }
        }
        return nil
    }

    /// Refuses a total of which some instalments would take nothing: no payment could meet them.
    func checkDivision(of total: Int64) throws(DataError) {
        guard kind == .instalments, events == nil, amount == nil, let count, total > 0,
            total < count
        else { return }
        throw DataError(
            .badAmount,
            path: "billing.count",
            message: "the total is too small to be divided into \(count) instalments"
        )
    }

    /// What instalments with amounts of their own add up to; nothing where the total is divided.
    func instalmentTotal(in currency: Currency) throws(DataError) -> Int64? {
        guard kind == .instalments else { return nil }
        guard let events else {
            guard let count, let amount else { return nil }
            let units = try amount.minorUnitsOrError(in: currency, path: "billing.amount")
            return Int64(clamping: Int128(count) * Int128(units))
        }
        var sum: Int64 = 0
        for (index, event) in events.enumerated() {
            guard let amount = event.amount else { return nil }
            let path = "billing.events[\(index)].amount"
            sum = sum.clampedAdding(try amount.minorUnitsOrError(in: currency, path: path))
        }
        return sum
    }
}
