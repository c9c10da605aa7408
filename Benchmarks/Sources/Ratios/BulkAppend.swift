import OrderLedger
import RawLMDB
import Workloads

/// Batches of ten thousand through the ledger's bulk door, against the raw loop in turn.
struct BulkAppend {
    let scratch: Scratch
    let events: Int

    func run(into table: RatioTable) async throws {
        let raw = try RawLog(folder: scratch.folder("bulk-raw"))
        let work = try LedgerWork(folder: scratch.path + "/bulk.ledger")
        let batch = LedgerWork.bulkBatch
        var rawTimes: [Double] = []
        var ledgerTimes: [Double] = []
        let before = try work.ledger.statistics()
        for _ in 0..<events / batch {
            let prepared = try work.prepare(events: batch)
            rawTimes.append(try seconds { try raw.append(count: batch, bytes: 200) })
            ledgerTimes.append(try seconds { try work.append(prepared) })
        }
        let (one, mine) = (median(rawTimes), median(ledgerTimes))
        table.add(
            "bulk append, batches of 10,000",
            rate(batch, in: mine),
            against: rate(batch, in: one) + " raw loop",
            ratio: one / mine,
            target: "≥ 0.36"
        )
        let after = try work.ledger.statistics()
        let growth = (after.bytes - before.bytes) / (after.events - before.events)
        table.add("bytes on disk an event, all views", "\(growth)")
    }
}
