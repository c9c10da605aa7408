import LMDB
import Orders

/// An order that a transaction has looked at.
struct WorkingOrder {
    let ordinal: UInt32
    let id: OrderID
    /// The head as it was committed; none for an order that this transaction makes.
    let stored: OrderHead?
    var head: OrderHead
    /// The order's details, loaded when a rule asks for them and kept up from then on.
    var loaded: LoadedHistory?
    /// The customer ids that events of this transaction named, oldest first.
    private(set) var customers: [String] = []
    var isChanged: Bool { stored?.lastPosition != head.lastPosition }

    mutating func note(customer: String) {
        if customers.last != customer { customers.append(customer) }
    }
}

/// An order's whole history behind a reference, so that orders without one stay small.
final class LoadedHistory {
    var history: OrderHistory
    init(_ history: OrderHistory) { self.history = history }
}

/// What a transaction has staged: records, and the heads they lead to, each written once at commit.
struct WorkingSet {
    /// The bytes of all staged records, one behind the other.
    private(set) var arena: [UInt8] = []
    /// Where each staged record begins in the arena.
    private(set) var starts: [Int] = []
    private(set) var blobs: [Blob] = []
    private(set) var orders: [WorkingOrder] = []
    private var indexByID: [OrderID: Int] = [:]
    /// Rows for the index of event ids of very long orders, in the order in which they came.
    private(set) var idRows: [IDRow] = []
    /// The positions of those rows by order and hash.
    private var idPositions: [IDRow.Key: [UInt64]] = [:]

    /// The position before the first staged record.
    let basePosition: UInt64
    private(set) var nextOrdinal: UInt32
    var recordedAt: Int64
    /// The last numbers of papers; nothing until the transaction has a paper.
    var numbers: PaperNumbers?

    struct IDRow {
        struct Key: Hashable {
            let ordinal: UInt32
            let idHash: UInt64
        }

        let key: Key
        let position: UInt64
    }

    init(basePosition: UInt64, nextOrdinal: UInt32, recordedAt: Int64) {
        self.basePosition = basePosition
        self.nextOrdinal = nextOrdinal
        self.recordedAt = recordedAt
    }

    var lastPosition: UInt64 { basePosition + UInt64(starts.count) }

    /// The indices of the orders that changed, in the order of ordinals.
    var changedOrders: [Int] {
        orders.indices.filter { orders[$0].isChanged }
            .sorted { orders[$0].ordinal < orders[$1].ordinal }
    }

    /// The positions of all staged records, in order.
    var positions: Range<UInt64> { basePosition + 1..<lastPosition + 1 }

    func index(of id: OrderID) -> Int? { indexByID[id] }

    /// Keeps an order that was read from the tables.
    mutating func adopt(_ order: WorkingOrder) -> Int {
        indexByID[order.id] = orders.count
        orders.append(order)
        return orders.count - 1
    }

    /// Gives a new order the next ordinal.
    mutating func makeOrder(_ id: OrderID) -> Int {
        let order = WorkingOrder(
            ordinal: nextOrdinal,
            id: id,
            stored: nil,
            head: OrderHead(firstPosition: lastPosition + 1)
        )
        nextOrdinal += 1
        return adopt(order)
    }

    mutating func update(_ index: Int, _ change: (inout WorkingOrder) -> Void) {
        change(&orders[index])
    }

    /// Stages one record and answers its header.
    mutating func stage(
        _ event: NewEvent,
        digest: EventDigest,
        at place: RecordPlace,
    ) -> RecordHeader {
        starts.append(arena.count)
        let (header, parts) = Record.encode(event, digest: digest, at: place, into: &arena)
        blobs += parts
        return header
    }

    mutating func stage(_ row: IDRow) {
        idRows.append(row)
        idPositions[row.key, default: []].append(row.position)
    }

    /// Where the staged part of a long order has events with an id hash.
    func positions(ofID key: IDRow.Key) -> [UInt64] { idPositions[key] ?? [] }

    /// A part of a staged record's payload, which may lie outside the record.
    func part(_ stored: ArraySlice<UInt8>, isExternal: Bool) -> [UInt8] {
        guard isExternal, let blob = blobs.first(where: { stored.elementsEqual($0.digest) }) else {
            return Array(stored)
        }
        return blob.bytes
    }

    /// The arena's range of a staged record, or nothing where the position is committed already.
    func range(of position: UInt64) -> Range<Int>? {
        guard position > basePosition, position <= lastPosition else { return nil }
        let index = Int(position - basePosition - 1)
        return starts[index]..<(index + 1 < starts.count ? starts[index + 1] : arena.count)
    }
}

extension WorkingSet {
    /// The staged part that a refused batch takes back.
    struct Savepoint {
        fileprivate let arenaCount: Int
        fileprivate let recordCount: Int
        fileprivate let blobCount: Int
        fileprivate let orderCount: Int
        fileprivate let idRowCount: Int
        fileprivate let nextOrdinal: UInt32
        fileprivate let numbers: PaperNumbers?
        /// Most batches touch one order, which then needs no dictionary.
        fileprivate var first: (index: Int, order: WorkingOrder)?
        fileprivate var others: [Int: WorkingOrder] = [:]

        /// Remembers an order before its first change; orders made later need no memory.
        mutating func remember(_ order: WorkingOrder, at index: Int) {
            guard index < orderCount, first?.index != index, others[index] == nil else { return }
            var order = order
            // What is folded into it from now on would not be taken back.
            order.loaded = nil
            if first == nil { first = (index, order) } else { others[index] = order }
        }
    }

    func savepoint() -> Savepoint {
        Savepoint(
            arenaCount: arena.count,
            recordCount: starts.count,
            blobCount: blobs.count,
            orderCount: orders.count,
            idRowCount: idRows.count,
            nextOrdinal: nextOrdinal,
            numbers: numbers
        )
    }

    /// Forgets everything staged since the savepoint.
    mutating func restore(_ savepoint: Savepoint) {
        arena.removeSubrange(savepoint.arenaCount...)
        starts.removeSubrange(savepoint.recordCount...)
        blobs.removeSubrange(savepoint.blobCount...)
        for row in idRows[savepoint.idRowCount...] { idPositions[row.key]?.removeLast() }
        idRows.removeSubrange(savepoint.idRowCount...)
        for order in orders[savepoint.orderCount...] {
            indexByID[order.id] = nil
        }
        orders.removeSubrange(savepoint.orderCount...)
        if let (index, order) = savepoint.first { orders[index] = order }
        for (index, order) in savepoint.others { orders[index] = order }
        nextOrdinal = savepoint.nextOrdinal
        numbers = savepoint.numbers
    }
}
