import Foundation
import OrderLedger
import Workloads

/// Subscriptions: catching up, with filters and without, hearing of a commit, and what a thousand
/// who listen cost the writer.
struct Following {
    let scratch: Scratch
    let events: Int

    func run(into table: RatioTable) async throws {
        let work = try LedgerWork(folder: scratch.path + "/following.ledger", isPlain: true)
        for _ in 0..<max(1, events / LedgerWork.bulkBatch) {
            try work.append(work.prepare(events: LedgerWork.bulkBatch))
        }
        try await measureCatchUp(work, into: table)
        try await measureDelivery(work, into: table)
        try await measureCrowd(into: table)
    }

    private func measureCatchUp(_ work: LedgerWork, into table: RatioTable) async throws {
        let size = Int(try work.ledger.statistics().head.rawValue)
        let filters: [(String, EventFilter, String)] = [
            ("all events", .all, "≥ 2,000,000 /s"),
            ("of a rare type", EventFilter(types: ["settingChanged"]), "≥ 8,000,000 /s"),
            (
                "of one order", EventFilter(orders: Set([OrderID("o1")].compactMap(\.self))),
                "≥ 8,000,000 /s"
            ),
            ("of a correlation", EventFilter(correlations: ["none"]), "≥ 2,000,000 /s"),
            ("of a workflow", EventFilter(workflows: ["webshop"]), "≥ 2,000,000 /s"),
            ("of a customer", EventFilter(customers: ["C-1"]), "≥ 2,000,000 /s"),
        ]
        for (name, filter, target) in filters {
            var found = 0
            let time = await seconds {
                for await element in work.ledger.events(from: .beginning, matching: filter) {
                    if case .event(let event) = element, event.kind != .unknown { found += 1 }
                    if case .caughtUp = element { break }
                }
            }
            table.add("catch-up, \(name)", rate(size, in: time), target: target)
        }
    }

    /// From the return of a durable append to the event in the hands of a subscriber.
    private func measureDelivery(_ work: LedgerWork, into table: RatioTable) async throws {
        let ledger = work.ledger
        var reader = ledger.events(from: .end).makeAsyncIterator()
        _ = await reader.next()
        var times: [Double] = []
        for event in try work.prepare(events: 500) {
            let appended = Task.detached {
                _ = ledger.append(AppendBatch([event]))
                return ContinuousClock.now
            }
            while let element = await reader.next() {
                guard case .event = element else { continue }
                let now = ContinuousClock.now
                times.append(max(0, (now - (await appended.value)) / .seconds(1)))
                break
            }
        }
        table.add("from commit to delivery, median", time(median(times)), target: "< 100 µs")
    }

    /// Single durable appends, alone and beside a thousand who listen to an order each.
    private func measureCrowd(into table: RatioTable) async throws {
        let work = try LedgerWork(folder: scratch.path + "/crowd.ledger", isPlain: true)
        try work.append(work.prepare(events: LedgerWork.bulkBatch))
        var alone: [Double] = []
        var beside: [Double] = []
        for _ in 0..<5 {
            alone.append(try seconds { try work.appendSingly(work.prepare(events: 500)) })
            let crowd = try await Crowd(of: 1_000, listeningTo: work.ledger)
            beside.append(try seconds { try work.appendSingly(work.prepare(events: 500)) })
            await crowd.leave()
        }
        table.add(
            "single durable append beside 1,000 subscribers",
            rate(500, in: median(beside)),
            against: rate(500, in: median(alone)) + " alone",
            ratio: median(alone) / median(beside),
            target: "≥ 0.90"
        )
    }
}

/// Many subscribers, each to an order of its own, all of them at the end of the log.
private struct Crowd {
    private let tasks: [Task<Void, Never>]

    init(of count: Int, listeningTo ledger: Ledger) async throws {
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        tasks = (0..<count).compactMap { OrderID("o\($0)") }.map { order in
            Task {
                for await element in ledger.events(
                    from: .end,
                    matching: EventFilter(orders: [order])
                ) {
                    if case .caughtUp = element { arrived.yield() }
                }
            }
        }
        var iterator = arrivals.makeAsyncIterator()
        for _ in 0..<count { await iterator.next() }
    }

    func leave() async {
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}
