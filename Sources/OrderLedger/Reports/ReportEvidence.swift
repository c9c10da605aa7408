import Audit
import EventLog
import MerkleTree
public import Orders
public import Projections

/// What every report carries, so that somebody else can make the same one and compare.
public struct ReportEvidence: Sendable {
    /// The ledger's id.
    public let ledger: String
    /// The version of the build that made it.
    public let tool: String
    /// What the report was asked for: all else would be another report.
    public let filter: JSONValue
    /// Records that it covers.
    public let treeSize: UInt64
    /// The root of the tree over them; nothing where one is missing.
    public let root: String?
    /// The orders' money by currency, cancelled orders beside.
    public let totals: [OrderTotals]
}

extension Ledger {
    /// The evidence for a report over the first records of the log.
    ///
    /// - Throws: what reading throws; a missing record leaves the root out.
    package func evidence(
        size: UInt64,
        filter: [JSONValue.Member],
        totals: [OrderTotals],
    ) throws(LedgerError) -> ReportEvidence {
        ReportEvidence(
            ledger: id,
            tool: ToolVersion.current,
            filter: .object(filter),
            treeSize: size,
            root: try treeRootText(of: size),
            totals: totals
        )
    }

    /// The root of the tree over the first records; nothing where one of them is missing.
    func treeRootText(of size: UInt64) throws(LedgerError) -> String? {
        do {
            return try store.snapshot().treeRoot(of: size).description
        } catch  where error.code == .corrupted {
            return nil
        }
    }
}

extension ReportEvidence {
    /// Seals a report: the members that are its own, then those that every report ends with.
    func seal(_ writeOwn: (inout JSONWriter) -> Void) throws(JSONError) -> SealedReport {
        var writer = JSONWriter()
        writer.beginObject()
        writeOwn(&writer)
        write(to: &writer)
        writer.endObject()
        return try SealedReport(sealing: writer.bytes)
    }

    /// Writes the members that every report ends with, but for its hash.
    package func write(to writer: inout JSONWriter) {
        writer.objects("totals", totals) { writer, totals in totals.writeMembers(to: &writer) }
        writer.member("filter", filter)
        writer.member("ledger", ledger)
        writer.member("tool", tool)
        writer.member("treeSize", Int64(treeSize))
        writer.member("root", root)
    }
}

extension OrderTotals {
    /// Writes the sums of one currency.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("currency", currency.code)
        writer.member("orders", Int64(orders))
        writer.member("ordered", currency.text(ofSum: ordered))
        writer.member("captured", currency.text(ofSum: captured))
        writer.member("refunded", currency.text(ofSum: refunded))
        writer.member("outstanding", currency.text(ofSum: outstanding))
        writer.member("cancelledOrders", Int64(cancelledOrders))
        writer.member("cancelled", currency.text(ofSum: cancelled))
    }

    /// The sums of one currency as a line, for the head of a text.
    var line: String {
        func text(_ sum: Int128) -> String { currency.text(ofSum: sum) }
        return "\(currency): orders \(orders), ordered \(text(ordered)), captured "
            + "\(text(captured)), refunded \(text(refunded)), outstanding \(text(outstanding)); "
            + "cancelled beside: orders \(cancelledOrders), ordered \(text(cancelled))"
    }
}
