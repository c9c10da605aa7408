package import Dispatch
import Synchronization

/// A piece of work that is done beside other work: by another thread where one comes to it first,
/// else by whoever needs its outcome.
package final class Beside<Work: Sendable, Outcome: Sendable>: Sendable {
    /// Taken by whoever does it, and let go of before the outcome is told: what the work alone held
    /// is free by then.
    private let work: Mutex<Work?>
    private let outcome = Mutex<Outcome?>(nil)
    private let isDone = DispatchSemaphore(value: 0)
    private let perform: @Sendable (consuming Work) -> Outcome

    package init(_ work: Work, perform: @escaping @Sendable (consuming Work) -> Outcome) {
        self.work = Mutex(work)
        self.perform = perform
    }

    /// Offers the work to other threads, which costs some microseconds.
    ///
    /// - Parameter urgency: what a transaction waits for goes before what is made ready for later.
    package func begin(_ urgency: DispatchQoS.QoSClass = .userInitiated) {
        DispatchQueue.global(qos: urgency).async { [self] in
            guard let done = performIfOpen() else { return }
            outcome.withLock { $0 = done }
            isDone.signal()
        }
    }

    /// Waits until the work is done, or does it where nobody has begun; it is asked for once.
    package func finish() -> Outcome {
        if let done = performIfOpen() { return done }
        isDone.wait()
        guard let done = outcome.withLock({ $0.take() }) else {
            preconditionFailure("the work said that it was done, but left no outcome")
        }
        return done
    }

    private func performIfOpen() -> Outcome? {
        work.withLock { $0.take() }.map { perform($0) }
    }
}
