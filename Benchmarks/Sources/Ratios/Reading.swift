import Foundation
import OrderLedger
import RawLMDB
import Workloads

/// Import from a file, then everything that reads: replay, rebuild, one order, a tab.
struct Reading {
    let scratch: Scratch
    let events: Int

    func run(into table: RatioTable) async throws {
        let path = scratch.path + "/reading.ledger"
        let work = try LedgerWork(folder: path)
        let raw = try RawLog(folder: scratch.folder("reading-raw"))
        for _ in 0..<events / LedgerWork.bulkBatch {
            try raw.append(count: LedgerWork.bulkBatch, bytes: 200)
        }
        try measureImport(work, into: table)
        try measureFolds(work, raw, into: table)
        try measureLookups(work, raw, into: table)
    }

    private func measureImport(_ work: LedgerWork, into table: RatioTable) throws {
        let file = scratch.path + "/events.jsonl"
        let orders = events / OrderStream.eventsPerOrder
        try OrderStream.lines(orders: 0..<orders)
            .write(toFile: file, atomically: true, encoding: .utf8)
        var appended = 0
        let time = try seconds {
            appended = try work.ledger.importEvents(from: [file]).appended
        }
        guard appended == events else { throw LedgerWork.Unexpected(what: "\(appended) imported") }
        table.add("CloudEvents import from a file", rate(events, in: time), target: "≥ 100,000 /s")
    }

    private func measureFolds(_ work: LedgerWork, _ raw: RawLog, into table: RatioTable) throws {
        try Folds(of: work.ledger, raw).add(
            ("rebuild of heads and tabs", "replay of the whole log"),
            events: events,
            target: "≥ 0.4",
            to: table
        )
    }

    private func measureLookups(_ work: LedgerWork, _ raw: RawLog, into table: RatioTable) throws {
        let looks = 20_000
        let orders = events / OrderStream.eventsPerOrder
        let ids = (0..<looks).compactMap { OrderID("o\(($0 * 7_919) % orders)") }
        let pairs = (0..<looks).map { UInt64(($0 * 7_919) % (events - 1)) + 1 }
        let rawTime = try seconds { for pair in pairs { _ = try raw.getPair(pair, pair + 1) } }
        let mine = try seconds { for id in ids { _ = try work.ledger.status(of: id) } }
        table.add(
            "status by order id",
            rate(looks, in: mine),
            against: rate(looks, in: rawTime) + " raw pairs of mdb_get",
            ratio: rawTime / mine,
            target: "≥ 0.4"
        )
    }
}
