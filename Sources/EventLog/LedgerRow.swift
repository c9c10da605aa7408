package import LMDB

/// The row of the main table that says what the file is and which generation of views is live.
///
/// Bytes: "ORDERLEDGER" and a zero, format version (2 bytes little-endian), 1 where a tree was
/// begun (2 bytes little-endian), generation (4 bytes little-endian). Sharing the main table's
/// page, it costs a commit nothing.
package struct LedgerRow: Sendable, Equatable {
    package var generation: UInt32
    /// Whether a tree over the log was begun, so that one must be there; a ledger of an earlier
    /// build has none until something is appended to it.
    package var hasTree: Bool

    static let key = Array("ledger".utf8)
    private static let magic = Array("ORDERLEDGER\0".utf8)
    private static let formatVersion: UInt16 = 1
    private static let byteCount = 20

    package init(generation: UInt32, hasTree: Bool) {
        self.generation = generation
        self.hasTree = hasTree
    }

    package init(_ transaction: borrowing some Transaction & ~Copyable) throws(LedgerError) {
        let bytes: [UInt8]?
        do {
            bytes = try transaction.copyValue(.main, Self.key.span)
        } catch {
            throw LedgerError(error)
        }
        guard let bytes, bytes.count >= Self.magic.count + 2, bytes.starts(with: Self.magic) else {
            throw LedgerError(
                .notALedger,
                "this LMDB file holds no order ledger: check the path"
            )
        }
        let version = bytes.span.uint16(at: 12)
        guard version == Self.formatVersion else {
            throw LedgerError(
                .newerFormat,
                "the ledger has format version \(version); this build reads version "
                    + "\(Self.formatVersion): use a newer build"
            )
        }
        guard bytes.count == Self.byteCount else {
            throw LedgerError(
                .corrupted,
                "the row that says what the ledger is has \(bytes.count) bytes: restore a backup"
            )
        }
        hasTree = bytes.span.uint16(at: 14) & 1 == 1
        generation = bytes.span.uint32(at: 16)
    }

    package func write(in transaction: inout WriteTransaction) throws(LMDBError) {
        var bytes = Self.magic
        bytes.appendLittleEndian(Self.formatVersion)
        bytes.appendLittleEndian(UInt16(hasTree ? 1 : 0))
        bytes.appendLittleEndian(generation)
        try transaction.put(.main, Self.key.span, bytes.span)
    }

    /// Takes note that the tree of an earlier build's ledger was begun.
    static func markTree(in transaction: inout WriteTransaction) throws(LedgerError) {
        var row = try LedgerRow(transaction)
        guard !row.hasTree else { return }
        row.hasTree = true
        do { try row.write(in: &transaction) } catch { throw LedgerError(error) }
    }
}
