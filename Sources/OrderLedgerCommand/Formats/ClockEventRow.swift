import OrderLedger

/// An event that the clock appended, or would append.
struct ClockEventRow: Row {
    private let event: ClockEvent

    init(_ event: ClockEvent) { self.event = event }

    static let columns = [
        TableColumn("AT"), TableColumn("ORDER", .left, .cut), TableColumn("EVENT"),
        TableColumn("DEADLINE"),
    ]

    var cells: [String] { fields }

    static let fieldNames = ["at", "order", "event", "deadline"]

    var fields: [String] {
        [event.at.description, event.order.rawValue, event.event, event.kind.word]
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for (name, field) in zip(Self.fieldNames, fields) { writer.member(name, field) }
        writer.endObject()
    }
}
