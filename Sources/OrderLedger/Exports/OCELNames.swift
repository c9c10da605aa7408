import Audit
import EventLog
import LMDB
import Orders
import Projections

/// What the events of a stretch of the log are called, and what they name.
struct OCELNames: Sendable {
    private(set) var types: Set<EventType> = []
    /// The names of types that have no code, by their bytes.
    private(set) var otherTypes: Set<[UInt8]> = []
    /// The things in the order in which they are mentioned first, each once, with the positions of
    /// these mentions, big-endian.
    private(set) var mentions = RunBlock()

    init(at positions: ClosedRange<UInt64>, in store: LogStore) throws(LedgerError) {
        var names = OCELNames()
        var known: Set<[UInt8]> = []
        try store.sweep(from: positions.lowerBound, through: positions.upperBound) {
            (position, bytes, snapshot) throws(LedgerError) in
            let header = try RecordHeader(bytes, readAt: position)
            guard header.ordinal > 0 else { return }
            names.takeType(header, bytes)
            guard OCELThing.mayBeNamed(by: header) else { return }
            let record = try Record(position: Position(position), bytes: bytes.copy())
            guard let thing = try OCELThing(namedBy: record, in: snapshot)?.row,
                known.insert(thing).inserted
            else { return }
            var key: [UInt8] = []
            key.appendBigEndian(position)
            names.mentions.append(thing[...], key[...])
        }
        self = names
    }

    private init() {}

    private mutating func takeType(_ header: RecordHeader, _ bytes: borrowing Span<UInt8>) {
        let range = header.range(of: .typeName)
        if range.isEmpty {
            types.insert(header.digest.type)
        } else {
            otherTypes.insert(bytes.extracting(range).copy())
        }
    }
}
