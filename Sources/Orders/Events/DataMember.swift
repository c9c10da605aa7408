/// The members that events know, by the names that the contract gives them.
enum DataMember: UInt8, CaseIterable, Sendable {
    // Who and what
    case by, event, effect, complaint, kind, outcome, decline, id, name, email, phone, country
    // Orders
    case currency, total, workflow, customer, sku, title, variant, quantity, unitPrice, tracked
    case lines, shipping, discount, tax, paymentMethod, fulfilment, seller, manufacturer, billing
    case site, invoiceName, billingAddress, shippingAddress, replaces, details
    // Notes
    case text, visibility, notify
    // Cards and money
    case card, brand, last4, expires, channel, amount, expiresAt, method, code, reason
    case billingEvent, billingEvents, into, dueOn, until, retryAt, retry
    case count, every, first, events, maxRetries, window, automatic, suspendWhenUsedUp
    // Paper and goods
    case number, dueAt, invoice, supplier, reference, tracking, carrier, package

    /// The member with a name, or nothing where no event knows it.
    static func named(_ name: Span<UInt8>) -> DataMember? {
        table.index(of: name).flatMap { DataMember(rawValue: UInt8($0)) }
    }

    /// The name as it stands in data.
    var text: String { Self.names[Int(rawValue)] }

    /// The name in quotes with a colon behind it.
    var quoted: [UInt8] { Self.quotedNames[Int(rawValue)] }

    private static let names = allCases.map { String(describing: $0) }
    private static let quotedNames = names.map { Array("\"\($0)\":".utf8) }
    private static let table = NameTable(names)
}
