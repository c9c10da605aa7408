import EventLog
import LedgerTesting
import Orders
import Subscriptions
import Testing

@Suite struct `A checkpoint that is kept under a name` {
    @Test func `is where the next subscription begins, after reopening too`() async throws {
        let ledger = try FollowedLedger()
        try ledger.append("A", count: 3)
        var fresh = ledger.reader(from: .checkpoint("mail"))
        #expect(await fresh.text() == "event 1 ledgerCreated")
        try ledger.store.save(Position(2), asCheckpoint: "mail")
        var reader = ledger.reader(from: .checkpoint("mail"))
        #expect(await reader.text() == "event 3 commented")
        try ledger.store.save(Position(4), asCheckpoint: "mail")
        var later = ledger.reader(from: .checkpoint("mail"))
        #expect(await later.text() == "caughtUp 4")
        let other = try ledger.store.followers().first
        #expect(other?.name == "mail")
        #expect(other?.checkpoint == Position(4))
    }

    @Test func `is refused beyond the log's end, under no name, and while somebody follows`() throws
    {
        let ledger = try FollowedLedger()
        #expect { try ledger.store.save(Position(2), asCheckpoint: "mail") } throws: { error in
            (error as? LedgerError)?.code == .malformed
        }
        #expect { try ledger.store.save(Position(1), asCheckpoint: "a/b") } throws: { error in
            (error as? LedgerError)?.code == .malformed
        }
        let hold = try FollowerHold(FollowerName("mail"), in: ledger.store)
        #expect { try ledger.store.save(Position(1), asCheckpoint: "mail") } throws: { error in
            (error as? LedgerError)?.code == .busy
        }
        _ = hold
    }
}
