import Benchmark
import Foundation
import OrderLedger
import RawLMDB
import Workloads

// The same work as `ratios`, for comparing one version of the ledger with another: throughput and
// percentiles, each beside its raw counterpart.
let benchmarks: @Sendable () -> Void = {
    let configuration = Benchmark.Configuration(
        metrics: [.wallClock, .throughput, .peakMemoryResident],
        warmupIterations: 1,
        maxDuration: .seconds(3),
        maxIterations: 200
    )

    Benchmark("five raw commits of one record", configuration: configuration) { benchmark in
        let scratch = try Scratch()
        let raw = try RawLog(folder: scratch.folder("raw"))
        benchmark.startMeasurement()
        for _ in 0..<5 { try raw.append(count: 1, bytes: 200) }
    }

    Benchmark("five durable appends of one event", configuration: configuration) { benchmark in
        let scratch = try Scratch()
        let work = try LedgerWork(folder: scratch.path + "/single.ledger")
        let events = try work.prepare(events: 5)
        benchmark.startMeasurement()
        try work.appendSingly(events)
    }

    Benchmark("raw loop, 10,000 records a commit", configuration: configuration) { benchmark in
        let scratch = try Scratch()
        let raw = try RawLog(folder: scratch.folder("raw"))
        benchmark.startMeasurement()
        try raw.append(count: LedgerWork.bulkBatch, bytes: 200)
    }

    Benchmark("bulk append, 10,000 events a commit", configuration: configuration) { benchmark in
        let scratch = try Scratch()
        let work = try LedgerWork(folder: scratch.path + "/bulk.ledger")
        let events = try work.prepare(events: LedgerWork.bulkBatch)
        benchmark.startMeasurement()
        try work.append(events)
    }

    Benchmark("64 concurrent appenders, 1,600 events", configuration: configuration) { benchmark in
        let scratch = try Scratch()
        let work = try LedgerWork(folder: scratch.path + "/group.ledger")
        let events = try work.prepare(events: 64 * 25)
        benchmark.startMeasurement()
        try await work.appendConcurrently(events, tasks: 64)
    }

    Benchmark("raw scan of 100,000 headers", configuration: configuration) { benchmark in
        let scratch = try Scratch()
        let raw = try RawLog(folder: scratch.folder("raw"))
        try raw.append(count: 100_000, bytes: 200)
        benchmark.startMeasurement()
        blackHole(try raw.scan())
    }

    Benchmark("import of 10,000 CloudEvents lines", configuration: configuration) { benchmark in
        let scratch = try Scratch()
        let file = scratch.path + "/events.jsonl"
        try OrderStream.lines(orders: 0..<2_000)
            .write(toFile: file, atomically: true, encoding: .utf8)
        let work = try LedgerWork(folder: scratch.path + "/import.ledger")
        benchmark.startMeasurement()
        blackHole(try work.ledger.importEvents(from: [file]))
    }

    Benchmark("fold of a log of 100,000 events", configuration: configuration) { benchmark in
        let filled = try Filled(events: 100_000)
        benchmark.startMeasurement()
        blackHole(try filled.ledger.replay())
    }

    Benchmark("rebuild over 100,000 events", configuration: configuration) { benchmark in
        let filled = try Filled(events: 100_000)
        benchmark.startMeasurement()
        blackHole(try filled.ledger.rebuild())
    }

    Benchmark("fold of 100,000 events, half of plans", configuration: configuration) { benchmark in
        let filled = try Filled(halfPlans: 100_000)
        benchmark.startMeasurement()
        blackHole(try filled.ledger.replay())
    }

    Benchmark("rebuild over 100,000, half of plans", configuration: configuration) { benchmark in
        let filled = try Filled(halfPlans: 100_000)
        benchmark.startMeasurement()
        blackHole(try filled.ledger.rebuild())
    }

    Benchmark("first page of due, 20,000 live plans", configuration: configuration) { benchmark in
        let filled = try Filled { try $0.appendLivePlans(20_000) }
        let day = try CalendarDate(text: LivePlanStream.lastDay)
        benchmark.startMeasurement()
        var listed = 0
        try filled.ledger.due(by: day) { item in
            blackHole(item)
            listed += 1
            return listed < 50
        }
    }

    Benchmark("tick with 6,000 deadlines", configuration: configuration) { benchmark in
        let filled = try Filled { try $0.appendDeadlines(6_000) }
        let end = try Timestamp(text: DeadlineStream.end)
        benchmark.startMeasurement()
        blackHole(try filled.ledger.tick(at: end))
    }

    Benchmark("status by order id, 1,000 orders", configuration: configuration) { benchmark in
        let filled = try Filled(events: 50_000)
        let ids = (0..<1_000).compactMap { OrderID("o\($0 * 7)") }
        benchmark.startMeasurement()
        for id in ids { blackHole(try filled.ledger.status(of: id)) }
    }

    Benchmark("first page of a tab", configuration: configuration) { benchmark in
        let filled = try Filled(events: 50_000)
        var query = OrderQuery(on: Timestamp.wallClock.date)
        query.tab = "delivered"
        benchmark.startMeasurement()
        try filled.ledger.orders(matching: query, limit: 50) { order in
            blackHole(order)
            return true
        }
    }
}

/// A ledger with whole orders in it, removed when it goes.
private struct Filled {
    private let scratch: Scratch
    let ledger: Ledger

    init(events: Int) throws {
        try self.init { work in
            for _ in 0..<events / LedgerWork.bulkBatch {
                try work.append(work.prepare(events: LedgerWork.bulkBatch))
            }
        }
    }

    /// Half of the events are those of billing plans.
    init(halfPlans events: Int) throws {
        try self.init { work in
            for _ in 0..<events / LedgerWork.bulkBatch {
                try work.append(work.prepare(.halfPlans, events: LedgerWork.bulkBatch))
            }
        }
    }

    init(_ fill: (LedgerWork) throws -> Void) throws {
        scratch = try Scratch()
        let work = try LedgerWork(folder: scratch.path + "/filled.ledger")
        try fill(work)
        ledger = work.ledger
    }
}
