import EventLog
import LedgerTesting
import OrderLedger
import Orders
import Projections
import Testing

/// Ledgers with a workflow of another build, which this one cannot read.
@Suite
struct `Workflows that this build cannot read` {
    private let strange = GiftWorkflow.tables("gift")

    private func expectNewerFormat(
        at position: Int,
        _ body: () throws -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: LedgerError.self, sourceLocation: sourceLocation) {
            try body()
        }
        #expect(error?.code == .newerFormat, sourceLocation: sourceLocation)
        let message = error?.message ?? ""
        #expect(message.contains("position \(position)"), sourceLocation: sourceLocation)
        #expect(message.contains("use a newer build"), sourceLocation: sourceLocation)
        #expect(message.contains("statuses is missing"), sourceLocation: sourceLocation)
    }

    @Test func `a ledger whose default workflow is one is not opened`() throws {
        let ledger = try TemporaryLedger(
            workflow: "gift",
            adding: strange,
            decoder: GiftWorkflow.decoder
        )
        ledger.close()
        expectNewerFormat(at: 2) { _ = try Ledger.open(at: ledger.path) }
    }

    @Test func `a ledger that has one decides nothing, and reads on what needs no rules`() throws {
        let ledger = try TemporaryLedger(decoder: GiftWorkflow.decoder)
        try ledger.store.add(workflow: strange)
        let facade = try ledger.facade()
        expectNewerFormat(at: 2) { _ = try facade.workflows }
        expectNewerFormat(at: 2) { _ = try facade.tabs() }
        expectNewerFormat(at: 2) { _ = try facade.replay() }
        var order = OrderBuilder("A-1")
        #expect(facade.append(AppendBatch([try order.placed()])).failure == .newerFormat)
        #expect(try facade.events(from: Position(1), limit: 9).count == 2)
    }
}
