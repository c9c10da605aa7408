import OrderLedger

/// The receipt of one event.
struct ReceiptRow: Row {
    private let part: Receipt.Part
    private let isDuplicate: Bool
    private let event: String
    private let id: EventID

    init(_ receipt: Receipt, _ event: NewEvent, name: String) {
        precondition(receipt.parts.count == 1, "One event makes a receipt of one part.")
        part = receipt.parts[0]
        isDuplicate = receipt.isDuplicate
        self.event = name
        id = event.id
    }

    static let columns = [
        TableColumn("ORDER"), TableColumn("EVENT"), TableColumn("REVISION", .right),
        TableColumn("POSITION", .right), TableColumn("STATUS"), TableColumn("ID"),
    ]

    var cells: [String] {
        [
            part.order.rawValue, event, part.lastRevision.description, part.position.description,
            part.status, id.rawValue + (isDuplicate ? " (recorded before)" : ""),
        ]
    }

    static let fieldNames = [
        "order", "revision", "position", "status", "duplicate", "event", "id",
    ]

    var fields: [String] {
        [
            part.order.rawValue, part.lastRevision.description, part.position.description,
            part.status, "\(isDuplicate)", event, id.rawValue,
        ]
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("order", part.order.rawValue)
        writer.member("revision", Int64(part.lastRevision.rawValue))
        writer.member("position", Int64(part.position.rawValue))
        writer.member("status", part.status)
        writer.member("duplicate", isDuplicate)
        writer.member("event", event)
        writer.member("id", id.rawValue)
        writer.endObject()
    }
}
