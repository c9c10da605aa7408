import Foundation
import OrderLedger

/// What was sold: pieces by article and by the day on which they were ordered.
struct SalesPerDay: LedgerProjection {
    let name = "sales"
    let version = 1
    let tables = ["pieces"]
    let filter = EventFilter(types: ["placed"])

    func apply(_ event: StoredEvent, to rows: inout ProjectionRows) throws {
        let order = try JSONDecoder().decode(Placed.self, from: Data(event.data))
        for line in order.lines ?? [] {
            let key = ProjectionKey(.text(line.sku), .text("\(event.occurredAt.date)"))
            let pieces = try rows.value(Int.self, in: "pieces", at: key) ?? 0
            try rows.put(pieces + line.quantity, in: "pieces", at: key)
        }
    }

    /// The part of an order that the view is made of.
    private struct Placed: Decodable {
        struct Line: Decodable {
            let sku: String
            let quantity: Int
        }

        let lines: [Line]?
    }
}

/// Prints what was sold of an article, day by day.
func printSales(of sku: String, in ledger: Ledger) throws {
    let sales = try ledger.projection("sales")
    for row in try sales.rows(in: "pieces", under: ProjectionKey(.text(sku))) {
        print(row.key, try row.value(Int.self))
    }
}
