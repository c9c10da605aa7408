import Orders

/// How much a transaction would carry: what bounds groups, and long requests of one caller.
struct CommitSize: Equatable {
    var events = 0
    /// Bytes of records, with the parts of payloads that lie outside them.
    var bytes = 0

    /// The most that one transaction carries, unless a single batch has more.
    static let maximum = CommitSize(events: 10_000, bytes: 32 << 20)

    init(events: Int, bytes: Int) {
        self.events = events
        self.bytes = bytes
    }

    /// The size of a batch; an empty one counts as an event, for it is a request all the same.
    init(of batch: [NewEvent]) {
        events = max(1, batch.count)
        // A span, and one property: the processor fetches many events from memory at once.
        let batch = batch.span
        for index in batch.indices { bytes += batch[index].byteCount }
    }

    /// The size of an event on its own.
    init(of event: NewEvent) {
        events = 1
        bytes = event.byteCount
    }

    /// The size of batches together.
    init(_ batches: some Sequence<AppendBatch>) {
        self = batches.reduce(CommitSize(events: 0, bytes: 0)) { $0 + $1.size }
    }

    /// Whether both together still fit one transaction.
    func fits(with other: CommitSize) -> Bool {
        events + other.events <= Self.maximum.events && bytes + other.bytes <= Self.maximum.bytes
    }

    static func + (left: CommitSize, right: CommitSize) -> CommitSize {
        CommitSize(events: left.events + right.events, bytes: left.bytes + right.bytes)
    }
}

extension CommitSize {
    /// Items in order, in runs that each fit one transaction.
    static func runs<Item>(of items: [Item], _ size: (Item) -> CommitSize) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        var sum = CommitSize(events: 0, bytes: 0)
        for index in items.indices {
            let next = size(items[index])
            if index > start, !sum.fits(with: next) {
                runs.append(start..<index)
                start = index
                sum = CommitSize(events: 0, bytes: 0)
            }
            sum = sum + next
        }
        if start < items.count { runs.append(start..<items.count) }
        return runs
    }
}

extension [AppendBatch] {
    /// The same batches in order, in runs that each fit one transaction.
    var runs: [[AppendBatch]] {
        // Most callers append one batch.
        guard count > 1 else { return isEmpty ? [] : [self] }
        return CommitSize.runs(of: self, \.size).map { Array(self[$0]) }
    }
}
