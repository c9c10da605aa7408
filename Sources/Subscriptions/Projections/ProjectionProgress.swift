import EventLog
import Synchronization

/// How far the building of a projection has come.
public struct ProjectionProgress: Sendable, Hashable {
    /// Events that were looked at, those that the filter leaves out among them.
    public let events: Int
    /// Events that there were to look at when it began.
    public let total: Int
    /// Bytes of the records that were looked at.
    public let bytes: Int

    /// Hears of each transaction; false cancels the work.
    public typealias Report = @Sendable (ProjectionProgress) -> Bool
}

/// Tells how far a build is, and ends it where whoever hears it says so.
final class BuildProgress: Sendable {
    private let report: ProjectionProgress.Report
    private let total: Int
    private let done = Mutex((events: 0, bytes: 0))
    private let isCancelled = Atomic<Bool>(false)

    init(total: Int, _ report: @escaping ProjectionProgress.Report) {
        self.total = total
        self.report = report
    }

    static let silent = BuildProgress(total: 0) { _ in true }

    func advance(_ fed: Fed) {
        let (events, bytes) = done.withLock { done in
            done.events += fed.events
            done.bytes += fed.bytes
            return done
        }
        let progress = ProjectionProgress(events: events, total: max(events, total), bytes: bytes)
        if !report(progress) { isCancelled.store(true, ordering: .relaxed) }
    }

    /// - Throws: `cancelled` once whoever hears it said so.
    func check(_ build: ProjectionBuild) throws(LedgerError) {
        guard isCancelled.load(ordering: .relaxed) else { return }
        throw LedgerError(
            .cancelled,
            "the building of version \(build.version) of projection \(build.projection) was "
                + "cancelled: its rows and its position agree, and it goes on from there"
        )
    }
}
