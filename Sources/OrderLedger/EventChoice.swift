import EventLog
import LMDB

/// Which events a visit delivers.
struct EventChoice: Sendable {
    let positions: ClosedRange<Position>
    /// The type's word; every type where nothing is given.
    var type: String?
    /// Only events of the ledger's own stream.
    var isLedgersOnly = false

    static let all = EventChoice(positions: Position(0)...Position(.max))

    /// - Parameter record: a whole record.
    func contains(_ record: borrowing Span<UInt8>, at position: UInt64) -> Bool {
        guard positions.contains(Position(position)) else { return false }
        if isLedgersOnly, RecordHeader.ordinal(readable: record) != 0 { return false }
        return type == nil || RecordHeader.typeName(readable: record) == type
    }
}
