public import Orders

/// Which events a subscription delivers: those that every given member names; all, where none is.
///
/// Type, order and correlation are decided by the record's header and texts, workflow and customer
/// by the order's head and the index of customers, as they stand when the event is read. No payload
/// is decoded for any of them.
public struct EventFilter: Sendable, Hashable {
    /// Words of event types as `StoredEvent.type` has them, for instance "paymentCaptured".
    public var types: Set<String>?
    /// Orders; `$ledger` names the ledger's own stream.
    public var orders: Set<OrderID>?
    /// Names of workflows that the events' orders go by.
    public var workflows: Set<String>?
    /// Ids of customers whom an event of the order has named.
    public var customers: Set<String>?
    /// Correlation ids that events carry.
    public var correlations: Set<String>?

    /// Every event.
    public static let all = EventFilter()

    /// Events that every given member names; what is not given is no matter.
    public init(
        types: Set<String>? = nil,
        orders: Set<OrderID>? = nil,
        workflows: Set<String>? = nil,
        customers: Set<String>? = nil,
        correlations: Set<String>? = nil,
    ) {
        self.types = types
        self.orders = orders
        self.workflows = workflows
        self.customers = customers
        self.correlations = correlations
    }
}
