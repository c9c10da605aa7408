import Dispatch
import Synchronization

/// Lets concurrent appenders share transactions: each gets its own verdict, after the sync.
///
/// An append that meets an idle queue is performed on the caller's own thread, so that a single
/// writer pays for no hand-over. What arrives meanwhile is drained on a queue of the committer's
/// own, a whole batch a transaction.
final class GroupCommitter: Sendable {
    typealias Verdicts = [AppendVerdict]

    private struct Request: Sendable {
        let batches: [AppendBatch]
        let answer: @Sendable (Verdicts) -> Void
    }

    private let queue = Mutex(CommitQueue<Request>())
    private let drainer = DispatchQueue(label: "orderledger.commit", qos: .userInitiated)
    private let gathered = DispatchSemaphore(value: 0)

    /// Carries out batches in one transaction, one verdict each, in order.
    typealias Perform = @Sendable ([AppendBatch]) -> Verdicts

    /// Appends and waits on the calling thread.
    func append(_ batches: [AppendBatch], performing perform: @escaping Perform) -> Verdicts {
        let answer = Answer()
        let action = enqueue(batches) { answer.give($0) }
        if action == .drain {
            drainOnce(perform)
            let othersWait = queue.withLock { $0.leave() }
            if othersWait { drainer.async { self.drain(perform) } }
        }
        return answer.wait()
    }

    /// Appends and suspends the calling task until the sync.
    func append(
        _ batches: [AppendBatch],
        performing perform: @escaping Perform,
    ) async -> Verdicts {
        await withCheckedContinuation { continuation in
            let action = enqueue(batches) { continuation.resume(returning: $0) }
            if action == .drain { drainer.async { self.drain(perform) } }
        }
    }

    private func enqueue(
        _ batches: [AppendBatch],
        answer: @escaping @Sendable (Verdicts) -> Void,
    ) -> CommitQueue<Request>.EnqueueAction {
        let request = Request(batches: batches, answer: answer)
        let action = queue.withLock { $0.enqueue(request, size: CommitSize(batches)) }
        if action == .wake { gathered.signal() }
        return action
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
        guard !requests.isEmpty else { return false }
        var verdicts = perform(requests.flatMap(\.batches))[...]
        for request in requests {
            request.answer(Array(verdicts.prefix(request.batches.count)))
            verdicts = verdicts.dropFirst(request.batches.count)
        }
        return true
    }
}

/// A place where one thread waits for another's answer.
private final class Answer: Sendable {
    private let verdicts = Mutex<GroupCommitter.Verdicts?>(nil)
    private let arrived = DispatchSemaphore(value: 0)

    func give(_ answer: GroupCommitter.Verdicts) {
        verdicts.withLock { $0 = answer }
        arrived.signal()
    }

    func wait() -> GroupCommitter.Verdicts {
        arrived.wait()
        return verdicts.withLock { $0 ?? [] }
    }
}
