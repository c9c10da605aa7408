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
    var orders = WorkingOrders()
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
    ///   - commit: the number of the commit that the transaction follows.
    ///   - size: how much is to be staged, so that there is room for it.
    ///   - now: microseconds since 1970; time in the log never runs backwards.
    mutating func begin(behind tail: LogTail, commit: UInt64, size: CommitSize, now: Int64) {
        starts.reserveCapacity(size.events)
        arena.reserveCapacity(size.bytes)
        orders.begin(behind: commit, events: size.events)
        basePosition = tail.position
        nextOrdinal = tail.nextOrdinal
        recordedAt = max(now, tail.recordedAt)
    }

    /// Records that follow were taken at an instant of their own, which is not before the last.
    mutating func continueTime(at instant: Int64) {
        precondition(instant >= recordedAt, "time in the log never runs backwards")
        recordedAt = instant
    }

    /// The same room with nothing in it but what is known of orders, for the next transaction:
    /// memory that is new to a process costs more than the records that are written to it.
    ///
    /// What stays in memory is at most the bytes of one transaction's records, up to 8 MiB, and
    /// the orders that the last ones left.
    consuming func emptied() -> WorkingSet {
        guard arena.capacity <= Self.keptBytes, orders.all.capacity <= Self.keptOrders else {
            return WorkingSet()
        }
        orders.end(after: starts.count)
        arena.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
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

    /// The positions of all staged records, in order.
    var positions: Range<UInt64> { basePosition + 1..<lastPosition + 1 }

    /// Gives a new order the next ordinal.
    mutating func makeOrder(_ id: OrderID) -> Int {
        let order = WorkingOrder(
            ordinal: nextOrdinal,
            id: id,
            stored: nil,
            head: OrderHead(firstPosition: lastPosition + 1)
        )
        nextOrdinal += 1
        return orders.adopt(order)
    }

    /// Stages one record and answers its header.
    ///
    /// - Parameter body: the event's own, or that with its personal part sealed.
    mutating func stage(
        _ event: NewEvent,
        _ body: borrowing RecordBody,
        digest: EventDigest,
        at place: RecordPlace,
    ) -> RecordHeader {
        if StagedBlocks.isLast(lastPosition) { closeBlock() }
        starts.append(arena.count)
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
        fileprivate let idRowCount: Int
        fileprivate let nextOrdinal: UInt32
        fileprivate let numbers: PaperNumbers?
        var orders: WorkingOrders.Savepoint
    }

    func savepoint() -> Savepoint {
        Savepoint(
            arenaCount: arena.count,
            recordCount: starts.count,
            blobCount: blobs.count,
            keyCount: keys.count,
            partCount: parts.items.count,
            idRowCount: idRows.count,
            nextOrdinal: nextOrdinal,
            numbers: numbers,
            orders: WorkingOrders.Savepoint(orders)
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
        orders.restore(savepoint.orders)
        nextOrdinal = savepoint.nextOrdinal
        numbers = savepoint.numbers
    }
}
