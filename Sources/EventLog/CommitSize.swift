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

    /// The size of batches; an empty one counts as an event, for it is a request all the same.
    init(_ batches: some Sequence<AppendBatch>) {
        for batch in batches {
            events += max(1, batch.events.count)
            for event in batch.events {
                bytes += event.body.wholeByteCount
            }
        }
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
            let next = CommitSize(CollectionOfOne(self[index]))
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
