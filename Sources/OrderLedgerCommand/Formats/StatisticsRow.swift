import OrderLedger

/// The size of a ledger.
struct StatisticsRow: Row {
    private let statistics: LedgerStatistics

    init(_ statistics: LedgerStatistics) { self.statistics = statistics }

    static let columns = [
        TableColumn("EVENTS", .right), TableColumn("ORDERS", .right), TableColumn("HEAD", .right),
        TableColumn("BYTES", .right), TableColumn("BYTES PER EVENT", .right),
        TableColumn("ROOT"),
    ]

    var cells: [String] {
        [
            statistics.events.grouped, statistics.orders.grouped,
            Int(statistics.head.rawValue).grouped, statistics.bytes.grouped, bytesPerEvent,
            statistics.root.description,
        ]
    }

    static let fieldNames = ["events", "orders", "head", "bytes", "bytesPerEvent", "root"]

    var fields: [String] {
        [
            "\(statistics.events)", "\(statistics.orders)", statistics.head.description,
            "\(statistics.bytes)", bytesPerEvent, statistics.root.description,
        ]
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for (name, field) in zip(Self.fieldNames, fields) {
            writer.key(name)
            if name == "root" { writer.string(field) } else { writer.raw(field) }
        }
        writer.endObject()
    }

    /// Bytes of the file for each event, to a tenth.
    private var bytesPerEvent: String {
        let tenths = statistics.events == 0 ? 0 : statistics.bytes * 10 / statistics.events
        return "\(tenths / 10).\(tenths % 10)"
    }
}
