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
        for event in batch {
            bytes += event.body.lengths.recordByteCount([])
            if event.body.isOpen { bytes += SealedPart.overhead }
        }
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

extension [AppendBatch] {
    /// The same batches in order, in runs that each fit one transaction.
    var runs: [ArraySlice<AppendBatch>] {
        var runs: [ArraySlice<AppendBatch>] = []
        var start = startIndex
        var size = CommitSize(events: 0, bytes: 0)
        for index in indices {
            let next = self[index].size
            if index > start, !size.fits(with: next) {
                runs.append(self[start..<index])
                start = index
                size = CommitSize(events: 0, bytes: 0)
            }
            size = size + next
        }
        if start < endIndex { runs.append(self[start...]) }
        return runs
    }
}
