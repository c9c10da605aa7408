import OrderLedger
import RawLMDB
import Workloads

/// Rebuild and replay of a log with billing plans, against a raw scan of as many records.
struct Plans {
    let scratch: Scratch
    let events: Int

    func run(into table: RatioTable) async throws {
        try measure(.fifthPlans, "every fifth order a plan", target: "≥ 0.15", into: table)
        try measure(.halfPlans, "half of the events of plans", target: "", into: table)
    }

    private func measure(
        _ mix: LedgerWork.Mix,
        _ name: String,
        target: String,
        into table: RatioTable
    ) throws {
        let work = try LedgerWork(folder: scratch.path + "/\(mix.plans).ledger")
        let raw = try RawLog(folder: scratch.folder("raw-\(mix.plans)"))
        var appended = 0
        while appended < events {
            let prepared = try work.prepare(mix, events: LedgerWork.bulkBatch)
            try work.append(prepared)
            try raw.append(count: prepared.count, bytes: 200)
            appended += prepared.count
        }
        try Folds(of: work.ledger, raw).add(
            ("rebuild, \(name)", "replay, \(name)"),
            events: appended,
            target: target,
            to: table
        )
    }
}

/// Seconds of a raw scan, a rebuild and a replay, measured in turn.
struct Folds {
    let scan: Double
    let rebuild: Double
    let replay: Double

    init(of ledger: Ledger, _ raw: RawLog) throws {
        var scans: [Double] = []
        var rebuilds: [Double] = []
        var replays: [Double] = []
        for _ in 0..<3 {
            scans.append(try seconds { _ = try raw.scan() })
            rebuilds.append(try seconds { _ = try ledger.rebuild() })
            replays.append(try seconds { try Self.replay(ledger) })
        }
        scan = median(scans)
        rebuild = median(rebuilds)
        replay = median(replays)
    }

    /// Adds the rows of the rebuild and of the replay, by their names.
    func add(
        _ names: (rebuild: String, replay: String),
        events: Int,
        target: String,
        to table: RatioTable
    ) {
        let raw = rate(events, in: scan) + " raw scan of headers"
        for (name, seconds, target) in [
            (names.rebuild, rebuild, target), (names.replay, replay, ""),
        ] {
            table.add(
                name,
                rate(events, in: seconds),
                against: raw,
                ratio: scan / seconds,
                target: target
            )
        }
    }

    /// A workload that the rules would not have taken measures the finding of faults.
    private static func replay(_ ledger: Ledger) throws {
        let report = try ledger.replay()
        guard report.findings.count == 0, report.projectionsMatch == true else {
            throw LedgerWork.Unexpected(what: "\(report)")
        }
    }
}
