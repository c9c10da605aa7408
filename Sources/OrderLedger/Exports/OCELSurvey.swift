import EventLog
import LMDB
import Orders
import Projections

/// What a log holds, before it is written: its types of events, and how much they name.
struct OCELSurvey {
    /// The types, known ones by their codes, others by their names.
    let types: [String]
    private(set) var mentions = 0

    init(_ store: LogStore, _ size: UInt64, _ progress: WorkProgress) throws(LedgerError) {
        var known: Set<EventType> = []
        var others: Set<String> = []
        var count = 0
        try store.sweep(from: 1, through: size, progress: progress) {
            (position, bytes, snapshot) throws(LedgerError) in
            let header = try RecordHeader(bytes, readAt: position)
            guard header.ordinal > 0 else { return }
            if OCELMentions.mayName(header) { count += 1 }
            let range = header.range(of: .typeName)
            if range.isEmpty {
                known.insert(header.digest.type)
            } else {
                others.insert(bytes.text(in: range))
            }
        } pageEnd: {
            // Whoever hears of it may cancel.
            progress.advance(by: 0)
        }
        mentions = count
        types =
            EventType.ofOrders.filter(known.contains).map(\.name)
            + others.subtracting(known.map(\.name)).sorted()
    }
}
