import Dispatch
import Synchronization

/// A bounded queue from one thread to another: its capacity is what bounds an import's memory.
final class HandOver<Element: Sendable>: Sendable {
    private struct State {
        var waiting: [Element] = []
        var isStopped = false
        var mostWaiting = 0
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)
    private let vacancies = DispatchSemaphore(value: 0)

    /// - Parameter capacity: the most elements that wait to be received.
    init(capacity: Int) {
        // Signalled up from zero: a semaphore must not end below the value that it was made with.
        for _ in 0..<capacity { vacancies.signal() }
    }

    /// Hands an element over, waiting for room; false when the receiver has stopped.
    func send(_ element: Element) -> Bool {
        vacancies.wait()
        let isTaken = state.withLock { state in
            guard !state.isStopped else { return false }
            state.waiting.append(element)
            state.mostWaiting = max(state.mostWaiting, state.waiting.count)
            return true
        }
        if isTaken { arrivals.signal() }
        return isTaken
    }

    /// Takes the next element, waiting for it; the sender must send one more.
    func receive() -> Element {
        while true {
            arrivals.wait()
            let element = state.withLock { state in
                state.waiting.isEmpty ? nil : state.waiting.removeFirst()
            }
            vacancies.signal()
            if let element { return element }
        }
    }

    /// Refuses everything from now on and lets go of what waits.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            state.waiting = []
        }
        vacancies.signal()
    }

    /// The most elements that have waited at a time.
    var mostWaiting: Int { state.withLock { $0.mostWaiting } }
}
