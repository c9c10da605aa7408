import EventLog
import LMDB
import Orders

/// Rows of statuses, work lists and open effects.
extension ViewCheck {
    /// Compares the bits of a window's orders, order by order; rows that are none are left to
    /// `countLists`, which sees each row once.
    ///
    /// - Parameter lists: where the orders should be.
    mutating func compareLists(
        _ window: borrowing OrderWindow,
        _ lists: ListMoves,
        in snapshot: borrowing LogSnapshot,
    ) throws(LMDBError) {
        var expected = ExpectedLists(lists)
        var cursor = try snapshot.transaction.cursor(snapshot.tables.views)
        for list in try snapshot.storedLists() {
            let first = BlockKey(list, holding: window.judged.lowerBound)
            let last = BlockKey(list, holding: window.judged.upperBound)
            var isFound = try cursor.seek(first.bytes.span)
            while isFound, ViewKey.kind(of: cursor.key) == list.kind {
                if let key = BlockKey(cursor.key) {
                    guard key <= last else { break }
                    compare(cursor.value, at: key, &expected, window, in: snapshot)
                }
                isFound = try cursor.next()
            }
        }
        for (key, bits) in expected.unmet where !bits.isEmpty {
            let sentence = key.list.sentenceOfMissing(layouts)
            addOrders(bits, of: key, sentence, window, in: snapshot)
        }
    }

    private mutating func compare(
        _ row: borrowing Span<UInt8>,
        at key: BlockKey,
        _ expected: inout ExpectedLists,
        _ window: borrowing OrderWindow,
        in snapshot: borrowing LogSnapshot,
    ) {
        guard var bits = OrderBits(row) else { return expected.skip(key) }
        bits.formIntersection(key.places(of: window.judged))
        let strays = expected.take(bits, at: key)
        guard !strays.isEmpty else { return }
        let sentence = key.list.sentenceOfStray(layouts)
        addOrders(strays, of: key, sentence, window, in: snapshot)
    }

    /// Adds a difference for each of some orders of a block.
    private mutating func addOrders(
        _ bits: OrderBits,
        of key: BlockKey,
        _ sentence: String,
        _ window: borrowing OrderWindow,
        in snapshot: borrowing LogSnapshot,
    ) {
        var bits = bits
        while let place = bits.popFirst() {
            let ordinal = key.firstOrdinal + UInt32(place)
            if let entry = window.entry(of: ordinal) {
                add(key.list.what, entry.head, sentence, in: snapshot)
            } else {
                addStray(key.list.what, UInt64(ordinal))
            }
        }
    }

    /// Counts the orders of each list bit by bit, and names rows that no list can have.
    mutating func countLists(in snapshot: borrowing LogSnapshot) throws(LMDBError) -> OrderCounts {
        var counts = OrderCounts()
        var cursor = try snapshot.transaction.cursor(snapshot.tables.views)
        var isFound = try cursor.first()
        while isFound {
            if ViewKey.hasOwnCheck(cursor.key) {
                isFound = try cursor.seek([ViewKey.effects].span)
                continue
            }
            if let key = BlockKey(cursor.key) {
                checkShape(cursor.value, of: key.list)
                let orders = OrderBits(cursor.value)?.population ?? 0
                if key.list != .effects { counts.add(Int64(orders), key.list) }
            } else if ViewKey.kind(of: cursor.key) == ViewKey.effects {
                add(.effect, "the index of effects has a row that is none: rebuild it")
            } else {
                add(.status, "the views have a row that is none: rebuild them")
            }
            isFound = try cursor.next()
        }
        return counts
    }

    private mutating func checkShape(_ row: borrowing Span<UInt8>, of list: MembershipList) {
        let fault: String
        if row.count != OrderBits.byteCount {
            fault = "\(row.count) bytes, where all have \(OrderBits.byteCount)"
        } else if OrderBits(row) == OrderBits() {
            fault = "no order, and should be gone"
        } else {
            return
        }
        let name = list == .effects ? "the index of effects" : layouts.name(of: list)
        add(
            list.what,
            "a row of \(name) has \(fault): run rebuild, and if that does not help, restore a "
                + "backup"
        )
    }
}

/// The bits that rows of lists should have; rows are met in the order of their keys.
private struct ExpectedLists {
    /// What was not met of each row.
    private(set) var unmet: [(key: BlockKey, bits: OrderBits)]
    private var next = 0

    /// - Parameter lists: sorted.
    init(_ lists: ListMoves) { unmet = lists.blocks.map { ($0.key, $0.added) } }

    /// Meets a row, and answers which of its bits should not be there.
    mutating func take(_ bits: OrderBits, at key: BlockKey) -> OrderBits {
        while next < unmet.count, unmet[next].key < key { next += 1 }
        var strays = bits
        guard next < unmet.count, unmet[next].key == key else { return strays }
        strays.subtract(unmet[next].bits)
        unmet[next].bits.subtract(bits)
        return strays
    }

    /// Meets a row that cannot be read, and so says nothing of any order.
    mutating func skip(_ key: BlockKey) {
        _ = take(OrderBits(0...OrderBits.count - 1), at: key)
    }
}

extension LogSnapshot {
    /// The lists that have a row, in the order of keys.
    fileprivate borrowing func storedLists() throws(LMDBError) -> [MembershipList] {
        var lists: [MembershipList] = []
        var cursor = try transaction.cursor(tables.views)
        var isFound = try cursor.first()
        while isFound {
            if let list = BlockKey(cursor.key)?.list {
                lists.append(list)
                guard list != .effects else { break }
                isFound = try cursor.seek(BlockKey(list.next, holding: 0).bytes.span)
            } else if ViewKey.hasOwnCheck(cursor.key) {
                isFound = try cursor.seek([ViewKey.effects].span)
            } else {
                isFound = try cursor.next()
            }
        }
        return lists
    }
}

extension ViewKey {
    /// The kind of row that a key is of.
    fileprivate static func kind(of key: borrowing Span<UInt8>) -> UInt8 {
        key.isEmpty ? 0 : key[0]
    }

    /// Whether a row is of a customer or a deadline, which are compared apart.
    fileprivate static func hasOwnCheck(_ key: borrowing Span<UInt8>) -> Bool {
        let kind = kind(of: key)
        return kind == customer || kind == deadline
    }
}

extension MembershipList {
    /// What a difference in one of its rows is called.
    fileprivate var what: ViewDifference.What {
        switch kind {
        case ViewKey.status: .status
        case ViewKey.workList: .workList
        default: .effect
        }
    }

    fileprivate func sentenceOfStray(_ layouts: ViewLayouts) -> String {
        self == .effects
            ? "the index of effects has the order, which has no open effects"
            : "the order is listed as \(layouts.name(of: self)), where it does not belong"
    }

    fileprivate func sentenceOfMissing(_ layouts: ViewLayouts) -> String {
        self == .effects
            ? "the index of effects lacks the order's open effects"
            : "the order is not listed as \(layouts.name(of: self)), where it belongs"
    }
}

extension ViewLayouts {
    /// A status or a work list in words.
    func name(of list: MembershipList) -> String {
        guard let layout = all.first(where: { $0.code == list.workflow }) else {
            return "list \(list.code) of an unknown workflow \(list.workflow)"
        }
        let isStatus = list.kind == ViewKey.status
        let names = isStatus ? layout.workflow.statusNames : layout.workflow.tabNames
        let code = Int(list.code)
        let name = names.indices.contains(code) ? names[code] : "number \(code)"
        return "\(isStatus ? "status" : "tab") \(name) of workflow \(layout.workflow.name)"
    }
}
