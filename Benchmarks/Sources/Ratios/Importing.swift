import Foundation
import OrderLedger
import Workloads

/// CloudEvents of orders from a file, each order a new customer's or nobody's, sealed and in clear.
struct Importing {
    let scratch: Scratch
    let events: Int
    let rounds: Int

    func run(into table: RatioTable) throws {
        let nobodys = try file(.nobody)
        let named = try file(.everyOrder)
        var times: [[Double]] = [[], [], []]
        for round in 0..<rounds {
            times[0].append(try seconds(nobodys, "nobody-\(round)"))
            times[1].append(try seconds(named, "sealed-\(round)"))
            times[2].append(try seconds(named, "plain-\(round)", isPlain: true))
        }
        let (nobody, sealed, clear) = (median(times[0]), median(times[1]), median(times[2]))
        let target = "≥ 250,000 /s"
        table.add("import, orders of nobody", rate(events, in: nobody), target: target)
        table.add(
            "import, each order a new customer's",
            rate(events, in: sealed),
            against: rate(events, in: clear) + " without sealing",
            ratio: clear / sealed,
            target: target
        )
    }

    private func file(_ naming: OrderStream.Naming) throws -> String {
        let path = scratch.path + "/\(naming).jsonl"
        let orders = events / OrderStream.eventsPerOrder
        try OrderStream.lines(orders: 0..<orders, naming: naming)
            .write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// The time that importing a file into a new ledger takes.
    private func seconds(_ file: String, _ name: String, isPlain: Bool = false) throws -> Double {
        let folder = scratch.path + "/" + name
        let time: Double
        do {
            let work = try LedgerWork(folder: folder, isPlain: isPlain)
            var appended = 0
            time = try Workloads.seconds {
                appended = try work.ledger.importEvents(from: [file]).appended
            }
            guard appended == events else {
                throw LedgerWork.Unexpected(what: "\(appended) imported")
            }
        }
        try FileManager.default.removeItem(atPath: folder)
        return time
    }
}
