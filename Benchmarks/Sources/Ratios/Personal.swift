import OrderLedger
import RawLMDB
import Workloads

/// Orders of new customers with names and addresses: what sealing costs, and erasing.
struct Personal {
    let scratch: Scratch
    let events: Int
    let rounds: Int

    private static let appends = 250

    func run(into table: RatioTable) async throws {
        let raw = try RawLog(folder: scratch.folder("personal-raw"))
        let sealed = try LedgerWork(folder: scratch.path + "/sealed.ledger", naming: .everyOrder)
        let plain = try LedgerWork(
            folder: scratch.path + "/plain.ledger",
            naming: .everyOrder,
            isPlain: true
        )
        try bulk(sealed, plain, raw, into: table)
        try single(sealed, plain, raw, into: table)
        let keys = events / OrderStream.eventsPerOrder
        let erasing = try seconds {
            guard try sealed.ledger.erase(customer: "c1")?.keys.count == 1 else {
                throw LedgerWork.Unexpected(what: "the customer has no key")
            }
        }
        table.add("erase one customer of \(keys / 1_000) thousand", time(erasing))
    }

    private func bulk(
        _ sealed: LedgerWork,
        _ plain: LedgerWork,
        _ raw: RawLog,
        into table: RatioTable,
    ) throws {
        let batch = LedgerWork.bulkBatch
        let before = try (sealed.ledger.statistics(), plain.ledger.statistics())
        var (rawTimes, sealedTimes, plainTimes) = ([Double](), [Double](), [Double]())
        for _ in 0..<events / batch {
            rawTimes.append(try seconds { try raw.append(count: batch, bytes: 200) })
            // Just before each, so that both find their events in the processor's caches.
            let prepared = try sealed.prepare(events: batch)
            sealedTimes.append(try seconds { try sealed.append(prepared) })
            let again = try plain.prepare(events: batch)
            plainTimes.append(try seconds { try plain.append(again) })
        }
        let (one, mine, clear) = (median(rawTimes), median(sealedTimes), median(plainTimes))
        table.add(
            "bulk append, each order a new customer's",
            rate(batch, in: mine),
            against: rate(batch, in: one) + " raw loop",
            ratio: one / mine,
            target: ""
        )
        table.add(
            "the same without sealing",
            rate(batch, in: clear),
            against: rate(batch, in: one) + " raw loop",
            ratio: one / clear,
            target: ""
        )
        let growth = try (
            sealed.ledger.statistics().bytes - before.0.bytes,
            plain.ledger.statistics().bytes - before.1.bytes
        )
        let count = events / batch * batch
        table.add(
            "bytes on disk an event, sealed and plain",
            "\(growth.0 / count), \(growth.1 / count)"
        )
    }

    private func single(
        _ sealed: LedgerWork,
        _ plain: LedgerWork,
        _ raw: RawLog,
        into table: RatioTable,
    ) throws {
        var (rawTimes, sealedTimes, plainTimes) = ([Double](), [Double](), [Double]())
        for _ in 0..<rounds {
            rawTimes.append(
                try seconds {
                    for _ in 0..<Self.appends { try raw.append(count: 1, bytes: 200) }
                }
            )
            let events = try sealed.prepare(events: Self.appends)
            sealedTimes.append(try seconds { try sealed.appendSingly(events) })
            let again = try plain.prepare(events: Self.appends)
            plainTimes.append(try seconds { try plain.appendSingly(again) })
        }
        let count = Double(Self.appends)
        let (one, mine, clear) = (median(rawTimes), median(sealedTimes), median(plainTimes))
        table.add(
            "one durable append, each order a new customer's",
            time(mine / count),
            against: time(one / count) + " a raw commit",
            ratio: mine / one,
            target: "≤ 1.6"
        )
        table.add(
            "the same without sealing",
            time(clear / count),
            against: time(one / count) + " a raw commit",
            ratio: clear / one,
            target: ""
        )
    }
}
