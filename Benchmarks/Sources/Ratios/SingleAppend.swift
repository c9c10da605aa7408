import OrderLedger
import RawLMDB
import Workloads

/// One durable append at a time, and sixty-four callers at once, against one raw synced commit.
struct SingleAppend {
    let scratch: Scratch
    let rounds: Int

    private static let appends = 250
    private static let tasks = 64
    private static let appendsPerTask = 100

    func run(into table: RatioTable) async throws {
        let raw = try RawLog(folder: scratch.folder("single-raw"))
        let work = try LedgerWork(folder: scratch.path + "/single.ledger")
        var rawTimes: [Double] = []
        var singleTimes: [Double] = []
        var groupTimes: [Double] = []
        for _ in 0..<rounds {
            rawTimes.append(try rawCommit(raw))
            let events = try work.prepare(events: Self.appends)
            singleTimes.append(try seconds { try work.appendSingly(events) } / Double(events.count))
            rawTimes.append(try rawCommit(raw))
            let many = try work.prepare(events: Self.tasks * Self.appendsPerTask)
            let group = try await seconds {
                try await work.appendConcurrently(many, tasks: Self.tasks)
            }
            groupTimes.append(group / Double(many.count))
        }
        let (one, single, group) = (median(rawTimes), median(singleTimes), median(groupTimes))
        table.add(
            "one durable append at a time",
            time(single),
            against: time(one) + " a raw commit",
            ratio: single / one,
            target: "≤ 1.6"
        )
        table.add(
            "64 concurrent appenders",
            rate(1, in: group),
            against: rate(1, in: single) + " with one appender",
            ratio: single / group,
            target: "≥ 20"
        )
    }

    private func rawCommit(_ raw: RawLog) throws -> Double {
        let time = try seconds {
            for _ in 0..<Self.appends { try raw.append(count: 1, bytes: 200) }
        }
        return time / Double(Self.appends)
    }
}
