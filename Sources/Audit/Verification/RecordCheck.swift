import Crypto
import EventLog
import LMDB
import Orders

/// What must hold of a record by itself, whatever stands before it.
enum RecordCheck {
    /// What is wrong with a record; nothing where all is right.
    ///
    /// - Complexity: O(bytes of the event id); where parts of the payload lie outside the record,
    ///   O(bytes of those).
    @inline(__always)
    static func fault(
        of header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> String? {
        guard header.previous < position else {
            return "the record names position \(header.previous) as the one before it"
        }
        let start = RecordHeader.byteCount + header.lengths.order
        let id = bytes.extracting(start..<start + header.lengths.id)
        guard eventIDHash(id) == header.idHash else {
            return "the header's hash is not that of the event id"
        }
        if header.ordinal == 0 {
            guard bytes.extracting(header.range(of: .order)).isEqual(to: ledgerName.span) else {
                return "the record is the ledger's own, but bears another name"
            }
        }
        guard header.flags.isEmpty else {
            return try faultOfParts(header, at: position, bytes, in: snapshot)
        }
        return nil
    }

    private static let ledgerName = Array(OrderID.ledger.rawValue.utf8)

    /// What is wrong with the parts of the payload that are sealed or lie outside the record.
    @inline(never)
    private static func faultOfParts(
        _ header: RecordHeader,
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) -> String? {
        guard header.flags.isSubset(of: .known) else {
            return "the record has flags that no record of this format has"
        }
        if header.flags.contains(.sealedPersonalPart),
            !SealedPart.canHave(bytes: header.lengths.personalPart)
        {
            return "the sealed part has \(header.lengths.personalPart) bytes, which none can have"
        }
        let parts: [(RecordHeader.Flags, Record.Field, Int)] = [
            (.externalPublicPart, .publicPart, header.lengths.publicPart),
            (.externalPersonalPart, .personalPart, header.lengths.personalPart),
        ]
        for (flag, field, length) in parts where header.flags.contains(flag) {
            let digest = bytes.extracting(header.range(of: field)).copy()
            let blob: [UInt8]?
            do {
                blob = try snapshot.transaction.copyValue(snapshot.tables.blobs, digest.span)
            } catch {
                throw LedgerError(error)
            }
            guard let blob else { return "a long part of the payload is missing" }
            guard blob.count == length, Array(SHA256.hash(data: blob)) == digest else {
                return "a long part of the payload is not the one that was recorded"
            }
        }
        return nil
    }
}
