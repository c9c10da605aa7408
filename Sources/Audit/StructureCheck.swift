import EventLog
import LMDB
import Orders
import Projections

/// A fault in how records follow one another, found while the log is read in order.
struct StructureFault {
    let code: String
    let detail: String
}

/// What must hold of the log as a whole: positions, ordinals, times and batches.
struct LogStructure: Sendable {
    private var position: UInt64 = 0
    private var recordedAt = Int64.min
    private var ordinals: UInt32 = 0
    private var following: UInt16 = 0

    /// Compares a record with all that came before it.
    mutating func faults(of header: RecordHeader, at position: UInt64) -> [StructureFault] {
        var faults: [StructureFault] = []
        if position != self.position + 1 {
            faults.append(
                StructureFault(
                    code: "positionGap",
                    detail: "position \(position) follows \(self.position); records are missing"
                )
            )
        }
        if header.recordedAt < recordedAt {
            faults.append(
                StructureFault(
                    code: "recordedBackwards",
                    detail: "the record is older than the one before it"
                )
            )
        }
        if following > 0, header.batchFollowing != following - 1 {
            faults.append(
                StructureFault(
                    code: "cutBatch",
                    detail: "\(following) more records of the batch before it should stand here"
                )
            )
        }
        if header.revision == 0, header.ordinal > 0 {
            if header.ordinal != ordinals + 1 {
                faults.append(
                    StructureFault(
                        code: "ordinalGap",
                        detail:
                            "the order is number \(header.ordinal); it should be \(ordinals + 1)"
                    )
                )
            }
            ordinals = max(ordinals, header.ordinal)
        }
        self.position = position
        recordedAt = header.recordedAt
        following = header.batchFollowing
        return faults
    }

    /// Records of the last batch that the log lacks.
    var missingAtEnd: Int { Int(following) }
}

/// What must hold of each order: revisions, back pointers and event ids.
struct OrderStructure: Sendable {
    /// The id hashes of orders that are too long to be walked for each event.
    private var longOrders: [UInt32: Set<UInt64>] = [:]

    mutating func faults(
        of header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        after head: OrderHead?,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> [StructureFault] {
        var faults: [StructureFault] = []
        let expected = head.map { $0.revision + 1 } ?? 0
        if header.revision != expected {
            faults.append(
                StructureFault(
                    code: "revisionGap",
                    detail: "the event has revision \(header.revision); it should be \(expected)"
                )
            )
        }
        if header.previous != head?.lastPosition ?? 0 {
            faults.append(
                StructureFault(
                    code: "previousMismatch",
                    detail:
                        "the record names position \(header.previous) as the one before it; it is "
                        + "\(head?.lastPosition ?? 0)"
                )
            )
        }
        if eventIDHash(bytes.extracting(header.range(of: .id))) != header.idHash {
            faults.append(
                StructureFault(
                    code: "idHashMismatch",
                    detail: "the header's hash is not that of the event id"
                )
            )
        }
        if try isDuplicate(header, bytes, after: head, in: snapshot) {
            faults.append(
                StructureFault(
                    code: "duplicateID",
                    detail: "the order has an event with this id already"
                )
            )
        }
        return faults
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
        let id = String(decoding: bytes.bytes(in: header.range(of: .id)), as: UTF8.self)
        var position = head.lastPosition
        while position > 0 {
            let record = try snapshot.record(at: position)
            if record.header.idHash == header.idHash, record.id == id { return true }
            position = record.header.previous
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
