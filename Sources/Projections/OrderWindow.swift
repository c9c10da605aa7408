package import EventLog
import LMDB
package import Orders

/// The orders of a range of ordinals, folded from the log alone.
///
/// Orders are folded window by window, so that memory does not grow with the ledger. Most events
/// are folded from their headers; an order that needs more is marked and folded from its history
/// when the window is complete.
package struct OrderWindow: Sendable {
    package let firstOrdinal: UInt32
    let orderMaximum: Int
    /// The workflow of orders that name none.
    private let defaultWorkflow: Workflow.Code
    package private(set) var entries: [Entry] = []
    private(set) var customers = CustomerRows()
    /// Whether no orders come behind the window.
    private(set) var isLast: Bool
    /// A sum over the hashes of all order ids with their ordinals, to compare with the id table.
    private(set) var names = RowSum()
    /// Records that do not continue their orders.
    package private(set) var brokenLinks: [BrokenLink] = []
    /// The ledger's own stream as of the last record that the window has seen.
    package private(set) var ledger: LedgerStream

    /// One order of the window.
    package struct Entry: Sendable {
        package internal(set) var head: OrderHead
        /// Whether the headers were not enough.
        package internal(set) var needsHistory = false
        /// A sum over the order's rows in the index of event ids.
        var ids = RowSum()
        /// A hash of the order's name, for no other reason than to see that all records bear it.
        var name: UInt64 = 0

        /// An order before its first event.
        package init(head: OrderHead) { self.head = head }
    }

    init(firstOrdinal: UInt32, orderMaximum: Int, isLast: Bool, ledger: LedgerStream) {
        self.ledger = ledger
        self.isLast = isLast
        self.firstOrdinal = firstOrdinal
        self.orderMaximum = orderMaximum
        defaultWorkflow = ledger.rules.defaultWorkflow.code
        entries.reserveCapacity(orderMaximum)
    }

    var endOrdinal: UInt32 { firstOrdinal + UInt32(entries.count) }

    /// Whether an order with this ordinal is the window's.
    package func holds(_ ordinal: UInt32) -> Bool {
        ordinal > 0 && ordinal >= firstOrdinal && Int(ordinal - firstOrdinal) < orderMaximum
    }

    /// What has been folded of an order; nothing before its first event.
    package func entry(of ordinal: UInt32) -> Entry? {
        guard holds(ordinal), ordinal < endOrdinal else { return nil }
        let entry = entries[Int(ordinal - firstOrdinal)]
        return entry.head.lastPosition > 0 ? entry : nil
    }

    /// Folds a record in, if it is one of the window's orders' or of the ledger's own stream.
    ///
    /// - Returns: whether it was one of the orders'.
    @discardableResult
    mutating func take(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Bool {
        guard holds(header.ordinal) else {
            if header.ordinal == 0 { try ledger.take(header, at: position, bytes, in: snapshot) }
            if header.ordinal > firstOrdinal { isLast = false }
            return false
        }
        try take(RecordStep(header, at: position, bytes, in: snapshot)) {
            () throws(LedgerError) in
            try snapshot.tables.agendaEvent(header, at: position, bytes, in: snapshot.transaction)
        }
        return true
    }

    /// Folds a step in, which is one of the window's orders'.
    ///
    /// - Parameter event: reads the record's event, where the agenda asks for it.
    // In place wherever it is called, lest the step is put together and taken apart again.
    @inline(__always)
    mutating func take(
        _ step: RecordStep,
        _ event: () throws(LedgerError) -> OrderEvent,
    ) throws(LedgerError) {
        let index = Int(step.ordinal - firstOrdinal)
        while entries.count <= index {
            entries.append(Entry(head: OrderHead(firstPosition: step.position)))
        }
        // Where a damaged ordinal came before its time, the orders that it skipped begin later.
        if entries[index].head.lastPosition == 0 {
            entries[index].head.firstPosition = step.position
        }
        let link = try entries[index].follow(step, defaultWorkflow: defaultWorkflow, event)
        if let link { brokenLinks.append(link) }
        if step.revision == 0 { names.add(step.nameRow) }
        if let customer = step.customer { customers.add(customer, ordinal: step.ordinal) }
    }

    /// Folds the orders that need their history, and puts the customers in order.
    mutating func complete(in store: LogStore, _ progress: WorkProgress) throws(LedgerError) {
        for index in unfinished {
            try progress.check()
            let history = try store.snapshot().history(of: entries[index].head, .publicPart)
            entries[index].head.standing = standing(history)
        }
        customers.sort()
    }

    /// The entries whose headers were not enough.
    private var unfinished: [Int] {
        // A span, lest each entry is copied to look at it.
        let entries = entries.span
        var indices: [Int] = []
        for index in entries.indices where entries[index].needsHistory { indices.append(index) }
        return indices
    }

    private func standing(_ history: [RecordedEvent]) -> OrderStanding {
        OrderHistory(folding: history, defaultWorkflow: defaultWorkflow).standing
    }

    /// Folds what was appended since, within one snapshot.
    ///
    /// - Returns: whether anything was, be it of the ledger's own stream.
    mutating func catchUp(
        from start: UInt64,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Bool {
        guard try snapshot.tail.position >= start else { return false }
        var next: UInt64? = start
        var touched = Set<Int>()
        while let position = next {
            next = try snapshot.scan(from: position, through: .max) {
                (position, bytes, snapshot) throws(LedgerError) in
                let header = try RecordHeader(bytes, readAt: position)
                if try take(header, at: position, bytes, in: snapshot) {
                    touched.insert(Int(header.ordinal - firstOrdinal))
                }
            }
        }
        for index in touched where entries[index].needsHistory {
            let history = try snapshot.history(of: entries[index].head, .publicPart)
            entries[index].head.standing = standing(history)
        }
        customers.sort()
        return true
    }
}

extension OrderWindow.Entry {
    /// Folds a record's header; where it is not enough, remembers that.
    ///
    /// - Parameter event: reads the record's event, where the agenda asks for it.
    package mutating func fold(
        _ header: RecordHeader,
        _ step: StandingStep,
        _ event: () throws(LedgerError) -> OrderEvent,
    ) throws(LedgerError) {
        if !needsHistory { needsHistory = try !head.standing.apply(step, event) }
        advance(over: header, at: step.position.rawValue)
    }

    /// Takes note of a record that is the order's last; nothing is folded.
    mutating func advance(over header: RecordHeader, at position: UInt64) {
        head.advance(over: header, at: position)
        ids.add(RowSum.hash(header.idHash, header.ordinal, position))
    }
}

extension StandingStep {
    /// The place of a record among those that are folded.
    package init(_ header: RecordHeader, at position: UInt64, defaultWorkflow: Workflow.Code) {
        self.init(
            header.digest,
            at: Timestamp(microseconds: header.occurredAt),
            position: Position(position),
            defaultWorkflow: defaultWorkflow
        )
    }
}

/// A sum of row hashes that does not depend on the order of rows: equal sets have equal sums.
///
/// It finds accidents, not forgeries: tables can be compared without sorting either of them.
struct RowSum: Equatable, Sendable {
    private(set) var sum: UInt64 = 0
    private(set) var count = 0

    mutating func add(_ hash: UInt64) {
        sum &+= hash
        count += 1
    }

    mutating func add(_ other: RowSum) {
        sum &+= other.sum
        count += other.count
    }

    static func hash(_ bytes: borrowing Span<UInt8>, _ ordinal: UInt32) -> UInt64 {
        mix(eventIDHash(bytes) ^ UInt64(ordinal) &* 0x9E37_79B9_7F4A_7C15)
    }

    static func hash(_ idHash: UInt64, _ ordinal: UInt32, _ position: UInt64) -> UInt64 {
        mix(mix(idHash ^ UInt64(ordinal) << 32) ^ position)
    }

    /// The finishing step of SplitMix64 (Steele, Lea, Flood 2014).
    static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

extension RecordHeader {
    /// Reads the header of a record of the log.
    ///
    /// - Throws: `corrupted` or `newerFormat` where the bytes are no record of this build.
    @inline(__always)
    package init(_ bytes: borrowing Span<UInt8>, readAt position: UInt64) throws(LedgerError) {
        guard Self.isReadable(bytes) else {
            self = try Record(position: Position(position), bytes: bytes.copy()).header
            return
        }
        self.init(readable: bytes)
        guard recordByteCount == bytes.count else {
            throw LedgerError(
                .corrupted,
                "record \(position) is not as long as its header says: run verify"
            )
        }
    }
}
