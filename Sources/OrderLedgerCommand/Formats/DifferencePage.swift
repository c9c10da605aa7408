import OrderLedger

/// The events between two positions and what they changed, written as they are found.
final class DifferencePage {
    private let format: OutputFormat
    private let output: StandardOutput
    private var events = TableRows<DifferenceEventRow>()
    private var orders = TableRows<DifferenceOrderRow>()
    private var isFirst = true
    private var eventCount = 0
    private var orderCount = 0
    private var title = ""

    init(_ format: OutputFormat, _ output: StandardOutput) {
        self.format = format
        self.output = output
    }

    func begin(_ before: Position, _ after: Position) throws {
        title = "From position \(Int(before.rawValue).grouped) to \(Int(after.rawValue).grouped)"
        switch format {
        case .table: try output.writeLine(Terminal.current.bold(title))
        case .json: try output.write("{\"from\":\(before),\"to\":\(after),\"events\":[")
        default: break
        }
    }

    func write(_ event: StoredEvent) throws {
        eventCount += 1
        let row = DifferenceEventRow(event)
        guard format == .table else { return try write { row.write(to: &$0) } }
        if eventCount == 1 { try output.writeLine() }
        try events.write(row, to: output)
    }

    /// What follows is about orders.
    func beginOrders() throws {
        switch format {
        case .table: try events.finish(to: output)
        case .json: try output.write("],\"orders\":[")
        default: break
        }
        isFirst = true
    }

    func write(_ difference: OrderDifference) throws {
        orderCount += 1
        guard format == .table else { return try write { Self.write(difference, to: &$0) } }
        if orderCount == 1 { try output.writeLine() }
        for change in difference.changes {
            try orders.write(DifferenceOrderRow(difference, change), to: output)
        }
    }

    /// Writes what is left, and ends the command as its findings ask for.
    func finish() throws {
        switch format {
        case .table:
            try orders.finish(to: output)
            try output.writeLine()
            try output.writeLine(
                "\(eventCount.grouped) events, \(orderCount.grouped) orders that they changed"
            )
        case .json: try output.writeLine("]}")
        default: break
        }
        if eventCount > 0 { throw CommandFailure.foundSomething }
    }

    /// Writes an element of a list, or a line.
    private func write(_ body: (inout JSONWriter) -> Void) throws {
        var writer = JSONWriter()
        body(&writer)
        guard format == .json else { return try output.writeLine(writer.bytes) }
        try output.write(isFirst ? "\n" : ",\n")
        try output.write(writer.bytes)
        isFirst = false
    }

    private static func write(_ difference: OrderDifference, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("order", difference.order.rawValue)
        writer.member("new", difference.isNew)
        writer.objects("changes", difference.changes) { $1.writeMembers(to: &$0) }
        writer.endObject()
    }
}

/// An event between two positions.
private struct DifferenceEventRow: Row {
    private let event: StoredEvent

    init(_ event: StoredEvent) { self.event = event }

    static let columns = [
        TableColumn("POSITION", .right), TableColumn("ORDER", .left, .cut), TableColumn("EVENT"),
        TableColumn("WHO", .left, .cut), TableColumn("RECORDED"), TableColumn("ID", .left, .cut),
    ]

    var cells: [String] {
        [
            event.position.description, event.order, event.type, event.actor,
            event.recordedAt.description, event.id,
        ]
    }

    static let fieldNames = ["position", "order", "event", "actor", "recordedAt", "at", "id"]

    var fields: [String] {
        [
            event.position.description, event.order, event.type, event.actor,
            event.recordedAt.description, event.occurredAt.description, event.id,
        ]
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("position", Int64(event.position.rawValue))
        writer.member("order", event.order)
        writer.member("revision", Int64(event.revision.rawValue))
        writer.member("event", event.type)
        writer.member("id", event.id)
        writer.member("actor", event.actor.isEmpty ? nil : event.actor)
        writer.member("recordedAt", event.recordedAt)
        writer.member("at", event.occurredAt)
        writer.endObject()
    }
}

/// A field of an order that changed.
private struct DifferenceOrderRow: Row {
    private let order: String
    private let change: FieldChange

    init(_ difference: OrderDifference, _ change: FieldChange) {
        order = difference.order.rawValue
        self.change = change
    }

    static let columns = [
        TableColumn("ORDER", .left, .cut), TableColumn("FIELD", .left, .wrap),
        TableColumn("BEFORE", .left, .wrap), TableColumn("AFTER", .left, .wrap),
    ]

    var cells: [String] {
        [order, change.field] + change.texts
    }

    static let fieldNames = ["order", "field", "before", "after"]

    var fields: [String] { cells }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("order", order)
        change.writeMembers(to: &writer)
        writer.endObject()
    }
}
