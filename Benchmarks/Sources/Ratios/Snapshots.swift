import Foundation
import OrderLedger
import Workloads

/// The state of all orders at one position, against a rebuild of the views in the same run.
struct Snapshots {
    let scratch: Scratch
    let orders: Int

    private static let rounds = 3

    func run(into table: RatioTable) throws {
        let work = try LedgerWork(folder: scratch.path + "/snapshots.ledger")
        let events = orders * OrderStream.eventsPerOrder
        for _ in 0..<events / LedgerWork.bulkBatch {
            try work.append(work.prepare(events: LedgerWork.bulkBatch))
        }
        let ledger = work.ledger
        let middle = Position(UInt64(events / 2))
        var times: [String: [Double]] = [:]
        for round in 0..<Self.rounds {
            func measure(_ name: String, _ body: () throws -> Void) throws {
                times[name, default: []].append(try seconds(body))
            }
            try measure("rebuild") { _ = try ledger.rebuild() }
            try measure("log") { try snapshot(ledger, "log-\(round)", .head, .log) }
            try measure("views") { try snapshot(ledger, "views-\(round)", .head, .views) }
            try measure("middle") {
                try snapshot(ledger, "middle-\(round)", .position(middle), .log)
            }
            try measure("middle views") {
                try snapshot(ledger, "views-middle-\(round)", .position(middle), .views)
            }
            try measure("tabs") { _ = try ledger.tabs(asOf: middle) }
        }
        let rebuild = median(times["rebuild"] ?? []) / Double(orders)
        let rows: [(name: String, work: String, orders: Int)] = [
            ("log", "snapshot, folded from the log", orders),
            ("views", "snapshot, from the live views", orders),
            ("middle", "snapshot as of the middle of the log, folded", orders / 2),
            ("middle views", "the same, from the live views", orders / 2),
            ("tabs", "tabs as of the middle of the log", orders / 2),
        ]
        for row in rows {
            let time = median(times[row.name] ?? []) / Double(row.orders)
            table.add(
                row.work,
                rate(1, in: time) + " orders",
                against: rate(1, in: rebuild) + " orders rebuilt",
                ratio: rebuild / time,
                target: "≥ 0.5"
            )
        }
    }

    /// Makes a snapshot and takes it away again.
    private func snapshot(
        _ ledger: Ledger,
        _ name: String,
        _ moment: AsOf,
        _ road: SnapshotRoad
    ) throws {
        let path = scratch.path + "/" + name
        _ = try ledger.createSnapshot(at: path, asOf: moment, from: road)
        try FileManager.default.removeItem(atPath: path)
    }
}
