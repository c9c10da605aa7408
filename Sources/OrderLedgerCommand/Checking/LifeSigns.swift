import Foundation
import Synchronization

/// When a process gave its last sign of life; ends it once that is too long ago.
final class LifeSigns: Sendable {
    /// The longest time without a sign.
    let patience: Duration
    private let last = Mutex<ContinuousClock.Instant>(.now)
    private let isOver = Atomic<Bool>(false)
    private let isStuck = Atomic<Bool>(false)

    init(patience: Duration) { self.patience = patience }

    /// Whether the process was ended.
    var wasStuck: Bool { isStuck.load(ordering: .acquiring) }

    func note() { last.withLock { $0 = .now } }

    /// The process is about to end by itself.
    func end() { isOver.store(true, ordering: .releasing) }

    /// Watches a process from now on, until the timer is cancelled.
    func watch(_ identifier: Int32) -> any DispatchSourceTimer {
        note()
        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(deadline: .now() + 0.2, repeating: 0.2)
        timer.setEventHandler { [self] in
            let isLate = last.withLock { .now - $0 > patience }
            guard isLate, !isOver.load(ordering: .acquiring) else { return }
            isStuck.store(true, ordering: .releasing)
            kill(identifier, SIGKILL)
        }
        timer.resume()
        return timer
    }
}
