import Foundation
import LedgerTesting
import OrderLedger

/// A workflow of a user's own, as a file beside the sources and as events that it takes.
enum RepairShop {
    private static let fixture = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/formats/workflow/repair-shop.yaml")

    static func text() throws -> String { try String(contentsOf: fixture, encoding: .utf8) }

    /// A copy of the file, with some text replaced, that a test may do away with.
    static func file(
        in folder: TemporaryFolder,
        replacing text: String = "",
        with other: String = ""
    ) throws -> String {
        let path = folder("repair-shop.yaml")
        let original = try self.text()
        let changed = text.isEmpty ? original : original.replacing(text, with: other)
        try changed.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// A repair from the counter until it is handed back, owing nothing.
    ///
    /// - Parameter workflow: the name that the first event gives; none for the ledger's default.
    static func repair(_ order: String, workflow: String? = nil) throws -> [NewEvent] {
        let named = workflow.map { #","workflow":"\#($0)""# } ?? ""
        let events = [
            ("placed", #"{"currency":"EUR","total":"80.00"\#(named)}"#),
            ("detailsVerified", "{}"), ("accepted", "{}"), ("procured", "{}"),
            ("invoiced", #"{"number":"I-1"}"#), ("paymentCaptured", #"{"amount":"80.00"}"#),
            ("dispatched", "{}"),
        ]
        return try events.enumerated().map { index, event in
            try NewEvent(order, "e\(index)", event.0, event.1)
        }
    }
}

extension Ledger {
    /// Appends one event as a batch of its own.
    func append(_ event: NewEvent, _ policy: AppendPolicy = .enforce) -> AppendVerdict {
        append(AppendBatch([event], policy: policy))
    }

    /// The orders that a query finds.
    func listed(_ query: OrderQuery) throws -> [OrderSummary] {
        var all: [OrderSummary] = []
        try orders(matching: query) { summary in
            all.append(summary)
            return true
        }
        return all
    }
}
