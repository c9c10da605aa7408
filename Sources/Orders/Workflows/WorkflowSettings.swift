/// Deadlines that rules, colours and the clock ask for, with the contract's defaults.
///
/// A value of its own is cheap to make and to pass: what differs from the defaults for dealers, in
/// general or for one manufacturer, is kept beside them and looked up when it is asked for.
public struct WorkflowSettings: Sendable, Hashable {
    /// `reseller.handOver`: from the reseller's approval to the system's, at least.
    public var handOver: Duration
    /// `webshop.invoiceDue`: days after the order date on which an invoice is still not overdue.
    public var invoiceDueDays: Int
    /// `marketplace.autoCancel`: from placement to the clock's cancellation, or nothing: never.
    public var autoCancel: Duration?
    /// `webshop.unfinished`: days after which a cart is listed as unfinished.
    public var unfinishedDays = 14
    /// `billing.cardExpiryNotice`: days before a card's expiry from which on it is listed.
    public var cardExpiryNoticeDays = 42
    /// What differs from the defaults for dealers: of one manufacturer, and under nothing in
    /// general.
    var dealer: [String?: DealerTerms.Changes] = [:]

    /// The contract's defaults, but for what is said.
    public init(handOver: Duration = .seconds(4 * 3_600), invoiceDueDays: Int = 30) {
        self.handOver = handOver
        self.invoiceDueDays = invoiceDueDays
    }
}
