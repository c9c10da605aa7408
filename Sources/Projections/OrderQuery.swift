public import Orders

/// Which orders to list; everything that is given must hold.
public struct OrderQuery: Sendable, Hashable {
    /// The workflow that the order was placed under.
    public var workflow: String?
    /// The workflow through which all orders are seen; status, tab and colour are then its own.
    public var through: String?
    /// Only orders in this tab.
    public var tab: String?
    /// Only orders with this status.
    public var status: String?
    /// A customer's id; where no order ever named it, the exact name or e-mail.
    public var customer: String?
    /// A SKU, or words of a line's title.
    public var product: String?
    /// Only orders of this site.
    public var site: String?
    /// Only orders that are billed in this way.
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

    /// All orders, with colours as they are on a day.
    public init(on date: CalendarDate) { self.date = date }
}

/// One line of a listing: an order as it stands.
public struct OrderSummary: Sendable, Equatable {
    /// The order's name.
    public var order: OrderID
    /// The workflow through which it is seen.
    public var workflow: String
    /// Its status in that workflow.
    public var status: String
    /// The tabs that it is in.
    public var tabs: [String]
    /// Its colour; nothing where the workflow gives none.
    public var colour: String?
    /// The message that goes with the colour.
    public var message: String?
    /// The revision of its last event.
    public var revision: Revision
    /// The position of the order's first event, which is its place in lists and the cursor.
    public var firstPosition: Position
    /// The position of its last event.
    public var position: Position
    /// When it was placed; nothing while it is a cart.
    public var placedAt: Timestamp?
    /// When its last event happened.
    public var updatedAt: Timestamp
    /// All that was agreed: customer, site, lines, billing and the rest.
    public var data: OrderData
    /// Facts and amounts, in minor units of the order's currency.
    public var core: OrderCore
}

extension OrderSummary {
    /// Who buys, as far as it can be read.
    public var customer: Customer? { data.customer }
    /// The site that it was placed on.
    public var site: String? { data.site }
    /// The name on the invoice.
    public var invoiceName: String? { data.invoiceName }
    /// How the customer pays.
    public var paymentMethod: PaymentMethod? { core.paymentMethod }
    /// How it is billed.
    public var kind: BillingKind { data.billingKind }
    /// The currency of all amounts; nothing where no event named one.
    public var currency: Currency? { core.currency }
    /// The total; nothing where the order has none.
    public var total: Int64? { core.facts.contains(.priced) ? core.total : nil }
    /// Held on cards and not voided, in minor units.
    public var authorized: Int64 { core.authorized }
    /// Captured in all, in minor units.
    public var captured: Int64 { core.captured }
    /// Refunded in all, in minor units.
    public var refunded: Int64 { core.refunded }
    /// What is still to be captured, in minor units; never below zero.
    public var outstanding: Int64 { core.outstanding }
    /// Captured beyond the total and not refunded, in minor units; never below zero.
    public var overpaid: Int64 { core.overpaid }
    /// The words of the facts that hold.
    public var facts: [String] { core.facts.publicNames }
}
