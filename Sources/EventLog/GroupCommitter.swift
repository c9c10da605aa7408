import Dispatch
import Synchronization

/// Lets concurrent appenders share transactions: each gets its own verdict, after the sync.
///
/// An append that meets an idle queue is performed on the caller's own thread, so that a single
/// writer pays for no hand-over. What arrives meanwhile is drained on a queue of the committer's
/// own, a whole batch a transaction.
final class GroupCommitter: Sendable {
    /// One verdict for each batch of a request: a part of what a transaction answers, so that no
    /// copy is made of it on the thread that commits.
    typealias Verdicts = ArraySlice<AppendVerdict>

    private enum Request: Sendable {
        /// Batches that may share a transaction with others.
        case batches([AppendBatch], answer: @Sendable (Verdicts) -> Void)
        /// Work with a transaction of its own.
        case turn(@Sendable () -> Void)
    }

    private let queue = Mutex(CommitQueue<Request>())
    private let drainer = DispatchQueue(label: "orderledger.commit", qos: .userInitiated)
    private let gathered = DispatchSemaphore(value: 0)

    /// Carries out batches in one transaction, one verdict each, in order.
    typealias Perform = @Sendable ([AppendBatch]) -> [AppendVerdict]

    /// Appends and waits on the calling thread.
    func append(_ batches: [AppendBatch], performing perform: @escaping Perform) -> Verdicts {
        let answer = Answer<Verdicts>()
        let request = Request.batches(batches) { answer.give($0) }
        drainOnceIfIdle(behind: enqueue(request, size: CommitSize(batches)), perform)
        return answer.wait()
    }

    /// Has work done that makes a transaction of its own, when its turn comes among those who
    /// append, and waits on the calling thread.
    func takeTurn<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result,
        performing perform: @escaping Perform,
    ) -> Result {
        let answer = Answer<Result>()
        let request = Request.turn { answer.give(work()) }
        drainOnceIfIdle(behind: enqueue(request, size: .maximum), perform)
        return answer.wait()
    }

    /// Appends and suspends the calling task until the sync.
    func append(
        _ batches: [AppendBatch],
        performing perform: @escaping Perform,
    ) async -> Verdicts {
        await withCheckedContinuation { continuation in
            let request = Request.batches(batches) { continuation.resume(returning: $0) }
            let action = enqueue(request, size: CommitSize(batches))
            if action == .drain { drainer.async { self.drain(perform) } }
        }
    }

    private func enqueue(
        _ request: Request,
        size: CommitSize,
    ) -> CommitQueue<Request>.EnqueueAction {
        let action = queue.withLock { $0.enqueue(request, size: size) }
        if action == .wake { gathered.signal() }
        return action
    }

    /// Where the caller met an idle queue, performs its request on this thread, and leaves to the
    /// committer's own what came meanwhile.
    private func drainOnceIfIdle(
        behind action: CommitQueue<Request>.EnqueueAction,
        _ perform: @escaping Perform,
    ) {
        guard action == .drain else { return }
        drainOnce(perform)
        let othersWait = queue.withLock { $0.leave() }
        if othersWait { drainer.async { self.drain(perform) } }
    }

    private func drain(_ perform: Perform) {
        let clock = ContinuousClock()
        var isDone = false
        while !isDone {
            let duration = clock.measure { isDone = !drainOnce(perform) }
            gather(atMost: duration / Self.gatheringShare)
        }
    }

    /// Waiting for those who will be back costs at most this share of what a commit costs.
    private static let gatheringShare = 4

    /// Waits until as many callers are back as shared the last transaction, or the time is up.
    private func gather(atMost limit: Duration) {
        guard queue.withLock({ $0.startGathering() }) else { return }
        let nanoseconds = Int(limit / .nanoseconds(1))
        if gathered.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success { return }
        // A wake that was sent in the last moment must not be taken for a later one.
        if !queue.withLock({ $0.stopGathering() }) { gathered.wait() }
    }

    /// Performs one transaction; false when nothing waited.
    @discardableResult
    private func drainOnce(_ perform: Perform) -> Bool {
        let requests = queue.withLock { $0.next() }
        guard let first = requests.first else { return false }
        if case .turn(let work) = first {
            precondition(requests.count == 1, "a turn fills its transaction alone")
            work()
            return true
        }
        var all: [AppendBatch] = []
        for case .batches(let batches, _) in requests { all += batches }
        let verdicts = perform(all)
        var start = 0
        // Nothing but answers in this loop: a thread that wakes for one of them finds the next ones
        // there, and need not be woken again.
        for case .batches(let batches, let answer) in requests {
            let end = start + batches.count
            answer(verdicts[start..<end])
            start = end
        }
        return true
    }
}

/// A place where one thread waits for another's answer.
private final class Answer<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let arrived = DispatchSemaphore(value: 0)

    func give(_ answer: Value) {
        value.withLock { $0 = answer }
        arrived.signal()
    }

    func wait() -> Value {
        arrived.wait()
        guard let answer = value.withLock({ $0 }) else {
            preconditionFailure("an answer is there when it is told of")
        }
        return answer
    }
}
