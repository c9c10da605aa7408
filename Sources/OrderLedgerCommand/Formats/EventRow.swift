import OrderLedger

/// An event of the log.
struct EventRow: Row {
    private let event: StoredEvent

    init(_ event: StoredEvent) { self.event = event }

    static let columns = [
        TableColumn("POSITION", .right), TableColumn("ORDER", .left, .cut),
        TableColumn("REV", .right), TableColumn("EVENT"), TableColumn("AT"),
        TableColumn("WHO", .left, .cut), TableColumn("DATA", .left, .cut),
    ]

    var cells: [String] {
        [
            event.position.description, event.order, event.revision.description, event.type,
            event.occurredAt.description, event.actor, String(decoding: event.data, as: UTF8.self),
        ]
    }

    static let fieldNames = [
        "position", "order", "revision", "event", "id", "at", "recordedAt", "actor", "source",
        "correlation", "causation", "observed", "data",
    ]

    var fields: [String] {
        [
            event.position.description, event.order, event.revision.description, event.type,
            event.id, event.occurredAt.description, event.recordedAt.description, event.actor,
            event.source, event.correlation, event.causation, "\(event.isObserved)",
            String(decoding: event.data, as: UTF8.self),
        ]
    }

    func write(to writer: inout JSONWriter) { writer.written(event.cloudEvent) }
}
