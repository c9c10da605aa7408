import EventLog
import Interchange
import LMDB
import Orders
import Projections

/// What the events of a stretch of the log name, of those things that are in one part of all.
struct OCELNames: Sendable {
    /// A thing, and what is written of it.
    struct Thing: Sendable {
        let id: String
        let element: OCELElements
    }

    /// The things in the order in which they are mentioned first, each once.
    private(set) var things: [Thing] = []
    /// In which part the things are that each event names which may name any, as far as a byte
    /// tells.
    private(set) var marks: [UInt8] = []

    /// - Parameter marks: those of an earlier look, so that only events are read that may name
    ///   something in the part.
    init(
        at positions: ClosedRange<UInt64>,
        in store: LogStore,
        part: Int,
        of parts: Int,
        marks: [UInt8]?,
    ) throws(LedgerError) {
        var names = OCELNames()
        var known: Set<String> = []
        var place = 0
        try store.sweep(from: positions.lowerBound, through: positions.upperBound) {
            (position, bytes, snapshot) throws(LedgerError) in
            let header = try RecordHeader(bytes, readAt: position)
            guard header.ordinal > 0, OCELMentions.mayName(header) else { return }
            defer { place += 1 }
            if let marks, marks[place] != UInt8(truncatingIfNeeded: part) { return }
            let record = try Record(position: Position(position), bytes: bytes.copy())
            let mentions = try OCELMentions(record) { () throws(LedgerError) in
                try snapshot.payload(of: record)
            }
            var mark = 0
            for mention in mentions.all {
                mark = Int(eventIDHash(mention.object.id) % UInt64(parts))
                guard mark == part, known.insert(mention.object.id).inserted else { continue }
                var element = OCELElements()
                element.append(mention.object)
                names.things.append(Thing(id: mention.object.id, element: element))
            }
            if marks == nil { names.marks.append(UInt8(truncatingIfNeeded: mark)) }
        }
        self = names
    }

    private init() {}
}
