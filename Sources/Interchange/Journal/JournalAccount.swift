public import Orders

/// The accounts of a journal: a small chart that follows an order's money and nothing else.
///
/// What an order adds to each account is a function of where its money stands, and the seven add up
/// to nothing; an event is booked as what it changed. So a journal's balances are those of the
/// orders, whatever was corrected, repeated or taken back on the way.
///
/// The chart says what was ordered, not what was earned: when income counts, and which tax is in
/// it, is for those who keep the books.
public enum JournalAccount: Int, Sendable, Hashable, CaseIterable {
    /// Owed by customers; at the gateway; held back by a dispute.
    case receivable, clearing, disputed
    /// The value of orders, and of what was collected and refunded on behalf of others.
    case orders, collections, refunds
    /// What disputes took for good.
    case disputeLosses

    /// The account's name, which both dialects take.
    public var name: String {
        switch self {
        case .receivable: "Assets:Receivable"
        case .clearing: "Assets:Clearing"
        case .disputed: "Assets:Disputed"
        case .orders: "Income:Orders"
        case .collections: "Income:Collections"
        case .refunds: "Income:Refunds"
        case .disputeLosses: "Expenses:Disputes"
        }
    }

    /// What it is for.
    public var sentence: String {
        switch self {
        case .receivable: "what customers owe, or below zero what is owed to them"
        case .clearing: "money that came in and stayed, at a gateway or a bank"
        case .disputed: "money that open disputes hold back"
        case .orders: "the totals of placed orders that are not cancelled"
        case .collections: "what was captured on orders without a total"
        case .refunds: "what was paid back on orders that are not cancelled"
        case .disputeLosses: "money lost in disputes"
        }
    }

    /// What an order adds to the account, in minor units of its currency.
    public func balance(of order: OrderCore) -> Int128 {
        let isCancelled = order.facts.contains(.cancelled)
        let isDue = order.facts.contains(.placed) && !isCancelled
        let hasTotal = order.facts.contains(.priced)
        let ordered = isDue && hasTotal ? Int128(order.total) : 0
        let collected = isDue && !hasTotal ? Int128(order.captured) : 0
        let captured = Int128(order.captured)
        let refunded = Int128(order.refunded)
        switch self {
        case .receivable: return ordered + collected - captured + (isCancelled ? refunded : 0)
        case .clearing:
            return captured - refunded - Int128(order.disputed) - Int128(order.lost)
        case .disputed: return Int128(order.disputed)
        case .orders: return -ordered
        case .collections: return -collected
        case .refunds: return isCancelled ? 0 : refunded
        case .disputeLosses: return Int128(order.lost)
        }
    }
}
