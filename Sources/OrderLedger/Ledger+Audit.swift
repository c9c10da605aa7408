import Audit
import Projections

extension Ledger {
    /// Hears how far long work has come, in events; false cancels it.
    public typealias ProgressReport = @Sendable (_ done: Int, _ total: Int) -> Bool

    /// Folds the whole log into new views beside the live ones, compares the two and switches.
    ///
    /// Readers and writers go on meanwhile. Cancelled or interrupted, the live views are as they
    /// were.
    /// - Parameters:
    ///   - isCheck: only compares, and writes nothing.
    ///   - report: hears of the progress; false cancels.
    /// - Throws: `cancelled`, `busy` where another rebuild runs, `corrupted`, `mapFull`,
    ///   `diskFull`.
    /// - Complexity: O(events); memory for a few windows of orders, however many there are.
    public func rebuild(
        check isCheck: Bool = false,
        progress report: @escaping ProgressReport = { _, _ in true },
    ) throws(LedgerError) -> RebuildReport {
        let progress = WorkProgress(total: try statistics().events, report: report)
        return isCheck
            ? try store.checkViews(progress: progress) : try store.rebuildViews(progress: progress)
    }

    /// Folds the whole log of a ledger into new views and switches to them, where an earlier build
    /// laid out the old ones, too: these are not compared.
    ///
    /// For a ledger that cannot be opened for that reason; else as `rebuild(check:progress:)` of one
    /// that is open. Cancelled or interrupted, the old views are as they were.
    /// - Parameters:
    ///   - path: the ledger's folder, which this process has not opened.
    ///   - options: how it is opened.
    ///   - report: hears of the progress; false cancels.
    /// - Throws: as `open(at:options:)` and `rebuild(check:progress:)`.
    /// - Complexity: O(events); memory for a few windows of orders, however many there are.
    public static func rebuild(
        at path: String,
        options: LedgerOptions = LedgerOptions(),
        progress report: @escaping ProgressReport = { _, _ in true },
    ) throws(LedgerError) -> RebuildReport {
        var configuration = options.configuration
        configuration.takesEarlierLayout = true
        let store = try LogStore(
            path: path,
            configuration: configuration,
            projection: OrderViews()
        )
        let events = Int(try store.snapshot().lastPosition)
        return try store.rebuildViews(progress: WorkProgress(total: events, report: report))
    }

    /// Folds the whole log anew, decides every event as an enforcing append would have, and
    /// compares the outcome with the views.
    ///
    /// - Parameters:
    ///   - last: the position to stop at; the end of the log unless given.
    ///   - workflow: judges every order as if it had been placed under this workflow.
    ///   - report: hears of the progress; false cancels.
    /// - Throws: `malformed` where there is no such workflow or position, `cancelled`, `corrupted`.
    /// - Complexity: O(events); memory for a few windows of orders, however many there are.
    public func replay(
        to last: Position? = nil,
        workflow: String? = nil,
        progress report: @escaping ProgressReport = { _, _ in true },
    ) throws(LedgerError) -> ReplayReport {
        let progress = WorkProgress(total: try statistics().events, report: report)
        return try store.replay(to: last, workflow: workflow, progress: progress)
    }
}

extension Ledger {
    /// A replay through the changed tables of a workflow: which decisions would differ, and where
    /// orders would stand.
    ///
    /// Tables with the name of one of the ledger's workflows judge the orders of that workflow, in
    /// its place, and all others are judged by their own. Tables with a new name judge every order.
    /// - Throws: `FileFaults` for tables with faults, and what `replay(to:workflow:progress:)`
    ///   throws.
    /// - Complexity: O(events), each decided twice.
    public func replay(
        to last: Position? = nil,
        workflowFile file: WorkflowFile,
        progress report: @escaping ProgressReport = { _, _ in true },
    ) throws -> ReplayReport {
        let known = try file.workflowName.flatMap { try workflows.workflow(named: $0) }
        let changed = known == nil ? file : file.asChange()
        let workflow = try changed.workflow(code: known?.code)
        let progress = WorkProgress(total: try statistics().events, report: report)
        return try store.replay(
            through: known == nil ? .all(workflow) : .changed(workflow),
            to: last,
            progress: progress
        )
    }

    /// Orders of which one person took two steps that two should take, and what each person did.
    ///
    /// - Parameters:
    ///   - limit: only steps above this amount, in each order's own currency.
    ///   - last: the position to stop at; the end of the log unless given.
    ///   - report: hears of the progress; false cancels.
    /// - Throws: `malformed` for a position beyond the end of the log, `cancelled`, `corrupted` for
    ///   records that cannot be read at all.
    /// - Complexity: O(events); memory for a few windows of orders and the actors.
    public func fourEyes(
        above limit: DecimalAmount? = nil,
        to last: Position? = nil,
        progress report: @escaping ProgressReport = { _, _ in true },
    ) throws(LedgerError) -> FourEyesReport {
        let progress = WorkProgress(total: try statistics().events, report: report)
        return try store.fourEyes(above: limit, to: last, progress: progress)
    }
}
