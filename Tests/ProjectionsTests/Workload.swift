import EventLog
import LMDB
import LedgerTesting
import Orders
import Projections

/// Random histories, appended in transactions of random sizes.
enum Workload {
    /// Appends events about some orders, some of them enforced, some only observed.
    static func append(
        _ events: Int,
        orders: Int,
        seed: UInt64,
        to store: LogStore,
    ) throws {
        var generator = HistoryGenerator(seed: seed, orders: orders)
        var random = SeededGenerator(seed: seed ^ 1)
        var remaining = events
        while remaining > 0 {
            let count = min(remaining, Int.random(in: 1...40, using: &random))
            var batches: [AppendBatch] = []
            for _ in 0..<count {
                let policy: AppendPolicy = random.oneIn(2) ? .observe : .enforce
                batches.append(AppendBatch([generator.readableEvent()], policy: policy))
            }
            _ = store.append(batches)
            remaining -= count
        }
    }
}

/// The rows of a ledger's views without the names of their generation.
struct ViewRows: Equatable {
    let heads: [TableDump.Row]
    let views: [TableDump.Row]
    /// The row of counts, if there is one.
    let counts: [UInt8]?

    init(_ store: LogStore) throws {
        let generation = try store.snapshot().tables.generation
        let rows = try TableDump(store).rows
        heads = rows["heads.\(generation)"] ?? []
        views = rows["views.\(generation)"] ?? []
        let key = Array("counts.\(generation)".utf8)
        counts = rows[""]?.first { $0.key == key }?.value
    }

    /// The names of all rows of the main table.
    static func mainNames(_ store: LogStore) throws -> [String] {
        (try TableDump(store).rows[""] ?? []).map { String(decoding: $0.key, as: UTF8.self) }
    }
}
