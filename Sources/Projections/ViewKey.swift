import LMDB

/// The keys of the table `views.G`, in the order of their bytes.
///
/// | key | value | one row for |
/// |---|---|---|
/// | 1, workflow, status, block (3 bytes big-endian) | bits | 256 orders, where one has the status |
/// | 2, workflow, tab, block (3 bytes big-endian) | bits | 256 orders, where one is on the work list |
/// | 3, bucket, ordinal (4 bytes big-endian), customer hash (8 bytes big-endian) | empty | each customer id that any event of an order named |
/// | 4, kind, group, start, ordinal: see `DeadlineRow` | empty | each deadline of an order |
/// | 5, block (3 bytes big-endian) | bits | 256 orders, where one has open effects |
///
/// Workflow, status and tab are one byte each: the workflow's code, and places in its tables. Tabs
/// that are sets of statuses have no rows of their own.
///
/// A block is the ordinal divided by 256, and its row has a bit for each of its orders: see
/// `OrderBits`. So what a commit changes of a list stands together in few rows, which keep their
/// length; a row in which no bit is left goes.
///
/// Customers are spread over 256 buckets by the hash of their id. So a commit adds rows at the end
/// of 256 runs at most, however many customers there are, where rows by customer would each touch
/// a page of their own; a listing walks one bucket in turn. The rows hold no id, and are never
/// taken back: whoever lists by customer looks at the order's data once more.
enum ViewKey {
    static let status: UInt8 = 1
    static let workList: UInt8 = 2
    static let customer: UInt8 = 3
    static let deadline: UInt8 = 4
    static let effects: UInt8 = 5
}

/// All orders of one status or one work list, or those that have open effects.
package struct MembershipList: Hashable, Comparable, Sendable {
    /// Kind, workflow, status or tab: three bytes.
    let prefix: UInt32

    /// The orders that have open effects.
    static let effects = MembershipList(kind: ViewKey.effects, workflow: 0, code: 0)

    init(prefix: UInt32) { self.prefix = prefix }

    init(kind: UInt8, workflow: UInt8, code: UInt8) {
        prefix = UInt32(kind) << 16 | UInt32(workflow) << 8 | UInt32(code)
    }

    var kind: UInt8 { UInt8(truncatingIfNeeded: prefix >> 16) }
    var workflow: UInt8 { UInt8(truncatingIfNeeded: prefix >> 8) }
    var code: UInt8 { UInt8(truncatingIfNeeded: prefix) }
    var next: MembershipList { MembershipList(prefix: prefix + 1) }

    package static func < (left: MembershipList, right: MembershipList) -> Bool {
        left.prefix < right.prefix
    }
}

/// The key of a list's row for 256 orders, as a number that sorts as its bytes do.
struct BlockKey: Comparable, Hashable, Sendable {
    /// The list and the block, three bytes each.
    private let packed: UInt64

    private static let byteCount = 6
    private static let effectsByteCount = 4
    /// A workflow has at most as many statuses, and as many tabs.
    private static let codeCount: UInt8 = 32

    init(_ list: MembershipList, holding ordinal: UInt32) {
        packed = UInt64(list.prefix) << 24 | UInt64(ordinal >> 8)
    }

    /// Reads a key, or nothing where it is none of a list.
    init?(_ key: borrowing Span<UInt8>) {
        switch key.count {
        case Self.byteCount where key[0] == ViewKey.status || key[0] == ViewKey.workList:
            guard key[2] < Self.codeCount else { return nil }
            let start = UInt64(key.bigEndian(UInt16.self, at: 0))
            packed = start << 32 | UInt64(key.bigEndian(UInt32.self, at: 2))
        case Self.effectsByteCount where key[0] == ViewKey.effects:
            let block = key.bigEndian(UInt32.self, at: 0) & 0xFF_FFFF
            packed = UInt64(MembershipList.effects.prefix) << 24 | UInt64(block)
        default: return nil
        }
    }

    var list: MembershipList { MembershipList(prefix: UInt32(truncatingIfNeeded: packed >> 24)) }

    /// The place of an order in the bits of its block.
    static func place(of ordinal: UInt32) -> Int { Int(ordinal & UInt32(OrderBits.count - 1)) }

    /// The ordinal of place 0 of its bits.
    var firstOrdinal: UInt32 { UInt32(truncatingIfNeeded: packed << 8) }

    /// The ordinal of the last place of its bits.
    var lastOrdinal: UInt32 { firstOrdinal | UInt32(OrderBits.count - 1) }

    /// Those of its places that have ordinals of a range.
    func places(of ordinals: ClosedRange<UInt32>) -> OrderBits {
        let first = max(ordinals.lowerBound, firstOrdinal)
        let last = min(ordinals.upperBound, lastOrdinal)
        guard first <= last else { return OrderBits() }
        return OrderBits(Self.place(of: first)...Self.place(of: last))
    }

    /// Replaces the bytes of a buffer, which is kept for many rows, by the key's.
    func encode(into key: inout [UInt8]) {
        key.removeAll(keepingCapacity: true)
        let list = list
        if list == .effects {
            key.appendBigEndian(list.prefix << 8 | firstOrdinal >> 8)
        } else {
            key.appendBigEndian(UInt16(truncatingIfNeeded: list.prefix >> 8))
            key.appendBigEndian(UInt32(truncatingIfNeeded: packed))
        }
    }

    var bytes: [UInt8] {
        var key: [UInt8] = []
        encode(into: &key)
        return key
    }

    static func < (left: BlockKey, right: BlockKey) -> Bool { left.packed < right.packed }
}

extension Placement {
    /// Hands each list that an order is on for where it stands to a body.
    func eachList(_ body: (MembershipList) -> Void) {
        body(MembershipList(kind: ViewKey.status, workflow: workflow, code: status))
        var lists = workLists
        while lists != 0 {
            let tab = UInt8(lists.trailingZeroBitCount)
            body(MembershipList(kind: ViewKey.workList, workflow: workflow, code: tab))
            lists &= lists - 1
        }
    }

    /// Whether an order that stands here is on a list of statuses or a work list.
    func isOn(_ list: MembershipList) -> Bool {
        guard list.workflow == workflow else { return false }
        return list.kind == ViewKey.status
            ? list.code == status : workLists & 1 << UInt32(list.code) != 0
    }
}
