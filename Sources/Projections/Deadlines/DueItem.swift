public import Orders

/// Something that falls due: what `due` lists.
public struct DueItem: Sendable, Equatable {
    /// When it falls due; whole days begin at midnight UTC.
    public let at: Timestamp
    /// What it is about.
    public let kind: DeadlineKind
    /// The order of which something falls due.
    public let order: OrderID
    /// The order's status in its own workflow.
    public let status: String
    /// The billing event, of those that are about one.
    public let billingEvent: String?
    /// Minor units, where money is about to be collected or let go.
    public let amount: Int64?
    /// The currency of the amount; nothing where there is none.
    public let currency: Currency?

    /// Whether it is a whole day rather than an instant of it.
    public var isDay: Bool {
        switch kind {
        case .billingEvent, .retryWindow, .invoiceOverdue, .cardExpiry: true
        default: false
        }
    }
}
