import OrderLedger

/// An event of which every field was made a value that outlives the page it was read with: what
/// SQLite's client copies of a row, and the second time and the source beside it.
struct CopiedEvent {
    private let position: Position
    private let revision: Revision
    private let order: String
    private let id: String
    private let type: String
    private let occurredAt: Timestamp
    private let recordedAt: Timestamp
    private let source: String
    private let data: [UInt8]

    init(_ event: borrowing StoredEvent) {
        position = event.position
        revision = event.revision
        order = event.order
        id = event.id
        type = event.type
        occurredAt = event.occurredAt
        recordedAt = event.recordedAt
        source = event.source
        data = event.data
    }

    /// Something of every field, so that none is left out.
    var sum: Int {
        let numbers = position.rawValue ^ revision.rawValue
        let times = (occurredAt.microseconds ^ recordedAt.microseconds) & 1
        let texts = order.utf8.count + id.utf8.count + type.utf8.count + source.utf8.count
        return Int(numbers & 1) + Int(times) + texts + data.count
    }
}
