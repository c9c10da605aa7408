import EventLog
import LMDB
import Orders

/// What a window folds of a record. Few orders need more than this.
struct RecordStep: Sendable {
    let position: UInt64
    /// The position that the record names as the one before it.
    let previous: UInt64
    let ordinal: UInt32
    let revision: UInt32
    let digest: EventDigest
    let occurredAt: Int64
    let idHash: UInt64
    /// A hash of the order's name, for comparisons within this process alone.
    let name: UInt64
    /// The hash of the order's row in the table of ids; 0 but for an order's first record.
    let nameRow: UInt64
    /// The customer that the record names.
    let customer: CustomerKey?

    /// - Throws: `corrupted` where the bytes are no whole record; where the public part lies outside
    ///   the record and cannot be read.
    @inline(__always)
    init(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        guard header.recordByteCount == bytes.count else {
            throw LedgerError(
                .corrupted,
                "record \(position) is not as long as its header says: run verify"
            )
        }
        self.position = position
        previous = header.previous
        ordinal = header.ordinal
        revision = header.revision
        digest = header.digest
        occurredAt = header.occurredAt
        idHash = header.idHash
        let start = RecordHeader.byteCount
        let range = start..<start + header.lengths.order
        name = bytes.mixedHash(in: range)
        nameRow = revision == 0 ? RowSum.hash(bytes.extracting(range), ordinal) : 0
        customer =
            digest.type.carriesOrderData
            ? try Self.customer(header, at: position, bytes, in: snapshot) : nil
    }

    private static func customer(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> CustomerKey? {
        let part: [UInt8]
        if header.flags.contains(.externalPublicPart) {
            part = try snapshot.payload(of: snapshot.record(at: position), .publicPart).publicPart
        } else {
            let range = header.range(of: .publicPart)
            guard !CustomerID.isAbsent(from: bytes.extracting(range)) else { return nil }
            part = bytes.bytes(in: range)
        }
        return CustomerID.read(publicPart: part).map { CustomerKey($0) }
    }
}

extension OrderWindow.Entry {
    /// Folds a step; where it is not enough, remembers that.
    ///
    /// - Parameter event: reads the record's event, where the agenda asks for it.
    /// - Returns: what is wrong with the record as the next one of the order.
    @inline(__always)
    mutating func follow(
        _ step: RecordStep,
        defaultWorkflow: Workflow.Code,
        _ event: () throws(LedgerError) -> OrderEvent,
    ) throws(LedgerError) -> BrokenLink? {
        let link = link(to: step)
        if !needsHistory {
            let place = StandingStep(
                step.digest,
                at: Timestamp(microseconds: step.occurredAt),
                position: Position(step.position),
                defaultWorkflow: defaultWorkflow
            )
            needsHistory = try !head.standing.apply(place, event)
        }
        head.advance(
            to: step.revision,
            by: step.digest.type,
            idHash: step.idHash,
            occurredAt: step.occurredAt,
            position: step.position
        )
        ids.add(RowSum.hash(step.idHash, step.ordinal, step.position))
        return link
    }
}
