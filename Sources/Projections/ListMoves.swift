import LMDB

/// Orders that are taken off lists and put on them, gathered by the rows that this changes.
struct ListMoves: Sendable {
    /// What becomes of the row of 256 orders.
    struct Block: Sendable {
        let key: BlockKey
        fileprivate(set) var added = OrderBits()
        fileprivate(set) var removed = OrderBits()
    }

    /// In the order of keys once they are sorted, each once.
    private(set) var blocks: [Block] = []
    /// For lists, by `slot`, which block was changed last: orders come in their order, as a rule.
    private var newest = [Int32](repeating: -1, count: slotCount)

    init() {}

    var count: Int { blocks.count }

    mutating func add(_ ordinal: UInt32, to list: MembershipList) {
        blocks[block(of: list, holding: ordinal)].added.insert(BlockKey.place(of: ordinal))
    }

    mutating func remove(_ ordinal: UInt32, from list: MembershipList) {
        blocks[block(of: list, holding: ordinal)].removed.insert(BlockKey.place(of: ordinal))
    }

    /// Notes an order that stands elsewhere now, or is new.
    mutating func move(_ ordinal: UInt32, from before: Placement?, to after: Placement) {
        before?.eachList { list in
            if !after.isOn(list) { remove(ordinal, from: list) }
        }
        after.eachList { list in
            if before?.isOn(list) != true { add(ordinal, to: list) }
        }
    }

    @inline(__always)
    private mutating func block(of list: MembershipList, holding ordinal: UInt32) -> Int {
        let key = BlockKey(list, holding: ordinal)
        let slot = Self.slot(of: list)
        let known = Int(newest[slot])
        if known >= 0, blocks[known].key == key { return known }
        newest[slot] = Int32(count)
        blocks.append(Block(key: key))
        return count - 1
    }

    /// A place of its own for each list of sixteen workflows; where others share one, blocks only
    /// stand there twice until they are sorted.
    @inline(__always)
    private static func slot(of list: MembershipList) -> Int {
        let isWorkList = list.kind == ViewKey.workList
        return Int(list.workflow & 15) << 6 | (isWorkList ? 32 : 0) | Int(list.code & 31)
    }

    private static let slotCount = 16 * 64

    /// Puts the blocks in the order of their keys, each once. Nothing is noted behind that.
    mutating func sort() {
        guard count > 1 else { return }
        blocks.sort { $0.key < $1.key }
        var last = 0
        for index in 1..<count {
            if blocks[index].key == blocks[last].key {
                blocks[last].added.formUnion(blocks[index].added)
                blocks[last].removed.formUnion(blocks[index].removed)
            } else {
                last += 1
                blocks[last] = blocks[index]
            }
        }
        blocks.removeSubrange((last + 1)...)
    }

    /// Carries out a part of the moves, which must be sorted: one row is read and written for each
    /// block.
    func write(
        _ range: Range<Int>,
        with writer: inout RowWriter<BytesTable>,
    ) throws(LMDBError) {
        var key: [UInt8] = []
        var row: [UInt8] = []
        for block in blocks[range] {
            block.key.encode(into: &key)
            var bits = OrderBits()
            if try writer.copyValue(key.span, into: &row) {
                bits = try block.key.bits(in: row.span)
            } else {
                row = [UInt8](repeating: 0, count: OrderBits.byteCount)
            }
            bits.subtract(block.removed)
            bits.formUnion(block.added)
            if bits.isEmpty {
                try writer.delete(key.span)
            } else {
                bits.write(into: &row)
                try writer.put(key.span, row.span)
            }
        }
    }
}

extension BlockKey {
    /// Reads the key's row.
    ///
    /// - Throws: `corrupted` where it has another length than all have.
    func bits(in row: borrowing Span<UInt8>) throws(LMDBError) -> OrderBits {
        if let bits = OrderBits(row) { return bits }
        throw LMDBError(
            .corrupted,
            operation: "read a list of orders",
            detail: "the row of orders \(firstOrdinal) to \(lastOrdinal) has \(row.count) bytes, "
                + "where all have \(OrderBits.byteCount): run rebuild"
        )
    }
}

extension OrderCounts {
    /// Takes in what moves change.
    mutating func add(_ moves: ListMoves) {
        for block in moves.blocks where block.key.list != .effects {
            add(Int64(block.added.population - block.removed.population), block.key.list)
        }
    }
}
