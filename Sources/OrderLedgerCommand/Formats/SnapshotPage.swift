import OrderLedger

/// What a snapshot that was made says of itself.
struct SnapshotPage {
    private let manifest: SnapshotManifest
    private let path: String

    init(_ manifest: SnapshotManifest, at path: String) {
        self.manifest = manifest
        self.path = path
    }

    func write(as format: OutputFormat, to output: StandardOutput) throws {
        guard format == .table else { return try output.write(manifest.bytes) }
        var card = Card("Snapshot \(path)")
        card.add("position", Int(manifest.position).grouped)
        card.add("root", manifest.root.description)
        card.add("orders", manifest.orders.grouped)
        card.add("bytes", manifest.lineBytes.grouped)
        card.add("SHA-256", manifest.lineDigest)
        card.add("Counts", counts)
        card.add("Totals", totals)
        try card.write(to: output)
    }

    private var counts: Table {
        var table = Table([
            TableColumn("WORKFLOW"), TableColumn("STATUS"), TableColumn("ORDERS", .right),
        ])
        for workflow in manifest.counts {
            for status in workflow.statuses {
                table.append([workflow.workflow, status.status, status.count.grouped])
            }
        }
        return table
    }

    private var totals: Table {
        var table = Table(Array(TotalsRow.columns.dropFirst()))
        for totals in manifest.totals { table.append(Array(TotalsRow(totals).cells.dropFirst())) }
        return table
    }
}
