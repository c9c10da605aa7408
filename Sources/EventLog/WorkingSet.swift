import LMDB
import Orders

/// What a transaction has staged: records, and the heads they lead to, each written once at commit.
struct WorkingSet {
    /// The bytes of all staged records, one behind the other.
    private(set) var arena: [UInt8] = []
    /// Where each staged record begins in the arena.
    private(set) var starts: [Int] = []
    private(set) var blobs: [Blob] = []
    /// Keys that the transaction makes.
    private(set) var keys = NewKeys()
    /// Personal parts that records have room for, and their sealing.
    private(set) var parts = WorkingSet.emptyParts
    /// The whole blocks of the tree among the records, which are hashed already.
    private(set) var blocks = StagedBlocks()
    private(set) var orders: [WorkingOrder] = []
    private var places: [OrderID: Place] = [:]
    /// Rows for the index of event ids of very long orders, in the order in which they came.
    private(set) var idRows: [IDRow] = []
    /// The positions of those rows by order and hash.
    private var idPositions: [IDRow.Key: [UInt64]] = [:]

    /// The position before the first staged record.
    private(set) var basePosition: UInt64 = 0
    private(set) var nextOrdinal: UInt32 = 0
    private(set) var recordedAt: Int64 = 0
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

    /// Begins a transaction behind what is committed.
    ///
    /// - Parameters:
    ///   - size: how much is to be staged, so that there is room for it.
    ///   - now: microseconds since 1970; time in the log never runs backwards.
    mutating func begin(behind tail: LogTail, size: CommitSize, now: Int64) {
        starts.reserveCapacity(size.events)
        arena.reserveCapacity(size.bytes)
        // Room that is not used is not touched; where orders have several events, it is too much.
        orders.reserveCapacity(size.events)
        places.reserveCapacity(size.events / 4)
        basePosition = tail.position
        nextOrdinal = tail.nextOrdinal
        recordedAt = max(now, tail.recordedAt)
    }

    /// Records that follow were taken at an instant of their own, which is not before the last.
    mutating func continueTime(at instant: Int64) {
        precondition(instant >= recordedAt, "time in the log never runs backwards")
        recordedAt = instant
    }

    /// The same room with nothing in it, for the next transaction: memory that is new to a process
    /// costs more than the records that are written to it.
    ///
    /// What stays in memory is at most the bytes of one transaction's records, up to 8 MiB.
    consuming func emptied() -> WorkingSet {
        guard arena.capacity <= Self.keptBytes, orders.capacity <= Self.keptOrders else {
            return WorkingSet()
        }
        arena.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        orders.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        blobs = []
        keys = NewKeys()
        parts = Self.emptyParts
        blocks.removeAll()
        idRows = []
        idPositions = [:]
        numbers = nil
        return self
    }

    private static let keptBytes = 8 << 20
    private static let keptOrders = 2 * CommitSize.maximum.events

    var lastPosition: UInt64 { basePosition + UInt64(starts.count) }

    /// The indices of the orders that changed, in the order of ordinals.
    var changedOrders: [Int] {
        orders.indices.filter { orders[$0].isChanged }
            .sorted { orders[$0].ordinal < orders[$1].ordinal }
    }

    /// The positions of all staged records, in order.
    var positions: Range<UInt64> { basePosition + 1..<lastPosition + 1 }

    /// What is known of an order by its id.
    enum Place {
        /// It is the working order at this index.
        case order(Int)
        /// It was looked for in the tables, and there is none.
        case absent
    }

    /// What is known of an order; nothing before it was looked for.
    func place(of id: OrderID) -> Place? {
        // Callers tell the events of a new order one after the other.
        let last = orders.count - 1
        if last >= 0, orders[last].id == id { return .order(last) }
        return places[id]
    }

    /// Takes note that an order was looked for in the tables, and is not there.
    mutating func noteAbsence(of id: OrderID) { places[id] = .absent }

    /// Keeps an order that was read from the tables.
    mutating func adopt(_ order: WorkingOrder) -> Int {
        places[order.id] = .order(orders.count)
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
    ///
    /// - Parameter sealed: its body where that is not the event's own.
    mutating func stage(
        _ event: NewEvent,
        sealed: RecordBody?,
        digest: EventDigest,
        at place: RecordPlace,
    ) -> RecordHeader {
        if StagedBlocks.isLast(lastPosition) { closeBlock() }
        starts.append(arena.count)
        if let sealed { return stage(event, sealed, digest, at: place) }
        return stage(event, event.body, digest, at: place)
    }

    private mutating func stage(
        _ event: NewEvent,
        _ body: RecordBody,
        _ digest: EventDigest,
        at place: RecordPlace,
    ) -> RecordHeader {
        if !body.blobs.isEmpty { blobs += body.blobs }
        return Record.encode(event, body, digest: digest, at: place, into: &arena)
    }

    /// Has the block that ends with the last record hashed, where all of it is staged and nothing
    /// in it is still to be sealed.
    private mutating func closeBlock() {
        let count = Int(TreeKey.width)
        guard starts.count >= count else { return }
        let first = lastPosition + 1 - TreeKey.width
        guard !blocks.holds(blockFrom: first) else { return }
        if let open = parts.items.last, open.position >= first { return }
        let start = starts[starts.count - count]
        let records = RecordRun(
            bytes: Array(arena[start...]),
            starts: starts.suffix(count).map { $0 - start }
        )
        blocks.add(records, from: first)
    }

    mutating func stage(_ key: NewKey) { keys.add(key) }

    /// Stages the sealing of a part that the last record has room for at its end.
    mutating func stage(_ part: OpenPart) {
        parts.add(StagedPart(part, position: lastPosition, end: arena.count))
    }

    /// Puts every part, sealed, into the room that its record has for it.
    mutating func fillInSealedParts() throws(LedgerError) {
        for (staged, sealed) in zip(parts.items, try parts.products()) {
            precondition(sealed.count == staged.range.count, "the length of a sealed part is known")
            arena.replaceSubrange(staged.range, with: sealed)
        }
    }

    private static var emptyParts: Parts {
        Parts { (staged) throws(LedgerError) in try staged.part.sealed() }
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
        fileprivate let keyCount: Int
        fileprivate let partCount: Int
        fileprivate let orderCount: Int
        fileprivate let idRowCount: Int
        fileprivate let nextOrdinal: UInt32
        fileprivate let numbers: PaperNumbers?
        /// Most batches touch one order, which then needs no dictionary.
        fileprivate var first: (index: Int, order: UnchangedOrder)?
        fileprivate var others: [Int: UnchangedOrder] = [:]

        /// Remembers an order before its first change; orders made later need no memory.
        mutating func remember(_ orders: [WorkingOrder], at index: Int) {
            guard index < orderCount, first?.index != index, others[index] == nil else { return }
            let order = UnchangedOrder(orders[index])
            if first == nil { first = (index, order) } else { others[index] = order }
        }
    }

    func savepoint() -> Savepoint {
        Savepoint(
            arenaCount: arena.count,
            recordCount: starts.count,
            blobCount: blobs.count,
            keyCount: keys.count,
            partCount: parts.items.count,
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
        blocks.shrink(to: lastPosition)
        blobs.removeSubrange(savepoint.blobCount...)
        keys.shrink(to: savepoint.keyCount)
        parts.shrink(to: savepoint.partCount)
        for row in idRows[savepoint.idRowCount...] { idPositions[row.key]?.removeLast() }
        idRows.removeSubrange(savepoint.idRowCount...)
        for order in orders[savepoint.orderCount...] {
            places[order.id] = order.isNew ? .absent : nil
        }
        orders.removeSubrange(savepoint.orderCount...)
        if let (index, order) = savepoint.first { orders[index].restore(order) }
        for (index, order) in savepoint.others { orders[index].restore(order) }
        nextOrdinal = savepoint.nextOrdinal
        numbers = savepoint.numbers
    }
}
