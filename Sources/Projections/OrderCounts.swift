import EventLog
import LMDB

/// How many orders each status and each work list holds: one small row of the main table.
///
/// The row shares the page that every commit rewrites, so keeping it costs a commit nothing. It is
/// a sequence of entries that are not zero, sorted: workflow code, slot (status, or 32 + tab of a
/// work list), count (4 bytes little-endian).
struct OrderCounts: Equatable {
    private var workflows: [UInt8] = []
    /// `slotsPerWorkflow` counts for each workflow.
    private var counts: [Int64] = []

    private static let slotsPerWorkflow = 64
    private static let firstWorkList: UInt8 = 32
    private static let entryBytes = 6

    static func key(_ generation: UInt32) -> [UInt8] { Array("counts.\(generation)".utf8) }

    init() {}

    /// Reads the row; no row is no orders.
    init(
        generation: UInt32,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LMDBError) {
        guard let bytes = try transaction.copyValue(.main, Self.key(generation)) else { return }
        guard bytes.count.isMultiple(of: Self.entryBytes) else {
            throw LMDBError(.corrupted, operation: "read the counts of tabs")
        }
        for start in stride(from: 0, to: bytes.count, by: Self.entryBytes) {
            let slot = slot(workflow: bytes[start], bytes[start + 1] & 63)
            counts[slot] = Int64(bytes.span.uint32(at: start + 2))
        }
    }

    func write(generation: UInt32, in transaction: inout WriteTransaction) throws(LMDBError) {
        try transaction.put(.main, Self.key(generation), encoded)
    }

    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        for index in workflows.indices.sorted(by: { workflows[$0] < workflows[$1] }) {
            for slot in 0..<Self.slotsPerWorkflow {
                let count = counts[index * Self.slotsPerWorkflow + slot]
                guard count != 0 else { continue }
                bytes.append(workflows[index])
                bytes.append(UInt8(slot))
                bytes.appendLittleEndian(UInt32(clamping: count))
            }
        }
        return bytes
    }

    static func == (left: OrderCounts, right: OrderCounts) -> Bool { left.encoded == right.encoded }
}

extension OrderCounts {
    /// Adds what was counted apart.
    mutating func add(_ other: OrderCounts) {
        for (index, workflow) in other.workflows.enumerated() {
            let first = slot(workflow: workflow, 0)
            for slot in 0..<Self.slotsPerWorkflow {
                counts[first + slot] += other.counts[index * Self.slotsPerWorkflow + slot]
            }
        }
    }

    mutating func add(_ delta: Int64, _ list: MembershipList) {
        let slot = list.kind == ViewKey.status ? list.code : Self.firstWorkList + list.code
        counts[self.slot(workflow: list.workflow, slot & 63)] += delta
    }

    func count(workflow: UInt8, status: Int) -> Int { value(workflow, status) }

    func count(workflow: UInt8, workList: Int) -> Int {
        value(workflow, Int(Self.firstWorkList) + workList)
    }

    /// All lists that hold an order, in the order of keys.
    var lists: [(list: MembershipList, count: Int)] {
        var lists: [(list: MembershipList, count: Int)] = []
        for (index, workflow) in workflows.enumerated() {
            for slot in 0..<UInt8(Self.slotsPerWorkflow) {
                let count = counts[index * Self.slotsPerWorkflow + Int(slot)]
                guard count != 0 else { continue }
                let isStatus = slot < Self.firstWorkList
                let list = MembershipList(
                    kind: isStatus ? ViewKey.status : ViewKey.workList,
                    workflow: workflow,
                    code: isStatus ? slot : slot - Self.firstWorkList
                )
                lists.append((list, Int(count)))
            }
        }
        return lists.sorted { $0.list < $1.list }
    }

    private func value(_ workflow: UInt8, _ slot: Int) -> Int {
        guard let index = workflows.firstIndex(of: workflow) else { return 0 }
        return Int(counts[index * Self.slotsPerWorkflow + slot])
    }

    /// The place of a count; makes room for a workflow that is new.
    private mutating func slot(workflow: UInt8, _ slot: UInt8) -> Int {
        if let index = workflows.firstIndex(of: workflow) {
            return index * Self.slotsPerWorkflow + Int(slot)
        }
        workflows.append(workflow)
        counts.append(contentsOf: repeatElement(0, count: Self.slotsPerWorkflow))
        return (workflows.count - 1) * Self.slotsPerWorkflow + Int(slot)
    }
}
