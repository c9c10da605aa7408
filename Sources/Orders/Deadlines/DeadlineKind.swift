/// What a deadline is about.
///
/// Codes are part of the format of the views: a code is never given to another kind.
public enum DeadlineKind: UInt8, Sendable, Hashable, CaseIterable {
    /// A marketplace's order is cancelled unless it was confirmed.
    case autoCancel = 1
    /// A dealer's order should have been accepted.
    case confirmation = 2
    /// A card's issuer lets go of what it held, after the time that the settings name.
    case hold = 3
    /// The same, at the time that the gateway named.
    case statedHold = 4
    /// A paused order goes on.
    case resume = 5
    /// The system approves: the time from the reseller's approval has passed.
    case handOver = 6
    /// The system approves: the last condition was met, later than that.
    case readiness = 7

    /// A billing event falls due.
    case billingEvent = 16
    /// A declined billing event can be tried again for the last time.
    case retryWindow = 17
    /// An invoice is overdue from this day on.
    case invoiceOverdue = 18
    /// A cart has been left unfinished.
    case unfinishedCart = 19
    /// A card must be replaced soon.
    case cardExpiry = 20

    /// Whether the clock makes it true by an event; the others are only listed.
    public var isMadeTrue: Bool { rawValue < DeadlineKind.billingEvent.rawValue }

    /// The kinds that the clock makes true.
    package static let madeTrue = allCases.filter(\.isMadeTrue)

    /// The word by which it is listed.
    public var word: String {
        switch self {
        case .autoCancel: "autoCancel"
        case .confirmation: "confirmation"
        case .hold, .statedHold: "hold"
        case .resume: "resume"
        case .handOver, .readiness: "handOver"
        case .billingEvent: "billingEvent"
        case .retryWindow: "retryWindow"
        case .invoiceOverdue: "invoiceOverdue"
        case .unfinishedCart: "unfinishedCart"
        case .cardExpiry: "cardExpiry"
        }
    }
}

/// Where a deadline is counted from: all of it that follows from an order's history alone.
///
/// The instant itself depends on settings, which may change: it is `DeadlineRules` that knows it.
/// So what is kept of a deadline never has to be written anew for a changed setting.
public struct DeadlineStart: Sendable, Hashable {
    /// What the deadline is about.
    public let kind: DeadlineKind
    /// The instant that it is counted from.
    public let from: Timestamp

    /// A deadline that counts from a moment.
    public init(_ kind: DeadlineKind, from: Timestamp) {
        self.kind = kind
        self.from = from
    }
}
