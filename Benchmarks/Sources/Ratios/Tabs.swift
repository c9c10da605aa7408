import OrderLedger
import Workloads

/// The first page of a tab, among few orders and among many.
struct Tabs {
    let scratch: Scratch
    let orders: Int

    private static let few = 10_000
    private static let pages = 200

    func run(into table: RatioTable) throws {
        let work = try LedgerWork(folder: scratch.path + "/tabs.ledger")
        try work.appendPlacements(Self.few)
        let among = try page(of: work.ledger)
        try work.appendPlacements(orders - Self.few)
        let first = try page(of: work.ledger)
        table.add(
            "first page of a tab, 50 orders of \(orders)",
            time(first),
            against: time(among) + " among \(Self.few)",
            ratio: first / among,
            target: "< 1 ms"
        )
    }

    private func page(of ledger: Ledger) throws -> Double {
        var query = OrderQuery(on: Timestamp.wallClock.date)
        query.tab = "pending"
        var times: [Double] = []
        for _ in 0..<Self.pages {
            var listed = 0
            times.append(
                try seconds {
                    try ledger.orders(matching: query, limit: 50) { _ in
                        listed += 1
                        return true
                    }
                }
            )
            guard listed == 50 else { throw LedgerWork.Unexpected(what: "\(listed) listed") }
        }
        return median(times)
    }
}
