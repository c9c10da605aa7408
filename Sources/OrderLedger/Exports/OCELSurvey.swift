import Audit
import EventLog
import Orders
import Projections

/// What a log holds, before it is written: its types of events, and the things that they name.
///
/// There may be more things than memory holds, so they are sorted in files: by themselves, so that
/// each is found once, and then by where it is mentioned first.
struct OCELSurvey {
    private var known: Set<EventType> = []
    private var others: Set<[UInt8]> = []
    /// The things with the positions of their mentions.
    private let mentions: RowSorter
    private let folder: String

    /// Rows that are moved at once.
    static let rowsAtOnce = 1_024

    /// - Parameter folder: where things are kept until all is sorted.
    init(in folder: String) {
        self.folder = folder
        mentions = RowSorter { "\(folder)/mentions-\($0)" }
    }

    /// Takes the names of the next stretch.
    mutating func add(_ names: OCELNames) throws(LedgerError) {
        known.formUnion(names.types)
        others.formUnion(names.otherTypes)
        try mentions.add(names.mentions)
    }

    /// The types, known ones by their codes, others by their names' bytes.
    var types: [String] {
        EventType.ofOrders.filter(known.contains).map(\.name)
            + others.subtracting(known.map { Array($0.name.utf8) })
            .sorted { $0.lexicographicallyPrecedes($1) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// The things, each once, sorted by the positions of their first mentions.
    func things(_ progress: WorkProgress) throws(LedgerError) -> RowSorter {
        let folder = folder
        let firsts = RowSorter { "\(folder)/firsts-\($0)" }
        var rows = try mentions.merged(progress)
        var last: ArraySlice<UInt8> = []
        while case let block = try rows.next(Self.rowsAtOnce), !block.isEmpty {
            try progress.check()
            var some = RunBlock()
            try block.forEach { (thing, position) throws(LedgerError) in
                // Of the mentions of a thing the first comes first.
                guard thing != last else { return }
                last = thing
                some.append(position, thing)
            }
            try firsts.add(some)
            // Whoever hears of it may cancel.
            progress.advance(by: 0)
        }
        return firsts
    }
}
