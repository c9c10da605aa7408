package import LMDB

/// The row of the main table that says what the file is and which generation of views is live.
///
/// Bytes: "ORDERLEDGER" and a zero, format version (2 bytes little-endian), 1 where a tree was
/// begun (2 bytes little-endian), generation (4 bytes little-endian). Sharing the main table's
/// page, it costs a commit nothing.
///
/// The format version is that of `heads.G` and `views.G`: the log has its own in each record.
package struct LedgerRow: Sendable, Equatable {
    package var generation: UInt32
    /// Whether a tree over the log was begun, so that one must be there; a ledger of the
    /// earlier layout may have none until it is rebuilt.
    package var hasTree: Bool
    /// How heads and views are laid out.
    package var layout: Layout

    /// A layout of heads and views, by its format version.
    package enum Layout: UInt16, Sendable {
        /// That of an earlier build: nothing of them is read, they are made anew from the log.
        case earlier = 1
        /// That of this build.
        case current = 2
    }

    static let key = Array("ledger".utf8)
    private static let magic = Array("ORDERLEDGER\0".utf8)
    private static let byteCount = 20

    package init(generation: UInt32, hasTree: Bool, layout: Layout = .current) {
        self.generation = generation
        self.hasTree = hasTree
        self.layout = layout
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
        guard let layout = Layout(rawValue: version) else {
            throw LedgerError(
                .newerFormat,
                "the ledger has format version \(version); this build reads version "
                    + "\(Layout.current.rawValue): use a newer build"
            )
        }
        guard bytes.count == Self.byteCount else {
            throw LedgerError(
                .corrupted,
                "the row that says what the ledger is has \(bytes.count) bytes: restore a backup"
            )
        }
        self.layout = layout
        hasTree = bytes.span.uint16(at: 14) & 1 == 1
        generation = bytes.span.uint32(at: 16)
    }

    package func write(in transaction: inout WriteTransaction) throws(LMDBError) {
        var bytes = Self.magic
        bytes.appendLittleEndian(layout.rawValue)
        bytes.appendLittleEndian(UInt16(hasTree ? 1 : 0))
        bytes.appendLittleEndian(generation)
        try transaction.put(.main, Self.key.span, bytes.span)
    }

    /// Refuses a ledger of which heads and views cannot be read.
    ///
    /// - Throws: `earlierFormat`.
    package func requireCurrentLayout() throws(LedgerError) {
        guard layout == .current else {
            throw LedgerError(
                .earlierFormat,
                "an earlier build laid out the views of this ledger: run rebuild, which makes them "
                    + "anew from the log"
            )
        }
    }

    /// Takes note that the tree of an earlier build's ledger was begun.
    static func markTree(in transaction: inout WriteTransaction) throws(LedgerError) {
        var row = try LedgerRow(transaction)
        guard !row.hasTree else { return }
        row.hasTree = true
        do { try row.write(in: &transaction) } catch { throw LedgerError(error) }
    }
}
