package import EventLog
import Synchronization

/// How far a long piece of work has come, told to somebody who may end it.
///
/// Workers on several threads report to one progress.
package final class WorkProgress: Sendable {
    private let total: Int
    private let done = Atomic<Int>(0)
    private let cancelled = Atomic<Bool>(false)
    private let report: @Sendable (_ done: Int, _ total: Int) -> Bool

    /// - Parameter report: hears of each page; false ends the work.
    package init(
        total: Int,
        report: @escaping @Sendable (_ done: Int, _ total: Int) -> Bool,
    ) {
        self.total = total
        self.report = report
    }

    /// Nobody listens, nobody cancels.
    package static let silent = WorkProgress(total: 0) { _, _ in true }

    /// Takes note of events that are done.
    package func advance(by events: Int) {
        let sum = done.add(events, ordering: .relaxed).newValue
        if !report(sum, max(sum, total)) { cancelled.store(true, ordering: .relaxed) }
    }

    /// Whether the listener has ended the work.
    package var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    /// - Throws: `cancelled` once the listener has said so.
    package func check() throws(LedgerError) {
        if isCancelled {
            throw LedgerError(.cancelled, "the work was cancelled; everything is as it was")
        }
    }
}
