import Audit
import EventLog
import Foundation
import LedgerTesting
import Orders
import Projections
import Testing

@Suite struct `Views that cannot be read` {
    /// Three dealer's orders, each of which waits to be accepted.
    private func ledger() throws -> TemporaryLedger {
        let ledger = try TemporaryLedger(workflow: "dealer")
        for name in ["a", "b", "c"] {
            var order = OrderBuilder(name, workflow: "dealer")
            ledger.store.append(try order.placed())
            ledger.store.append(try order.event("paymentAuthorized", #"{"amount":"30.00"}"#))
        }
        return ledger
    }

    /// Has the last row of the index of deadlines say a kind that stands before all others.
    private func damageDeadlines(of ledger: TemporaryLedger) throws {
        let generation = try ledger.store.snapshot().tables.generation
        let rows = try #require(try TableDump(ledger.store).rows["views.\(generation)"])
        let deadlines = rows.filter { $0.key[0] == 4 }
        #expect(deadlines.count > 1)
        let key = Data(try #require(deadlines.last).key)
        ledger.close()
        let file = URL(filePath: ledger.path + "/data.mdb")
        var bytes = try Data(contentsOf: file)
        // Pages that were written before it may hold it, too.
        while let place = bytes.firstRange(of: key) { bytes[place.lowerBound + 1] = 0 }
        try bytes.write(to: file)
        try ledger.reopen()
    }

    /// What is folded from the log alone.
    private struct Answers: Equatable {
        let fourEyes: FourEyesReport
        let tabs: TabCounts
        let start: ReplayReport
        let otherwise: ReplayReport

        init(_ store: LogStore) throws {
            fourEyes = try store.fourEyes()
            tabs = try store.tabs(of: "dealer", asOf: Position(store.lastPosition))
            start = try store.replay(to: Position(4))
            otherwise = try store.replay(workflow: "dealer")
        }
    }

    @Test func `are nothing to what the log alone says, and refused where they are compared`()
        throws
    {
        let ledger = try ledger()
        let answers = try Answers(ledger.store)
        #expect(answers.fourEyes.orders == 3)
        try damageDeadlines(of: ledger)
        #expect(try Answers(ledger.store) == answers)
        #expect(throws: LedgerError(.corrupted, "")) { try ledger.store.checkViews() }
        #expect(throws: LedgerError(.corrupted, "")) { try ledger.store.replay() }
    }

    @Test(arguments: [1, 5_000])
    func `end a rebuild, which compares as it goes, and stand as they were`(
        windowOrders: Int
    ) throws {
        let ledger = try ledger()
        try damageDeadlines(of: ledger)
        let generation = try ledger.store.snapshot().tables.generation
        #expect(throws: LedgerError(.corrupted, "")) {
            try ledger.store.rebuildViews(windowOrders: windowOrders)
        }
        #expect(try ledger.store.snapshot().tables.generation == generation)
    }
}
