import LedgerTesting
import OrderLedger
import Testing

/// Every row of the contract's table of effects, through a ledger: raised, listed, left open by a
/// failure, ended as the table says, and not ended twice.
@Suite struct `The outbox` {
    @Test(arguments: EffectRow.rows)
    func `an effect is raised, survives a failure, and ends as the table says`(_ row: EffectRow)
        throws
    {
        let ledger = try EffectLedger(row.workflow)
        for (type, data) in row.given { try ledger.given(type, data) }
        let position = try ledger.given(row.when.0, row.when.1)
        let key = "\(row.kind)@\(position)"
        let mine = try ledger.raised(at: position)
        #expect(Set(mine).isSuperset(of: [row.kind] + row.beside), "\(mine)")
        let failed = #"{"effect":"\#(key)","reason":"no answer"}"#
        try ledger.given("effectFailed", failed)
        #expect(try ledger.open.contains(key), "a failure leaves it open")
        for (type, data) in row.notEnd {
            try ledger.given(type, data.replacing("KEY", with: key))
            #expect(try ledger.open.contains(key), "\(type) does not end it")
        }
        try ledger.expectKept()
        try ledger.given(row.end.0, row.end.1.replacing("KEY", with: key))
        let after = try ledger.open
        #expect(!after.contains(key), "it is ended")
        #expect(
            Set(mine).subtracting([row.kind]).allSatisfy { after.contains("\($0)@\(position)") }
        )
        try ledger.given("effectSucceeded", #"{"effect":"\#(key)"}"#)
        try ledger.given("effectFailed", failed)
        #expect(try ledger.open == after, "one outcome counts")
        try ledger.expectKept()
    }

    @Test(arguments: EffectRow.rows)
    func `history made elsewhere raises no effect`(_ row: EffectRow) throws {
        let ledger = try EffectLedger(row.workflow)
        for (type, data) in row.given + [row.when] {
            #expect(try ledger.when(type, data, policy: .observe) != nil)
        }
        #expect(try ledger.open == [])
        try ledger.expectKept()
    }

    @Test func `what was captured before is not captured again when goods leave`() throws {
        let ledger = try EffectLedger("dealer")
        for (type, data) in [
            EffectRow.card, EffectRow.held, EffectRow.accepted, EffectRow.paidByCard,
        ] {
            try ledger.given(type, data)
        }
        let position = try ledger.given(EffectRow.dispatched.0, EffectRow.dispatched.1)
        #expect(try ledger.raised(at: position) == ["mailCustomer"])
    }

    @Test func `the clock's events oblige like any others, once`() throws {
        let ledger = try EffectLedger("dealer")
        try ledger.given(EffectRow.card.0, EffectRow.card.1)
        try ledger.given(EffectRow.held.0, EffectRow.held.1)
        let report = try ledger.ledger.tick(at: ManualClock.start.adding(.seconds(86_400 * 30)))
        #expect(report.appended == 3)
        let kinds = try ledger.open.compactMap { $0.split(separator: "@").first }
        #expect(kinds == ["notifyManufacturer", "mailCustomer"], "what expired is held no more")
        try ledger.expectKept()
    }

    @Test func `stock is released and reserved again as a box is ticked and un-ticked`() throws {
        let ledger = try EffectLedger("webshop")
        try ledger.given(EffectRow.lines.0, EffectRow.lines.1)
        let first = try ledger.given("cancelled")
        let id = ledger.lastID
        #expect(try ledger.raised(at: first) == ["releaseStock", "mailCustomer"])
        let revoked = try ledger.given("revoked", #"{"event":"\#(id)","reason":"mistake"}"#)
        #expect(try ledger.raised(at: first) == ["releaseStock"], "the mail is taken back")
        #expect(try ledger.raised(at: revoked) == ["reserveStock"])
        let again = try ledger.given("cancelled")
        #expect(try ledger.raised(at: again) == ["releaseStock", "mailCustomer"])
        for key in try ledger.open where key.contains("Stock") {
            try ledger.given("effectSucceeded", #"{"effect":"\#(key)"}"#)
        }
        #expect(try !ledger.open.contains { $0.contains("Stock") })
        try ledger.expectKept()
    }

    @Test func `a refund that a taken back cancellation asked for is asked for no more`() throws {
        let ledger = try EffectLedger("webshop")
        try ledger.given(EffectRow.card.0, EffectRow.card.1)
        try ledger.given(EffectRow.paidByCard.0, EffectRow.paidByCard.1)
        let position = try ledger.given("cancelled")
        #expect(try ledger.raised(at: position).contains("refundPayment"))
        try ledger.given("revoked", #"{"event":"\#(ledger.lastID)","reason":"mistake"}"#)
        #expect(try ledger.raised(at: position) == [])
        try ledger.expectKept()
    }

    @Test func `stock that nobody keeps is not released`() throws {
        let ledger = try EffectLedger("marketplace")
        try ledger.given(
            "placed",
            #"{"currency":"EUR","lines":[{"sku":"TEA","quantity":3,"unitPrice":"1","tracked":false}]}"#
        )
        try ledger.given("cancelled")
        #expect(try ledger.open == [])
    }
}
