/// When deadlines are reached, by the settings that stand.
public struct DeadlineRules: Sendable {
    private let settings: WorkflowSettings

    /// Rules under these settings.
    public init(_ settings: WorkflowSettings) { self.settings = settings }

    /// The instant of a deadline; nothing where the settings have switched it off.
    ///
    /// - Parameter manufacturer: whose settings hold, for the kinds that ask for it.
    public func instant(of start: DeadlineStart, manufacturer: String? = nil) -> Timestamp? {
        let from = start.from
        return switch start.kind {
        case .autoCancel: settings.autoCancel.map { from.adding($0) }
        case .confirmation:
            settings.confirmationDeadline(placedAt: from, manufacturer: manufacturer)
        case .hold: from.adding(settings.holdDuration(manufacturer: manufacturer))
        case .handOver: from.adding(settings.handOver)
        case .statedHold, .resume, .readiness, .billingEvent, .retryWindow: from
        // On the last day itself the invoice is not overdue yet.
        case .invoiceOverdue: from.date.adding(days: settings.invoiceDueDays + 1).start
        case .unfinishedCart: from.adding(.seconds(86_400 * settings.unfinishedDays))
        case .cardExpiry: from.date.adding(days: -settings.cardExpiryNoticeDays).start
        }
    }

    /// How much earlier than the deadline of a start that of a later start may be.
    ///
    /// An order of Saturday morning is to be accepted on Monday morning, one of Friday evening on
    /// Monday evening: within the day on which both fall due, either may be first. Clocks that are
    /// changed meanwhile move either of them, at most by a day: islands beside the date line have
    /// leapt over one.
    public func disorder(of kind: DeadlineKind) -> Duration {
        kind == .confirmation ? .seconds(3 * 86_400) : .zero
    }
}

extension DeadlineKind {
    /// Whether a manufacturer may have settings of its own.
    public var isByManufacturer: Bool { self == .confirmation || self == .hold }
}
