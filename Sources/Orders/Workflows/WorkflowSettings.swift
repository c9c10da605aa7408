/// Deadlines that rules and colours ask for, with the contract's defaults.
public struct WorkflowSettings: Sendable, Hashable {
    /// `reseller.handOver`: from the reseller's approval to the system's, at least.
    public var handOver: Duration
    /// `webshop.invoiceDue`: days after the order date on which an invoice is still not overdue.
    public var invoiceDueDays: Int

    public init(handOver: Duration = .seconds(4 * 3_600), invoiceDueDays: Int = 30) {
        self.handOver = handOver
        self.invoiceDueDays = invoiceDueDays
    }
}
