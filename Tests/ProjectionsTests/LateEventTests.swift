import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

@Suite struct `Views of history that arrives out of order` {
    @Test func `an event that was taken back before it arrived counts for nothing anywhere`() throws
    {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("a")
        ledger.store.append(try order.placed(), policy: .observe)
        let revoked = try NewEvent(
            "a",
            "r",
            "revoked",
            #"{"event":"late","reason":"mistake"}"#
        )
        ledger.store.append(revoked, policy: .observe)
        let late = try NewEvent("a", "late", "paymentCaptured", #"{"amount":"30.00"}"#)
        ledger.store.append(late, policy: .observe)
        #expect(try ledger.store.checkViews().differences.details == [])
    }
}
