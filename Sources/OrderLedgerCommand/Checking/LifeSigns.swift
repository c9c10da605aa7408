import Foundation
import Synchronization

/// When a process gave its last sign of life; ends it once that is too long ago.
///
/// Time is told by the ticks of a timer of ours, so that our own standing still does not count.
final class LifeSigns: Sendable {
    /// The longest time without a sign.
    let patience: Duration
    private let silentTicks = Atomic<Int>(0)
    private let isOver = Atomic<Bool>(false)
    private let isStuck = Atomic<Bool>(false)

    init(patience: Duration) { self.patience = patience }

    /// Whether the process was ended.
    var wasStuck: Bool { isStuck.load(ordering: .acquiring) }

    func note() { silentTicks.store(0, ordering: .relaxed) }

    /// The process is about to end by itself.
    func end() { isOver.store(true, ordering: .releasing) }

    /// Watches a process from now on, until the timer is cancelled.
    func watch(_ identifier: Int32) -> any DispatchSourceTimer {
        note()
        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(deadline: .now() + 0.2, repeating: 0.2)
        timer.setEventHandler { [self] in
            let ticks = silentTicks.add(1, ordering: .relaxed).newValue
            let isLate = .milliseconds(200) * ticks > patience
            guard isLate, !isOver.load(ordering: .acquiring) else { return }
            isStuck.store(true, ordering: .releasing)
            kill(identifier, SIGKILL)
        }
        timer.resume()
        return timer
    }
}
