package import EventLog
public import Orders

/// Pieces of one SKU over all orders: set aside, let go of, and still held.
///
/// The ledger keeps no stock on hand; it says what orders hold of it.
public struct StockLevel: Sendable, Hashable {
    /// The article's number.
    public let sku: String
    /// Pieces reserved and released.
    public let count: StockCount

    /// Every piece that an order ever set aside.
    public var reserved: Int128 { count.reserved }
    /// Those that amendments and cancelled orders let go of.
    public var released: Int128 { count.released }
    /// What is still set aside.
    public var held: Int128 { count.held }
}

extension LogStore {
    /// What orders reserved and released of each SKU, by SKU; tracked lines only.
    ///
    /// - Parameter sku: the only SKU that is counted; every one unless given.
    /// - Complexity: O(orders): the record of its placing is read of each, and all of the order's
    ///   where carts, amendments or corrections took part; memory for the sums.
    package func stock(
        of sku: String? = nil,
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> [StockLevel] {
        var sums: [String: StockCount] = [:]
        var walk = OrderWalk(self, over: .heads, progress: progress)
        try walk.finish { (head, snapshot) throws(LedgerError) in
            guard head.core.facts.contains(.placed) else { return 0 }
            let (stock, recordsRead) = try snapshot.stock(of: head)
            for (name, count) in stock.counts where sku == nil || sku == name {
                sums[name, default: StockCount()] += count
            }
            return recordsRead
        }
        return sums.map { StockLevel(sku: $0.key, count: $0.value) }.sorted { $0.sku < $1.sku }
    }
}

extension LogSnapshot {
    /// What a placed order set aside, and how many records had to be read for it.
    fileprivate borrowing func stock(
        of head: OrderHead,
    ) throws(LedgerError) -> (stock: OrderStock, recordsRead: Int) {
        if head.hasMergedData {
            let state = OrderState(folding: try history(of: head, .publicPart))
            return (state.stock, Int(head.revision) + 1)
        }
        let (data, recordsRead) = try data(of: head)
        let isCancelled = head.core.facts.contains(.cancelled)
        return (OrderStock(stages: [data], isCancelled: isCancelled), recordsRead)
    }
}
