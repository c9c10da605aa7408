import Audit
import EventLog
import LedgerTesting
import Orders
import Testing

@Suite struct `Outcomes of effects in a replay` {
    /// Two dispatched orders, each of which mailed its customer once.
    private struct Desk {
        let ledger: TemporaryLedger
        var order = OrderBuilder("a")
        /// The effect of the order, and that of another one.
        var own = ""
        var foreign = ""

        init() throws {
            ledger = try TemporaryLedger()
            var other = OrderBuilder("b")
            own = "mailCustomer@\(try dispatch(&order))"
            foreign = "mailCustomer@\(try dispatch(&other))"
        }

        private func dispatch(_ order: inout OrderBuilder) throws -> UInt64 {
            for event in [try order.placed(), try order.captured(), try order.dispatched()] {
                #expect(ledger.store.append(event).isNew)
            }
            return try ledger.store.lastPosition
        }

        mutating func tell(
            _ type: String,
            _ effect: String,
            policy: AppendPolicy = .enforce,
        ) throws {
            let event = try order.event(type, #"{"effect":"\#(effect)"}"#)
            #expect(ledger.store.append(event, policy: policy).isNew)
        }

        func findings() throws -> [String: Int] {
            let report = try ledger.store.replay()
            #expect(report.findings.errorCount == 0)
            #expect(report.projectionsMatch == true)
            return report.findings.counts
        }
    }

    @Test func `one success, and failures before and after it, are as they should be`() throws {
        var desk = try Desk()
        try desk.tell("effectFailed", desk.own)
        try desk.tell("effectSucceeded", desk.own)
        try desk.tell("effectFailed", desk.own)
        #expect(try desk.findings() == [:])
    }

    @Test(arguments: [AppendPolicy.enforce, .observe])
    func `a second success is recorded, changes nothing and is a warning`(
        policy: AppendPolicy
    ) throws {
        var desk = try Desk()
        try desk.tell("effectSucceeded", desk.own, policy: policy)
        let before = try desk.ledger.store.snapshot().head(of: 1).standing
        try desk.tell("effectSucceeded", desk.own, policy: policy)
        let after = try desk.ledger.store.snapshot().head(of: 1).standing
        #expect(
            after.agenda.outbox == before.agenda.outbox && after.core.facts == before.core.facts
        )
        #expect(try desk.findings() == ["effectSucceeded:effectSettled": 1])
        let finding = try desk.ledger.store.replay().findings.details.first
        #expect(finding?.severity == .warning && finding?.order == "a")
    }

    @Test func `an effect that never was is a warning, whoever names it`() throws {
        var desk = try Desk()
        let names = ["mailCustomer@2", "mailCustomer@99", "mailCustomer@1", "mail", desk.foreign]
        for name in names { try desk.tell("effectSucceeded", name) }
        try desk.tell("effectFailed", "releaseStock@4")
        #expect(
            try desk.findings()
                == ["effectSucceeded:unknownEffect": names.count, "effectFailed:unknownEffect": 1]
        )
    }

    @Test func `an event of history made elsewhere raised nothing`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("a")
        let life = [try order.placed(), try order.captured(), try order.dispatched()]
        ledger.store.append(life, policy: .observe)
        let name = "mailCustomer@\(try ledger.store.lastPosition)"
        ledger.store.append(try order.event("effectSucceeded", #"{"effect":"\#(name)"}"#))
        #expect(try ledger.store.replay().findings.counts == ["effectSucceeded:unknownEffect": 1])
    }

    @Test func `an order whose headers say too little is checked by its history`() throws {
        var desk = try Desk()
        let note = try desk.order.commented("x")
        desk.ledger.store.append(note)
        desk.ledger.store.append(
            try desk.order.event("revoked", #"{"event":"\#(note.id)","reason":"mistake"}"#)
        )
        try desk.tell("effectSucceeded", desk.own)
        #expect(try desk.findings() == [:])
        try desk.tell("effectSucceeded", desk.own)
        try desk.tell("effectSucceeded", desk.foreign)
        #expect(
            try desk.findings()
                == ["effectSucceeded:effectSettled": 1, "effectSucceeded:unknownEffect": 1]
        )
    }

    @Test func `money that names an effect which was settled is a warning, too`() throws {
        let ledger = try TemporaryLedger(workflow: "dealer")
        var order = OrderBuilder("d", workflow: "dealer")
        let start = [try order.placed(), try order.event("accepted"), try order.dispatched()]
        for event in start { #expect(ledger.store.append(event).isNew) }
        let key = "capturePayment@\(try ledger.store.lastPosition)"
        for amount in ["10.00", "20.00"] {
            let data = #"{"amount":"\#(amount)","effect":"\#(key)"}"#
            #expect(ledger.store.append(try order.event("paymentCaptured", data)).isNew)
        }
        #expect(try ledger.store.replay().findings.counts == ["paymentCaptured:effectSettled": 1])
    }

    @Test func `a dispute that takes more than was left is a warning`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("a")
        let life = [
            try order.placed(), try order.captured(), try order.refunded("20.00"),
            try order.event("disputeOpened", #"{"reference":"d","amount":"10.00"}"#),
            try order.event("disputeOpened", #"{"reference":"e","amount":"0.01"}"#),
            try order.event("disputeClosed", #"{"reference":"d","outcome":"lost"}"#),
        ]
        for event in life { #expect(ledger.store.append(event).isNew) }
        #expect(try ledger.store.replay().findings.count == 0)
        let lost = try order.event("disputeClosed", #"{"reference":"e","outcome":"lost"}"#)
        #expect(ledger.store.append(lost).isNew)
        let findings = try ledger.store.replay().findings
        #expect(findings.counts == ["disputeClosed:exceedsCaptured": 1])
        #expect(findings.errorCount == 0)
    }
}
