import EventLog
import LMDB
import Orders
import Projections

/// A filter made ready to look at records: names are looked up once, not for every record.
struct FilterPlan {
    private let filter: EventFilter
    /// Codes of types that may be meant, a bit each; nothing where every type is.
    private let codes: TypeCodes?
    /// Ordinals of the orders that are meant, as far as they exist.
    private var orders: OrdinalSet?
    /// Ordinals of the orders of the customers that are meant.
    private var customers: OrdinalSet?
    /// Whether an order goes by a workflow that is meant, of those that were asked for.
    private var workflows: [UInt32: Bool] = [:]

    /// The workflows that there are.
    private var rules: LedgerRules?

    /// Answers about workflows that are kept at most.
    private static let workflowsMaximum = 100_000

    init(_ filter: EventFilter) {
        self.filter = filter
        codes = filter.types.map { TypeCodes(named: $0) }
    }

    /// Looks up what may have come since the last page.
    mutating func refresh(
        in snapshot: borrowing LogSnapshot,
        of store: LogStore,
    ) throws(LedgerError) {
        if let names = filter.orders {
            var ordinals: Set<UInt32> = []
            for name in names {
                if name == .ledger { ordinals.insert(0) }
                if let ordinal = try snapshot.ordinal(of: name) { ordinals.insert(ordinal) }
            }
            orders = OrdinalSet(ordinals)
        }
        if let ids = filter.customers {
            var ordinals: Set<UInt32> = []
            for id in ids { ordinals.formUnion(try snapshot.orders(naming: id)) }
            customers = OrdinalSet(ordinals)
        }
        if filter.workflows != nil {
            rules = try store.rules(in: snapshot)
            if workflows.count > Self.workflowsMaximum { workflows = [:] }
        }
    }

    /// Whether a record is meant.
    ///
    /// - Parameter bytes: a whole record of a format that can be read.
    @inline(__always)
    mutating func matches(
        _ bytes: borrowing Span<UInt8>,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Bool {
        if let codes, !codes.mayContain(RecordHeader.typeCode(readable: bytes)) { return false }
        if let orders, !orders.contains(RecordHeader.ordinal(readable: bytes)) { return false }
        if let customers, !customers.contains(RecordHeader.ordinal(readable: bytes)) {
            return false
        }
        return try matchesRest(bytes, in: snapshot)
    }

    private mutating func matchesRest(
        _ bytes: borrowing Span<UInt8>,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Bool {
        guard filter.types != nil || filter.correlations != nil || filter.workflows != nil else {
            return true
        }
        let header = RecordHeader(readable: bytes)
        if let types = filter.types, !types.contains(header.typeName(in: bytes)) { return false }
        if let correlations = filter.correlations {
            let text = bytes.text(in: header.range(of: .correlation))
            guard correlations.contains(text) else { return false }
        }
        guard let names = filter.workflows else { return true }
        return try goes(byOneOf: names, header.ordinal, in: snapshot)
    }

    private mutating func goes(
        byOneOf names: Set<String>,
        _ ordinal: UInt32,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Bool {
        guard ordinal > 0, let rules else { return false }
        if let known = workflows[ordinal] { return known }
        let core = try snapshot.head(of: ordinal).core
        let isMeant = names.contains(rules.workflow(of: core).name)
        // A cart has yet to be placed, perhaps under another workflow.
        if core.facts.contains(.placed) { workflows[ordinal] = isMeant }
        return isMeant
    }

    /// What is worth waking for.
    var interest: Interest {
        if let orders, filter.orders?.count == orders.count {
            return orders.only.map { .order($0) } ?? .everything
        }
        if filter.orders?.count == 1 { return .newOrders }
        return codes?.only.map { .type($0) } ?? .everything
    }
}

/// A set of type codes, and always the code of types that a record names in words.
struct TypeCodes {
    private var bits: [4 of UInt64] = [1, 0, 0, 0]
    private var count = 0
    private var last: UInt8 = 0
    private var hasOthers = false

    init(named names: Set<String>) {
        for name in names {
            let type = EventType.allCases.first { $0 != .unknown && $0.name == name }
            if let type { insert(type.rawValue) } else { hasOthers = true }
        }
    }

    private mutating func insert(_ code: UInt8) {
        guard !mayContain(code) else { return }
        bits[Int(code >> 6)] |= 1 << UInt64(code & 63)
        count += 1
        last = code
    }

    @inline(__always)
    func mayContain(_ code: UInt8) -> Bool { bits[Int(code >> 6)] & 1 << UInt64(code & 63) != 0 }

    /// The only code, where there is one.
    var only: UInt8? { count == 1 && !hasOthers ? last : nil }
}

/// A set of orders that is asked for every record.
struct OrdinalSet {
    private let all: Set<UInt32>
    /// The only one, where there is one: comparing is faster than hashing.
    let only: UInt32?

    init(_ all: Set<UInt32>) {
        self.all = all
        only = all.count == 1 ? all.first : nil
    }

    var count: Int { all.count }

    @inline(__always)
    func contains(_ ordinal: UInt32) -> Bool {
        if let only { return ordinal == only }
        return all.contains(ordinal)
    }
}
