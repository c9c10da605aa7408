public import Orders

/// Which orders to list; everything that is given must hold.
public struct OrderQuery: Sendable, Hashable {
    /// The workflow that the order was placed under.
    public var workflow: String?
    /// The workflow through which all orders are seen; status, tab and colour are then its own.
    public var through: String?
    public var tab: String?
    public var status: String?
    /// A customer's id; where no order ever named it, the exact name or e-mail.
    public var customer: String?
    /// A SKU, or words of a line's title.
    public var product: String?
    public var site: String?
    public var kind: BillingKind?
    /// The first order date, UTC; a cart's is that of its first event.
    public var from: CalendarDate?
    /// The last order date.
    public var to: CalendarDate?
    /// Words that must all occur in the order's texts, whatever their case and accents.
    public var search: String?
    /// Sees orders as they stood after this position; as they stand where there is none.
    public var asOf: Position?
    /// The day on which colours are seen.
    public var date: CalendarDate

    public init(on date: CalendarDate) { self.date = date }
}

/// One line of a listing: an order as it stands.
public struct OrderSummary: Sendable, Equatable {
    public var order: OrderID
    public var workflow: String
    public var status: String
    public var tabs: [String]
    public var colour: String?
    public var message: String?
    public var revision: Revision
    /// The position of the order's first event, which is its place in lists and the cursor.
    public var firstPosition: Position
    /// The position of its last event.
    public var position: Position
    public var placedAt: Timestamp?
    public var updatedAt: Timestamp
    /// All that was agreed: customer, site, lines, billing and the rest.
    public var data: OrderData
    /// Facts and amounts, in minor units of the order's currency.
    public var core: OrderCore
}

extension OrderSummary {
    public var customer: Customer? { data.customer }
    public var site: String? { data.site }
    public var invoiceName: String? { data.invoiceName }
    public var paymentMethod: PaymentMethod? { core.paymentMethod }
    public var kind: BillingKind { data.billingKind }
    public var currency: Currency? { core.currency }
    /// The total; nothing where the order has none.
    public var total: Int64? { core.facts.contains(.priced) ? core.total : nil }
    public var authorized: Int64 { core.authorized }
    public var captured: Int64 { core.captured }
    public var refunded: Int64 { core.refunded }
    public var outstanding: Int64 { core.outstanding }
    public var overpaid: Int64 { core.overpaid }
    public var facts: [String] { core.facts.publicNames }
}
