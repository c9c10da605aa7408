package import LMDB

/// The row of the main table that says what the file is and which generation of views is live.
///
/// Bytes: "ORDERLEDGER" and a zero, format version (2 bytes little-endian), 2 bytes zero,
/// generation (4 bytes little-endian). Sharing the main table's page, it costs a commit nothing.
package struct LedgerRow: Sendable, Equatable {
    package var generation: UInt32

    static let key = Array("ledger".utf8)
    private static let magic = Array("ORDERLEDGER\0".utf8)
    private static let formatVersion: UInt16 = 1
    private static let byteCount = 20

    package init(generation: UInt32) { self.generation = generation }

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
        generation = bytes.span.uint32(at: 16)
    }

    package func write(in transaction: inout WriteTransaction) throws(LMDBError) {
        var bytes = Self.magic
        bytes.appendLittleEndian(Self.formatVersion)
        bytes.appendLittleEndian(UInt16(0))
        bytes.appendLittleEndian(generation)
        try transaction.put(.main, Self.key.span, bytes.span)
    }
}
