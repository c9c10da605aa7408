/// Pieces of one SKU that were set aside, and how many of them were let go of again.
public struct StockCount: Sendable, Hashable {
    /// Every piece that was ever set aside.
    public internal(set) var reserved: Int128
    /// Those of them that were let go of: 0 to `reserved`.
    public internal(set) var released: Int128

    /// What is still set aside.
    public var held: Int128 { reserved - released }

    /// Pieces that were set aside and let go of.
    public init(reserved: Int128 = 0, released: Int128 = 0) {
        self.reserved = reserved
        self.released = released
    }

    /// Adds the pieces of another order.
    public static func += (sum: inout StockCount, other: StockCount) {
        sum.reserved += other.reserved
        sum.released += other.released
    }
}

/// What one order set aside of each SKU, counted from what was agreed and not from what was done.
///
/// Each rise of a SKU's pieces reserves, each fall releases, and while the order is cancelled the
/// rest is released, too. It follows from where the order stands, so whatever is repeated or taken
/// back on the way, pieces are released once.
public struct OrderStock: Sendable, Equatable {
    /// The counts by SKU; lines that are not tracked have none.
    public private(set) var counts: [String: StockCount] = [:]

    /// - Parameter stages: what stood once the order was placed and after each amendment.
    public init(stages: [OrderData], isCancelled: Bool) {
        var pieces: [String: Int64] = [:]
        for stage in stages {
            let next = Goods.ordered((stage.lines ?? []).filter { $0.tracked != false })
            for (sku, count) in next { rise(sku, from: pieces[sku, default: 0], to: count) }
            for (sku, count) in pieces where next[sku] == nil { rise(sku, from: count, to: 0) }
            pieces = next
        }
        guard isCancelled else { return }
        for (sku, count) in pieces { rise(sku, from: count, to: 0) }
    }

    private mutating func rise(_ sku: String, from before: Int64, to after: Int64) {
        let rise = Int128(after) - Int128(before)
        if rise > 0 {
            counts[sku, default: StockCount()].reserved += rise
        } else {
            counts[sku, default: StockCount()].released -= rise
        }
    }
}

extension OrderState {
    /// What the order set aside of each SKU; nothing of a cart.
    ///
    /// - Complexity: O(carts and amendments × lines).
    public var stock: OrderStock {
        OrderStock(stages: terms.stages, isCancelled: core.facts.contains(.cancelled))
    }
}
