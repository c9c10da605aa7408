/// Something that happened to a billed order, and when.
package struct ModelFact: Sendable, Equatable, CustomStringConvertible {
    /// Days since 1970.
    package var day: Int
    /// The second of the day.
    package var second: Int
    package var what: What

    package init(day: Int, second: Int, _ what: What) {
        self.day = day
        self.second = second
        self.what = what
    }

    package enum What: Sendable, Equatable {
        case placed(byLink: Bool)
        case cardRegistered
        case cardReplaced
        case paymentRequested
        /// Without an amount the registration of a card was declined.
        case paymentDeclined(isHard: Bool, amount: Int64?, byLink: Bool)
        case captured(amount: Int64, billingEvent: String?)
        case failed(billingEvent: String, isHard: Bool, isAutomatic: Bool)
        case scheduled(billingEvent: String?, dueOn: Int, amount: Int64)
        case rescheduled(billingEvent: String, dueOn: Int?, amount: Int64?)
        case skipped(billingEvent: String)
        case merged([String], into: String, dueOn: Int)
        case paused(until: Int?)
        case resumed
        case completed
        case cancelled
        case archived
        case unarchived
        case refunded(Int64)
        case disputeOpened(reference: String, amount: Int64)
        case disputeClosed(reference: String, isLost: Bool)
        case invoiced
        case commented
    }

    package var description: String { "\(ModelDate(number: day).text)+\(second)s \(what)" }
}

/// A billing event as the model shows it.
package struct ModelBillingEvent: Sendable, Equatable {
    package let id: String
    /// Days since 1970.
    package var dueOn: Int
    package var amount: Int64
    /// The contract's word.
    package var status = "scheduled"
    /// Everything that tried to collect it, the successful attempt included.
    package var attempts = 0

    /// Its place among the plan's dates, for those that a subscription made.
    var ordinal: Int?
    var firstDeclineDay: Int?
    var automaticFailures = 0

    var isOpen: Bool { ["scheduled", "softDeclined", "hardDeclined"].contains(status) }
    var isDeclined: Bool { status == "softDeclined" || status == "hardDeclined" }
}
