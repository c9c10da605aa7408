/// Items that come one after the other, and what is made of each: in blocks, beside the work that
/// finds the items.
///
/// It holds every item and every product until it is dropped, so whoever fills it sets the limit.
struct Conveyor<Item: Sendable, Product: Sendable>: Sendable {
    private(set) var items: [Item] = []
    private var blocks: [Block] = []
    private let make: @Sendable (Item) throws(LedgerError) -> Product

    /// Items that other threads were offered.
    private struct Block: Sendable {
        let first: Int
        /// How many of its products still count.
        var count: Int
        let work: Beside<ArraySlice<Item>, Result<[Product], LedgerError>>
    }

    /// Handing a block to another thread costs some microseconds, a tenth of sealing this many parts.
    static var blockItems: Int { 64 }

    init(making make: @escaping @Sendable (Item) throws(LedgerError) -> Product) {
        self.make = make
    }

    private var handedOver: Int { blocks.last.map { $0.first + $0.count } ?? 0 }

    mutating func add(_ item: Item) {
        items.append(item)
        let first = handedOver
        guard items.count - first >= Self.blockItems else { return }
        let make = make
        let work = Beside(Array(items[first...])[...]) { block in
            Result { () throws(LedgerError) in try Self.products(of: block, make) }
        }
        work.begin()
        blocks.append(Block(first: first, count: items.count - first, work: work))
    }

    /// Forgets the items that came last, and what was or will be made of them.
    mutating func shrink(to count: Int) {
        items.removeSubrange(count...)
        while let last = blocks.last, last.first >= count { blocks.removeLast() }
        if let last = blocks.indices.last {
            blocks[last].count = min(blocks[last].count, count - blocks[last].first)
        }
    }

    /// The products of all items, in their order; they are asked for once.
    ///
    /// - Throws: what the first item threw of which nothing could be made.
    func products() throws(LedgerError) -> [Product] {
        let rest = try Self.products(of: items[handedOver...], make)
        // From the end, where nobody has begun yet while the first blocks are still under way.
        let made = blocks.reversed().map { ($0.work.finish(), $0.count) }
        var products: [Product] = []
        products.reserveCapacity(items.count)
        for (block, count) in made.reversed() { products += try block.get().prefix(count) }
        return products + rest
    }

    private static func products(
        of items: ArraySlice<Item>,
        _ make: (Item) throws(LedgerError) -> Product,
    ) throws(LedgerError) -> [Product] {
        var products: [Product] = []
        products.reserveCapacity(items.count)
        for item in items { products.append(try make(item)) }
        return products
    }
}
