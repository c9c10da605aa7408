import LedgerTesting
import OrderLedger
import Testing

/// A service that sleeps until the next deadline, and ticks when it wakes.
@Suite struct `A service that sleeps` {
    private static let orders: [(String, [(type: String, data: String)])] = [
        ("market", [("placed", #"{"workflow":"marketplace","currency":"EUR","total":"5.00"}"#)]),
        (
            "dealer",
            [
                (
                    "placed",
                    #"{"workflow":"dealer","currency":"EUR","total":"5.00","paymentMethod":"card"}"#
                ),
                ("paymentAuthorized", #"{"amount":"5.00"}"#),
            ]
        ),
        (
            "reseller",
            [
                ("placed", #"{"workflow":"reseller","currency":"EUR","total":"5.00"}"#),
                ("paymentCaptured", #"{"amount":"5.00"}"#),
                ("approved", #"{"by":"reseller"}"#),
                ("detailsVerified", "{}"), ("procured", "{}"), ("resellerPaid", "{}"),
            ]
        ),
        (
            "billing",
            [
                (
                    "placed",
                    #"{"workflow":"billing","currency":"EUR","billing":{"kind":"subscription","every":"P1M","first":"2026-01-01","amount":"9.99"}}"#
                ),
                ("paymentCaptured", #"{"amount":"9.99","billingEvent":"1"}"#),
                ("paused", #"{"until":"2026-01-15"}"#),
            ]
        ),
    ]

    @Test func `everything happens exactly on time, and then it sleeps for good`() throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let ledger = try Ledger.create(
            at: folder("ledger"),
            options: LedgerOptions(now: { clock.now })
        )
        #expect(try ledger.nextDeadline() == nil)
        try ledger.change(setting: "marketplace.autoCancel", to: "48 hours")
        for (name, events) in Self.orders {
            for (index, event) in events.enumerated() {
                let time = clock.now.adding(.microseconds(index + 1))
                let new = try NewEvent(name, "e\(index)", event.type, event.data, at: time)
                guard case .recorded = ledger.append(AppendBatch([new])) else {
                    Issue.record("\(name): \(event.type)")
                    continue
                }
            }
        }
        var told: [String] = []
        while let next = try ledger.nextDeadline() {
            #expect(next > clock.now, "it is never too late")
            clock.now = next
            let report = try ledger.tick(at: clock.now) { event in
                #expect(event.at == clock.now, "\(event.order) \(event.event) is on time")
                told.append("\(event.at) \(event.order) \(event.event)")
            }
            #expect(report.appended > 0, "it does not wake for nothing")
        }
        #expect(
            told == [
                "2026-01-01T04:00:00.000003Z reseller approved",
                "2026-01-02T00:00:00.000001Z dealer confirmationOverdue",
                "2026-01-03T00:00:00.000001Z market cancelled",
                "2026-01-08T00:00:00.000002Z dealer authorizationExpired",
                "2026-01-08T00:00:00.000002Z dealer cancelled",
                "2026-01-15T00:00:00Z billing resumed",
            ]
        )
    }

    @Test func `what the rules turn away wakes nobody`() throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let ledger = try Ledger.create(
            at: folder("ledger"),
            workflow: "dealer",
            options: LedgerOptions(now: { clock.now })
        )
        // An order on account, refunded in full before anything was shipped, with money still held.
        let events = [
            ("placed", #"{"currency":"EUR","total":"5.00","paymentMethod":"account"}"#),
            ("accepted", "{}"), ("paymentAuthorized", #"{"amount":"5.00"}"#),
            ("refunded", #"{"amount":"5.00"}"#),
        ]
        for (index, event) in events.enumerated() {
            let new = try NewEvent("a", "e\(index)", event.0, event.1, at: clock.now)
            _ = ledger.append(AppendBatch([new], policy: .observe))
        }
        let end = clock.now.adding(.seconds(86_400 * 30))
        let announced = try ledger.previewTick(at: end)
        let report = try ledger.tick(at: end)
        #expect(announced == report, "a dry run knows what the rules will say")
        #expect(try ledger.nextDeadline() == nil)
        #expect(try ledger.replay().projectionsMatch == true)
    }
}
