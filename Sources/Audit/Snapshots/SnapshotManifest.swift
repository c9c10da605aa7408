public import MerkleTree
import Orders
public import Projections

/// What a snapshot says of itself: of which records it is the state, and what its lines come to.
///
/// A snapshot is a folder of two files. `orders.jsonl` has a line for each order, see
/// `SnapshotLines`, sorted by the bytes of the orders' ids. `manifest.json` is this, one JSON
/// object on one line:
///
/// | member | what it says |
/// |---|---|
/// | `format` | `orderledger-snapshot` |
/// | `version` | 1 |
/// | `ledger` | the id that the ledger was given when it was made |
/// | `position` | the last record whose event counts; also the size of the tree |
/// | `root` | the root of the RFC 6962 tree over the records 1 to `position`, in hexadecimal digits |
/// | `orders` | how many lines there are |
/// | `lines` | of the file `orders.jsonl`: its `name`, its `bytes`, and its `sha256` in hexadecimal |
/// | `counts` | by workflow, how many orders stand in each status that any stands in |
/// | `totals` | by currency, as `totals` has them: `orders` and their `ordered`, `captured`, `refunded` and `outstanding`; `cancelledOrders` and `cancelled` beside them |
///
/// Nothing in a snapshot comes from anywhere but the log: no clock, no machine, no path, no key. So
/// whoever has the same records makes the same bytes.
public struct SnapshotManifest: Sendable, Equatable {
    /// The id of the ledger that the snapshot is of.
    public let ledger: String
    /// The last record whose event counts; also the size of the tree.
    public let position: UInt64
    /// The root of the tree over the records up to there.
    public let root: MerkleHash
    /// Orders, one a line.
    public let orders: Int
    /// The bytes of the file with the lines.
    public let lineBytes: Int
    /// The SHA-256 of that file, in hexadecimal.
    public let lineDigest: String
    /// How many orders stand where, by workflow and status.
    public let counts: [WorkflowCount]
    /// Money ordered, captured, refunded and outstanding, by currency.
    public let totals: [OrderTotals]

    /// How many orders of a workflow stand in which status.
    public struct WorkflowCount: Sendable, Equatable {
        /// The workflow's name.
        public let workflow: String
        /// Its statuses that orders have, with their numbers.
        public let statuses: [StatusCount]
    }

    /// How many orders stand in a status.
    public struct StatusCount: Sendable, Equatable {
        /// The status' name.
        public let status: String
        /// How many orders have it.
        public let count: Int
    }

    static let format = "orderledger-snapshot"
    static let version = "1"

    /// Whether a folder has a manifest.
    package static func isIn(_ path: String) -> Bool {
        SnapshotFolder.exists(SnapshotFolder(path: path).manifest)
    }
}

extension SnapshotManifest {
    /// The bytes of the file, with the line feed at its end.
    public var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("format", Self.format)
        writer.key("version")
        writer.raw(Self.version)
        writer.member("ledger", ledger)
        writer.member("position", Int64(position))
        writer.member("root", root.description)
        writer.member("orders", Int64(orders))
        writer.key("lines")
        writer.beginObject()
        writer.member("name", SnapshotFolder.linesName)
        writer.member("bytes", Int64(lineBytes))
        writer.member("sha256", lineDigest)
        writer.endObject()
        writeCounts(to: &writer)
        writeTotals(to: &writer)
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func writeCounts(to writer: inout JSONWriter) {
        writer.key("counts")
        writer.beginObject()
        for workflow in counts {
            writer.key(workflow.workflow)
            writer.beginObject()
            for status in workflow.statuses { writer.member(status.status, Int64(status.count)) }
            writer.endObject()
        }
        writer.endObject()
    }

    private func writeTotals(to writer: inout JSONWriter) {
        writer.key("totals")
        writer.beginObject()
        for sums in totals {
            writer.key(sums.currency.code)
            writer.beginObject()
            writer.member("orders", Int64(sums.orders))
            writer.member("ordered", sums.currency.text(ofSum: sums.ordered))
            writer.member("captured", sums.currency.text(ofSum: sums.captured))
            writer.member("refunded", sums.currency.text(ofSum: sums.refunded))
            writer.member("outstanding", sums.currency.text(ofSum: sums.outstanding))
            writer.member("cancelledOrders", Int64(sums.cancelledOrders))
            writer.member("cancelled", sums.currency.text(ofSum: sums.cancelled))
            writer.endObject()
        }
        writer.endObject()
    }
}
