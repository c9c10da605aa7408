public import Orders

/// A customer's account over all orders that name them now.
public struct CustomerBalance: Sendable, Equatable {
    /// The customer's id.
    public let customer: String
    /// By the currency's code.
    public let currencies: [CurrencyBalance]
    /// Payments that were spread over several orders, by reference.
    public let payments: [SharedPayment]
    /// Every order, oldest first; carts and cancelled ones too.
    public let orders: [AccountOrder]
}

/// What a customer ordered and paid in one currency, in minor units.
public struct CurrencyBalance: Sendable, Equatable {
    /// How an account stands.
    public enum State: String, Sendable, Hashable {
        /// Less was paid than was ordered.
        case inArrears
        /// More was paid than was ordered.
        case awaitingRefund
        /// As much was paid as was ordered.
        case settled
    }

    /// The currency of all sums here.
    public let currency: Currency
    /// The totals of the orders that count.
    public internal(set) var ordered: Int128 = 0
    /// Captured, less what was refunded and lost in disputes, on all orders.
    public internal(set) var paid: Int128 = 0

    /// What was paid beyond what was ordered; below zero what is owed.
    public var balance: Int128 { paid - ordered }

    /// How the account stands.
    public var state: State {
        balance < 0 ? .inArrears : balance > 0 ? .awaitingRefund : .settled
    }
}

/// A payment whose reference stands on several orders of a customer.
public struct SharedPayment: Sendable, Equatable {
    /// The part of a payment that one order took.
    public struct Part: Sendable, Equatable {
        /// The order that took a part.
        public let order: OrderID
        /// Minor units.
        public let amount: Int64
    }

    /// The payment's reference, as the captures name it.
    public let reference: String
    /// The payment's currency.
    public let currency: Currency
    /// Oldest order first.
    public let parts: [Part]

    /// Minor units in all.
    public var amount: Int128 { parts.reduce(0) { $0 + Int128($1.amount) } }
}

/// One order on a customer's account; amounts are in minor units.
public struct AccountOrder: Sendable, Equatable {
    /// The order's name.
    public let order: OrderID
    /// The order's status in its own workflow.
    public let status: String
    /// The order's currency; nothing where no event named one.
    public let currency: Currency?
    /// The total; nothing where the order has none.
    public let total: Int64?
    /// Captured on this order, in minor units.
    public let captured: Int64
    /// Refunded on this order, in minor units.
    public let refunded: Int64
    /// What was lost in disputes.
    public let lost: Int64
    /// Whether what it costs is owed: it was placed and neither cancelled nor replaced.
    public internal(set) var isCounted: Bool
    let isPlaced: Bool
    /// The order that this one takes the place of.
    let replaces: String?
    let capturesByReference: [String: Int64]

    /// What was paid and kept.
    public var paid: Int128 { Int128(captured) - Int128(refunded) - Int128(lost) }

    /// What it adds to what the customer ordered: what was paid, where it has no total.
    public var ordered: Int128 { isCounted ? total.map { Int128($0) } ?? paid : 0 }
}

extension CustomerBalance {
    /// Adds an account up.
    ///
    /// - Parameter orders: oldest first; `isCounted` where they are placed and not cancelled.
    init(of customer: String, over orders: [AccountOrder]) {
        var replaced: Set<String> = []
        // A cart takes nothing's place yet.
        for order in orders where order.isPlaced {
            if let name = order.replaces, name != order.order.rawValue { replaced.insert(name) }
        }
        var counted = orders
        for index in counted.indices where replaced.contains(counted[index].order.rawValue) {
            counted[index].isCounted = false
        }
        self.customer = customer
        self.orders = counted
        currencies = Self.currencies(of: counted)
        payments = Self.payments(of: counted)
    }

    private static func currencies(of orders: [AccountOrder]) -> [CurrencyBalance] {
        var sums: [Currency: CurrencyBalance] = [:]
        for order in orders where order.isPlaced || order.paid != 0 {
            guard let currency = order.currency else { continue }
            sums[currency, default: CurrencyBalance(currency: currency)].ordered += order.ordered
            sums[currency, default: CurrencyBalance(currency: currency)].paid += order.paid
        }
        return sums.values.sorted { $0.currency.code < $1.currency.code }
    }

    private static func payments(of orders: [AccountOrder]) -> [SharedPayment] {
        struct Key: Hashable {
            let reference: String
            let currency: Currency
        }
        var parts: [Key: [SharedPayment.Part]] = [:]
        for order in orders {
            guard let currency = order.currency else { continue }
            for (reference, amount) in order.capturesByReference {
                parts[Key(reference: reference, currency: currency), default: []]
                    .append(SharedPayment.Part(order: order.order, amount: amount))
            }
        }
        return parts.filter { $0.value.count > 1 }
            .map { key, parts in
                SharedPayment(reference: key.reference, currency: key.currency, parts: parts)
            }
            .sorted { ($0.reference, $0.currency.code) < ($1.reference, $1.currency.code) }
    }
}
