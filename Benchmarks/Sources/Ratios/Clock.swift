import OrderLedger
import Workloads

/// What the clock asks for: a listing of what falls due, and a tick.
struct Clock {
    let scratch: Scratch
    /// Live plans, each with a collection that falls due.
    let plans: Int
    /// Deadlines that a tick makes true.
    let deadlines: Int

    private static let page = 50

    func run(into table: RatioTable) async throws {
        try measureDue(into: table)
        try measureTick(into: table)
    }

    private func measureDue(into table: RatioTable) throws {
        let work = try LedgerWork(folder: scratch.path + "/due.ledger")
        try work.appendLivePlans(plans)
        let day = try CalendarDate(text: LivePlanStream.lastDay)
        var pages: [Double] = []
        for _ in 0..<5 {
            pages.append(try seconds { _ = try list(Self.page, by: day, of: work.ledger) })
        }
        var listed = 0
        let whole = try seconds { listed = try list(.max, by: day, of: work.ledger) }
        guard listed == plans else { throw LedgerWork.Unexpected(what: "\(listed) listed") }
        table.add(
            "due, first \(Self.page) of \(plans) live plans",
            time(median(pages)),
            target: "< 20 ms"
        )
        table.add("due, the whole listing", rate(plans, in: whole))
    }

    private func list(_ limit: Int, by day: CalendarDate, of ledger: Ledger) throws -> Int {
        var listed = 0
        try ledger.due(by: day) { _ in
            listed += 1
            return listed < limit
        }
        return listed
    }

    private func measureTick(into table: RatioTable) throws {
        let times = try (0..<3).map { try tickSeconds(scratch.path + "/tick-\($0).ledger") }
        table.add(
            "tick with \(deadlines) deadlines",
            rate(deadlines, in: median(times)),
            target: "≥ 100,000 /s"
        )
    }

    /// A deadline is made true once, so each measurement takes a ledger of its own.
    private func tickSeconds(_ path: String) throws -> Double {
        let work = try LedgerWork(folder: path)
        try work.appendDeadlines(deadlines)
        let end = try Timestamp(text: DeadlineStream.end)
        return try seconds {
            let report = try work.ledger.tick(at: end)
            guard report.appended == deadlines, report.refused.isEmpty else {
                throw LedgerWork.Unexpected(what: "\(report)")
            }
        }
    }
}
