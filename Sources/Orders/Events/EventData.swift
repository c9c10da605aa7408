/// The data of `placed`, and any part of it in `cartOpened`, `cartUpdated` and `amended`.
public struct OrderData: Sendable, Equatable {
    /// The currency of all amounts of the order.
    public var currency: Currency?
    /// The agreed total; absent: computed from lines, shipping, tax and discount.
    public var total: DecimalAmount?
    /// What was ordered, line by line.
    public var lines: [OrderLine]?
    /// The workflow that the order is placed under.
    public var workflow: String?
    /// Who ordered.
    public var customer: Customer?
    /// The price of shipping.
    public var shipping: DecimalAmount?
    /// What is taken off the sum.
    public var discount: DecimalAmount?
    /// Tax on the order as a whole, beside its lines' own.
    public var tax: DecimalAmount?
    /// How the customer pays.
    public var paymentMethod: PaymentMethod?
    /// Who hands the goods over; absent means the platform.
    public var fulfilment: Fulfilment?
    /// The seller on a marketplace.
    public var seller: String?
    /// The manufacturer whose deadlines hold.
    public var manufacturer: String?
    /// The billing plan as it came; `billingPlan` reads it.
    public var billing: JSONValue?
    /// The plan alone, where the data was read for nothing else.
    var agendaPlan: Boxed<BillingPlan>?
    /// The site that the order came from.
    public var site: String?
    /// The name on the invoice; personal.
    public var invoiceName: String?
    /// An object or text; personal.
    public var billingAddress: JSONValue?
    /// An object or text; personal.
    public var shippingAddress: JSONValue?
    /// The order that this one takes the place of.
    public var replaces: String?
    /// Free text by key, in the order it came.
    public var details: JSONValue?

    /// Data that says nothing yet.
    public init() {}
}

/// The person or firm that ordered.
public struct Customer: Sendable, Equatable {
    /// The customer's id in the shop; the only member that is not personal beside the country.
    public var id: String?
    /// Personal.
    public var name: String?
    /// Personal.
    public var email: String?
    /// Personal.
    public var phone: String?
    /// The country, by whatever code the shop uses.
    public var country: String?

    /// A customer of whom nothing is known yet.
    public init() {}
}

/// One line of an order; a SKU may stand on several lines.
public struct OrderLine: Sendable, Equatable {
    /// The stock keeping unit.
    public var sku: String
    /// What it is called in the shop.
    public var title: String?
    /// Which variant of it.
    public var variant: String?
    /// Pieces, from 1.
    public var quantity: Int64
    /// The price of one piece, with up to six decimals.
    public var unitPrice: DecimalAmount?
    /// Tax on the line as a whole.
    public var tax: DecimalAmount?
    /// Whether stock is kept of it; absent means yes.
    public var tracked: Bool?
    /// Whatever else the shop says of the line.
    public var details: JSONValue?

    /// A line of some pieces of one SKU.
    public init(sku: String, quantity: Int64) {
        self.sku = sku
        self.quantity = quantity
    }
}

/// Pieces of one SKU.
public struct LineQuantity: Sendable, Equatable {
    /// The stock keeping unit.
    public var sku: String
    /// Pieces, from 1; absent where a list of SKUs alone is enough.
    public var quantity: Int64?

    /// Pieces of one SKU.
    public init(sku: String, quantity: Int64?) {
        self.sku = sku
        self.quantity = quantity
    }
}

/// Money that was authorized, released, captured or refunded.
public struct MoneyEvent: Sendable, Equatable {
    /// How much, above zero.
    public var amount: DecimalAmount
    /// The currency of the amount, where it is said.
    public var currency: Currency?
    /// The payment's, authorization's or refund's id at the gateway.
    public var reference: String?
    /// How the money came.
    public var method: PaymentMethod?
    /// Why, in words.
    public var reason: String?
    /// The billing event that it collects.
    public var billingEvent: String?
    /// The effect that it settles.
    public var effect: String?
    /// Until when an authorization holds, a time or a date.
    public var expiresAt: String?
    /// The pieces that it is about.
    public var lines: [LineQuantity]?

    /// Money of an amount; the rest may be set.
    public init(amount: DecimalAmount) { self.amount = amount }
}

/// A payment, or a card registration when there is no amount, that was turned down.
public struct PaymentDeclined: Sendable, Equatable {
    /// Whether it may be tried again.
    public var decline: Decline
    /// The amount; absent where a card registration was declined.
    public var amount: DecimalAmount?
    /// The currency of the amount, where it is said.
    public var currency: Currency?
    /// The gateway's code.
    public var code: String?
    /// How the payment was asked for; absent means terminal.
    public var channel: PaymentChannel?

    /// A decline; the rest may be set.
    public init(decline: Decline) { self.decline = decline }
}

/// A customer's wish to have money back.
public struct RefundRequested: Sendable, Equatable {
    /// How much is asked back; absent: not said.
    public var amount: DecimalAmount?
    /// The currency of the amount, where it is said.
    public var currency: Currency?
    /// Why, in words.
    public var reason: String?
    /// The pieces that it is about.
    public var lines: [LineQuantity]?

    /// A request that says nothing more.
    public init() {}
}

/// A note on the order.
public struct Comment: Sendable, Equatable {
    /// The comment itself; personal.
    public var text: String
    /// Who may read it; absent means private.
    public var visibility: Visibility?
    /// Whether it is mailed to the customer.
    public var notify: Bool?

    /// A comment with a text.
    public init(text: String) { self.text = text }
}

/// A complaint that somebody has to settle.
public struct ComplaintOpened: Sendable, Equatable {
    /// The name by which it is closed again.
    public var complaint: String
    /// What it is about.
    public var kind: ComplaintKind
    /// What the customer says; personal.
    public var text: String?
    /// The pieces that it is about.
    public var lines: [LineQuantity]?

    /// A complaint by name and kind.
    public init(complaint: String, kind: ComplaintKind) {
        self.complaint = complaint
        self.kind = kind
    }
}

/// A card that may be charged later.
public struct Card: Sendable, Equatable {
    /// The registration's id.
    public var card: String?
    /// The brand of the card.
    public var brand: String?
    /// The last four digits.
    public var last4: String?
    /// When it expires, as the gateway writes it.
    public var expires: String?
    /// The registration that it takes the place of.
    public var replaces: String?

    /// A card of which nothing is said.
    public init() {}
}

/// A request to pay, sent to the customer.
public struct PaymentRequest: Sendable, Equatable {
    /// How it was sent.
    public var channel: PaymentChannel?
    /// Until when it can be paid, a time or a date.
    public var expiresAt: String?

    /// A request of which nothing is said.
    public init() {}
}

/// An order, or some of its lines, handed on to a supplier.
public struct SentToSupplier: Sendable, Equatable {
    /// Who supplies.
    public var supplier: String?
    /// The supplier's own number.
    public var reference: String?
    /// The pieces that were handed on; absent means all.
    public var lines: [LineQuantity]?

    /// A hand-over of which nothing is said.
    public init() {}
}

/// Goods handed to a carrier; without lines, all that is left.
public struct Dispatch: Sendable, Equatable {
    /// The tracking code.
    public var tracking: String?
    /// Who carries.
    public var carrier: String?
    /// The name of the parcel, by which it is delivered.
    public var package: String?
    /// The pieces in it; absent means all that is left.
    public var lines: [LineQuantity]?

    /// A dispatch of all that is left.
    public init() {}
}

/// A billing event whose collection was declined.
public struct BillingEventFailed: Sendable, Equatable {
    /// The billing event that was attempted.
    public var billingEvent: String
    /// Whether it may be tried again.
    public var decline: Decline
    /// The gateway's code.
    public var code: String?
    /// When it is to be tried again, a time or a date.
    public var retryAt: String?
    /// Who started the attempt; absent means manual.
    public var retry: RetryKind?

    /// A declined attempt; the rest may be set.
    public init(billingEvent: String, decline: Decline) {
        self.billingEvent = billingEvent
        self.decline = decline
    }
}
