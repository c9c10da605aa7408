import Synchronization

/// A line on standard error that tells how far long work has come.
///
/// It appears only on a terminal, and only once the work has lasted a second.
final class ProgressBar: Sendable {
    private let label: String
    private let isShown: Bool
    private let start = ContinuousClock.now
    private let lastDrawn = Mutex<ContinuousClock.Instant?>(nil)

    private static let patience = Duration.seconds(1)
    private static let interval = Duration.milliseconds(100)
    private static let barColumns = 30
    private static let clearedLine = "\r\u{1B}[K"

    init(_ label: String, isQuiet: Bool) {
        self.label = label
        isShown = !isQuiet && Terminal.current.showsNotes
    }

    /// Tells how many events were done, and which part of the whole that is where it is known.
    func update(count: Int, done: Int, of total: Int?) {
        guard isShown else { return }
        let now = ContinuousClock.now
        let isDue = lastDrawn.withLock { last in
            guard now - start >= Self.patience, last.map({ now - $0 >= Self.interval }) ?? true
            else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        Notes.write(Self.clearedLine + line(count, done, total, elapsed: now - start))
    }

    /// Takes the line away, for other text or because the work has ended.
    func clear() {
        guard isShown, lastDrawn.withLock({ $0 != nil }) else { return }
        Notes.write(Self.clearedLine)
    }

    private func line(_ count: Int, _ done: Int, _ total: Int?, elapsed: Duration) -> String {
        let rate = count / max(1, Int(elapsed.components.seconds))
        let pace = "\(count.grouped) events, \(rate.grouped)/s"
        guard let total, total > 0 else { return "\(label) \(pace)" }
        let part = min(done, total)
        let filled = part * Self.barColumns / total
        let bar =
            String(repeating: "=", count: filled)
            + String(repeating: " ", count: Self.barColumns - filled)
        return "\(label) [\(bar)] \(part * 100 / total) %, \(pace)"
    }
}
