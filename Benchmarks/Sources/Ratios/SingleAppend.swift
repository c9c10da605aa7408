import OrderLedger
import RawLMDB
import Workloads

/// One durable append at a time, and many callers at once with one event each and a checked
/// revision, against raw synced commits of one record and of as many as there are callers.
struct SingleAppend {
    let scratch: Scratch
    let rounds: Int

    private static let appends = 250
    private static let few = Callers(count: 64, orders: 20)
    private static let many = Callers(count: 1_000, orders: 4)

    private struct Callers {
        let count: Int
        /// Orders that each of them appends, event by event.
        let orders: Int

        var events: Int { count * orders * OrderStream.eventsPerOrder }
    }

    /// What some callers reached together, over all rounds.
    private struct Outcome {
        /// The time an event took, of all callers together.
        var times: [Double] = []
        var latencies = Latencies([])
    }

    func run(into table: RatioTable) async throws {
        let raw = try RawLog(folder: scratch.folder("single-raw"))
        let work = try LedgerWork(folder: scratch.path + "/single.ledger")
        var rawTimes: [Double] = []
        var bulkTimes: [Double] = []
        var singleTimes: [Double] = []
        var (few, many) = (Outcome(), Outcome())
        for _ in 0..<rounds {
            rawTimes.append(try rawCommit(raw, records: 1))
            let events = try work.prepare(events: Self.appends)
            singleTimes.append(try seconds { try work.appendSingly(events) } / Double(events.count))
            rawTimes.append(try rawCommit(raw, records: 1))
            try await append(Self.few, to: work, into: &few)
            bulkTimes.append(try rawCommit(raw, records: Self.many.count))
            try await append(Self.many, to: work, into: &many)
        }
        let (one, single, bulk) = (median(rawTimes), median(singleTimes), median(bulkTimes))
        table.add(
            "one durable append at a time",
            time(single),
            against: time(one) + " a raw commit",
            ratio: single / one,
            target: "≤ 1.6"
        )
        table.add(
            "64 concurrent appenders, revision checked",
            rate(1, in: median(few.times)),
            against: rate(1, in: one) + " raw commits of one record",
            ratio: one / median(few.times),
            target: "≥ 25"
        )
        add(many, against: bulk / Double(Self.many.count), to: table)
    }

    private func add(_ many: Outcome, against raw: Double, to table: RatioTable) {
        table.add(
            "1,000 concurrent appenders, revision checked",
            rate(1, in: median(many.times)),
            against: rate(1, in: raw) + " raw loop, 1,000 a commit",
            ratio: raw / median(many.times),
            target: "≥ 0.3"
        )
        let (mean, late) = (many.latencies.mean, many.latencies.percentile(0.99))
        table.add(
            "1,000 concurrent appenders, p99 of one append",
            time(late),
            against: time(mean) + " their own mean",
            ratio: late / mean,
            target: "≤ 3"
        )
    }

    private func append(
        _ callers: Callers,
        to work: LedgerWork,
        into outcome: inout Outcome
    ) async throws {
        let events = try work.prepare(events: callers.events)
        var latencies = Latencies([])
        let whole = try await seconds {
            latencies = try await work.appendConcurrently(events, tasks: callers.count)
        }
        outcome.times.append(whole / Double(events.count))
        outcome.latencies = outcome.latencies + latencies
    }

    /// The time of one raw commit of some records.
    private func rawCommit(_ raw: RawLog, records: Int) throws -> Double {
        let commits = records == 1 ? Self.appends : 20
        let time = try seconds {
            for _ in 0..<commits { try raw.append(count: records, bytes: 200) }
        }
        return time / Double(commits)
    }
}
