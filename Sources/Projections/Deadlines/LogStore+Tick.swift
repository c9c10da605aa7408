package import EventLog
package import Orders

extension LogStore {
    /// Appends what the clock has made true by an instant, in the order of the deadlines.
    ///
    /// What is appended are ordinary events of the actor `clock` that happened at their deadlines;
    /// repeated, a tick finds nothing left to do. Deadlines that an event brings about are reached
    /// in the same run. Whatever others append meanwhile is seen: a batch that finds its order
    /// changed is decided anew.
    ///
    /// - Parameters:
    ///   - pageMaximum: deadlines that one transaction makes true at most.
    ///   - each: hears of each event.
    /// - Complexity: O(deadlines reached); nothing is read of other orders.
    package func tick(
        at end: Timestamp,
        pageMaximum: Int = 10_000,
        each: (ClockEvent) throws -> Void = { _ in },
    ) throws -> TickReport {
        var run = TickRun(self, end: end, pageMaximum: pageMaximum)
        while let page = try run.page() {
            let verdicts = try run.append(page)
            try run.take(verdicts, of: page, each)
        }
        return run.report
    }

    /// Lists what a tick at an instant would append, and appends nothing.
    ///
    /// - Parameter each: hears of each event.
    /// - Complexity: O(deadlines reached), and the history of orders that have several of them.
    package func previewTick(
        at end: Timestamp,
        each: (ClockEvent) throws -> Void = { _ in },
    ) throws -> TickReport {
        var preview = TickPreview()
        for step in try preview.steps(through: end, in: self) {
            try preview.report.note(
                step.events.map(\.type),
                of: step.order,
                at: step.deadline,
                each
            )
        }
        return preview.report
    }
}
