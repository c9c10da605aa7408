import EventLog
import LMDB
import Orders
import Projections

/// What must hold of the log as a whole: positions, ordinals, times and batches.
struct LogStructure: Sendable {
    private var position: UInt64 = 0
    private var recordedAt = Int64.min
    /// The number of the last new order; nothing where it is not known, and the next one counts.
    private(set) var ordinals: UInt32? = 0
    private var following: UInt16 = 0

    /// The structure before the first record.
    init() {}

    /// The structure behind a record in the middle of the log.
    init(after header: RecordHeader, at position: UInt64) {
        self.position = position
        recordedAt = header.recordedAt
        following = header.batchFollowing
        ordinals = nil
    }

    /// Goes on at a position, whatever should have stood before it.
    mutating func resume(before position: UInt64) {
        self.position = position - 1
        following = 0
        ordinals = nil
    }

    /// Goes on behind a record that continues what came before it, as nearly all do.
    ///
    /// - Returns: false, and stays, where there are objections.
    @inline(__always)
    mutating func isContinued(by header: RecordHeader, at position: UInt64) -> Bool {
        guard position == self.position &+ 1, header.recordedAt >= recordedAt,
            following == 0 || header.batchFollowing == following - 1
        else { return false }
        if header.revision == 0, header.ordinal > 0 {
            if let ordinals, header.ordinal != ordinals &+ 1 { return false }
            ordinals = header.ordinal
        }
        self.position = position
        recordedAt = header.recordedAt
        following = header.batchFollowing
        return true
    }

    /// Compares a record with all that came before it.
    mutating func objections(of header: RecordHeader, at position: UInt64) -> [Objection] {
        var objections: [Objection] = []
        if position != self.position + 1 {
            objections.append(
                Objection(
                    code: .positionGap,
                    detail: "position \(position) follows \(self.position); records are missing"
                )
            )
        }
        if header.recordedAt < recordedAt {
            objections.append(
                Objection(
                    code: .recordedBackwards,
                    detail: "the record is older than the one before it"
                )
            )
        }
        if following > 0, header.batchFollowing != following - 1 {
            objections.append(
                Objection(
                    code: .cutBatch,
                    detail: "\(following) more records of the batch before it should stand here"
                )
            )
        }
        if header.revision == 0, header.ordinal > 0 {
            if let ordinals, header.ordinal != ordinals &+ 1 {
                objections.append(
                    Objection(
                        code: .ordinalGap,
                        detail:
                            "the order is number \(header.ordinal); it should be \(ordinals &+ 1)"
                    )
                )
                self.ordinals = nil
            } else {
                ordinals = header.ordinal
            }
        }
        self.position = position
        recordedAt = header.recordedAt
        following = header.batchFollowing
        return objections
    }

    /// Records of the last batch that the log lacks.
    var missingAtEnd: Int { Int(following) }
}

/// What must hold of each order: revisions, back pointers and event ids.
struct OrderStructure: Sendable {
    /// The id hashes of orders that are too long to be walked for each event.
    private var longOrders: [UInt32: Set<UInt64>] = [:]

    mutating func objections(
        of header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        after head: OrderHead?,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> [Objection] {
        var objections: [Objection] = []
        let expected = head.map { $0.revision + 1 } ?? 0
        if header.revision != expected {
            objections.append(
                Objection(
                    code: .revisionGap,
                    detail: "the event has revision \(header.revision); it should be \(expected)"
                )
            )
        }
        if header.previous != head?.lastPosition ?? 0 {
            objections.append(
                Objection(
                    code: .previousMismatch,
                    detail:
                        "the record names position \(header.previous) as the one before it; it is "
                        + "\(head?.lastPosition ?? 0)"
                )
            )
        }
        if eventIDHash(bytes.extracting(header.range(of: .id))) != header.idHash {
            objections.append(
                Objection(
                    code: .idHashMismatch,
                    detail: "the header's hash is not that of the event id"
                )
            )
        }
        if try isDuplicate(header, bytes, after: head, in: snapshot) {
            objections.append(
                Objection(
                    code: .duplicateID,
                    detail: "the order has an event with this id already"
                )
            )
        }
        return objections
    }

    private mutating func isDuplicate(
        _ header: RecordHeader,
        _ bytes: borrowing Span<UInt8>,
        after head: OrderHead?,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> Bool {
        guard let head else { return false }
        if head.revision >= IDIndex.walkMaximum {
            try remember(head, of: header.ordinal, in: snapshot)
            let isNew = longOrders[header.ordinal]?.insert(header.idHash).inserted ?? true
            if isNew { return false }
        }
        guard head.mayContain(idHash: header.idHash) else { return false }
        let id = bytes.text(in: header.range(of: .id))
        var position = head.lastPosition
        while position > 0 {
            let record = try snapshot.record(at: position)
            if record.header.idHash == header.idHash, record.id == id { return true }
            position = try record.previous
        }
        return false
    }

    /// Collects the hashes of an order that has just become long.
    private mutating func remember(
        _ head: OrderHead,
        of ordinal: UInt32,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        guard longOrders[ordinal] == nil else { return }
        longOrders[ordinal] = Set(try snapshot.records(of: head).map(\.header.idHash))
    }
}
