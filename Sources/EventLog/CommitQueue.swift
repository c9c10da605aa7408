/// Decides which appends share a transaction: a pure state machine without threads or storage.
///
/// Callers queue; one drainer takes batches and performs them. Whoever enqueues into an idle queue
/// is told to drain. Callers that shared a transaction tend to come back together, a moment after
/// their answers: the drainer may gather them, lest the first to return is committed alone.
struct CommitQueue<Request> {
    private struct Waiting {
        let request: Request
        let size: CommitSize
    }

    private var waiting: [Waiting] = []
    private var isDraining = false
    /// How many requests shared the last transaction since the queue was idle.
    private var lastGroup = 0
    /// How many requests the drainer is gathering, while it is.
    private var gathering: Int?

    enum EnqueueAction: Equatable {
        /// The caller is the drainer now.
        case drain
        /// Somebody drains already and will come to this request.
        case wait
        /// As `wait`; the drainer has all that it gathers, and is to be woken.
        case wake
    }

    /// Adds a request at the end of the queue.
    mutating func enqueue(_ request: Request, size: CommitSize) -> EnqueueAction {
        waiting.append(Waiting(request: request, size: size))
        guard isDraining else {
            isDraining = true
            return .drain
        }
        guard let wanted = gathering, waiting.count >= wanted else { return .wait }
        gathering = nil
        return .wake
    }

    /// Begins to gather as many requests as shared the last transaction; false where there is
    /// nobody to wait for.
    mutating func startGathering() -> Bool {
        guard lastGroup > 1, waiting.count < lastGroup else { return false }
        gathering = lastGroup
        return true
    }

    /// Ends gathering; false where it had ended by itself, and a wake was or will be sent.
    mutating func stopGathering() -> Bool {
        defer { gathering = nil }
        return gathering != nil
    }

    /// Ends the caller's turn as drainer; true where others wait, so that somebody else must take
    /// over.
    mutating func leave() -> Bool {
        isDraining = !waiting.isEmpty
        lastGroup = 0
        return isDraining
    }

    /// The requests of the next transaction in order of arrival; none ends the draining.
    mutating func next() -> [Request] {
        var size = CommitSize(events: 0, bytes: 0)
        var count = 0
        for entry in waiting {
            if count > 0, !size.fits(with: entry.size) { break }
            size = size + entry.size
            count += 1
        }
        lastGroup = count
        guard count > 0 else {
            isDraining = false
            return []
        }
        let batch = waiting.prefix(count).map(\.request)
        waiting.removeFirst(count)
        return batch
    }
}
