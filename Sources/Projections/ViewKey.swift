import LMDB

/// The keys of the table `views.G`, in the order of their bytes.
///
/// | key | value | one row for |
/// |---|---|---|
/// | 1, workflow, status, ordinal (4 bytes big-endian) | empty | each order |
/// | 2, workflow, tab, ordinal (4 bytes big-endian) | empty | each order on a work list |
/// | 3, bucket, ordinal (4 bytes big-endian), customer hash (8 bytes big-endian) | empty | each customer id that any event of an order named |
/// | 4, kind, group, start, ordinal: see `DeadlineRow` | empty | each deadline of an order |
/// | 5, ordinal (4 bytes big-endian) | empty | each order with open effects |
///
/// Workflow, status and tab are one byte each: the workflow's code, and places in its tables. Tabs
/// that are sets of statuses have no rows of their own.
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

    /// The length of a key for a status or a work list.
    static let membershipBytes = 7
}

/// A row of a status or a work list, as a number that sorts as its key does.
struct MembershipRow: Comparable, Hashable {
    /// Kind, workflow, status or tab, and ordinal: seven bytes.
    let packed: UInt64

    init(kind: UInt8, workflow: UInt8, code: UInt8, ordinal: UInt32) {
        let prefix = UInt64(kind) << 16 | UInt64(workflow) << 8 | UInt64(code)
        packed = prefix << 32 | UInt64(ordinal)
    }

    init(list: MembershipList, ordinal: UInt32) {
        packed = UInt64(list.prefix) << 32 | UInt64(ordinal)
    }

    /// Reads a key, or nothing where it is none of a status or a work list.
    init?(_ key: borrowing Span<UInt8>) {
        guard key.count == ViewKey.membershipBytes, key[0] <= ViewKey.workList else { return nil }
        packed =
            UInt64(key[0]) << 48 | UInt64(key[1]) << 40 | UInt64(key[2]) << 32
            | UInt64(key.bigEndian(UInt32.self, at: 3))
    }

    var list: MembershipList { MembershipList(prefix: UInt32(packed >> 32)) }
    var ordinal: UInt32 { UInt32(truncatingIfNeeded: packed) }

    /// Puts the key's bytes at the end of a buffer of eight.
    func write(into buffer: inout [UInt8]) { buffer.storeBigEndian(packed, at: 0) }

    /// The key; a buffer that is used again is cheaper for many rows.
    var key: [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendBigEndian(packed)
        bytes.removeFirst()
        return bytes
    }

    static func < (left: MembershipRow, right: MembershipRow) -> Bool { left.packed < right.packed }
}

/// All rows of one status or one work list.
package struct MembershipList: Hashable, Comparable {
    /// Kind, workflow, status or tab: three bytes.
    let prefix: UInt32

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

extension Placement {
    /// The rows that an order has for where it stands.
    func eachRow(ordinal: UInt32, _ body: (MembershipRow) -> Void) {
        body(
            MembershipRow(
                kind: ViewKey.status,
                workflow: workflow,
                code: status,
                ordinal: ordinal
            )
        )
        var lists = workLists
        while lists != 0 {
            let tab = UInt8(lists.trailingZeroBitCount)
            body(
                MembershipRow(
                    kind: ViewKey.workList,
                    workflow: workflow,
                    code: tab,
                    ordinal: ordinal
                )
            )
            lists &= lists - 1
        }
    }
}
