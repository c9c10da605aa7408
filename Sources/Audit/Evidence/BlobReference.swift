import Crypto
import EventLog
import LMDB
import MerkleTree
import Orders

/// A part of a payload that lies outside its record.
struct BlobReference {
    let position: UInt64
    let hash: [UInt8]

    /// Where it lies in an export.
    var name: String { "blobs/\(hash.hexadecimal)" }

    static func all(
        in bytes: borrowing Span<UInt8>,
        at position: UInt64
    ) throws(LedgerError) -> [BlobReference] {
        guard let header = RecordHeader(bytes), !header.flags.isEmpty else { return [] }
        let record = try Record(position: Position(position), bytes: bytes.copy())
        var hashes: [[UInt8]] = []
        if header.flags.contains(.externalPublicPart) {
            hashes.append(Array(record.storedPublicPart))
        }
        if header.flags.contains(.externalPersonalPart) {
            hashes.append(Array(record.storedPersonalPart))
        }
        return hashes.map { BlobReference(position: position, hash: $0) }
    }

    /// The part, which must be what the record says.
    func bytes(in snapshot: borrowing LogSnapshot) throws(LedgerError) -> [UInt8] {
        let bytes: [UInt8]?
        do {
            bytes = try snapshot.transaction.copyValue(snapshot.tables.blobs, hash.span)
        } catch {
            throw LedgerError(error)
        }
        guard let bytes, SHA256.hash(data: bytes).elementsEqual(hash) else {
            throw LedgerError(
                .corrupted,
                "the long payload of record \(position) is missing or altered: restore a backup"
            )
        }
        return bytes
    }
}
