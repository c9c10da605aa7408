import Audit
import EventLog
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

/// Every invariant of the domain that a replay answers for, each broken on purpose and found.
@Suite struct `Invariants that a replay answers for` {
    /// A ledger to which events are told as they come.
    private struct Desk {
        let ledger: TemporaryLedger
        private var counts: [String: Int] = [:]

        init(_ workflow: String = "marketplace") throws {
            ledger = try TemporaryLedger(workflow: workflow)
        }

        @discardableResult
        mutating func tell(
            _ order: String,
            _ type: String,
            _ data: String = "{}",
            at time: String? = nil,
            by actor: String? = nil,
            policy: AppendPolicy = .enforce,
        ) throws -> UInt64 {
            let count = counts[order, default: 0]
            counts[order] = count + 1
            let event = try NewEvent(
                order,
                "e\(count)",
                type,
                data,
                at: try time.map { try Timestamp(text: $0) },
                context: EventContext(actor: try actor.map { try Actor(text: $0) })
            )
            #expect(ledger.store.append(event, policy: policy).isNew, "\(type)")
            return try ledger.store.lastPosition
        }

        func findings() throws -> [String: Int] { try ledger.store.replay().findings.counts }

        /// Places an order of 30.00 with a line of three pieces.
        mutating func place(_ order: String, _ method: String = "card") throws {
            try tell(
                order,
                "placed",
                #"{"currency":"EUR","total":"30.00","paymentMethod":"\#(method)","#
                    + #""lines":[{"sku":"TEA","quantity":3,"unitPrice":"10.00"}]}"#,
                at: "2026-01-01T00:00:00Z"
            )
        }
    }

    // MARK: - Money

    @Test func `no more is captured of an authorization than was authorized`() throws {
        var desk = try Desk()
        try desk.place("a")
        try desk.tell("a", "paymentAuthorized", #"{"amount":"30.00","reference":"A"}"#)
        try desk.tell("a", "paymentCaptured", #"{"amount":"30.00","reference":"A"}"#)
        #expect(try desk.findings() == [:])
        try desk.tell(
            "a",
            "paymentCaptured",
            #"{"amount":"0.01","reference":"A"}"#,
            policy: .observe
        )
        #expect(try desk.findings() == ["paymentCaptured:exceedsAuthorized": 1])
    }

    @Test func `no more is refunded and lost than was captured`() throws {
        var desk = try Desk()
        try desk.place("a")
        try desk.tell("a", "paymentCaptured", #"{"amount":"30.00"}"#)
        try desk.tell("a", "refunded", #"{"amount":"20.00"}"#)
        try desk.tell("a", "refunded", #"{"amount":"10.01"}"#, policy: .observe)
        #expect(try desk.findings() == ["refunded:exceedsCaptured": 1])
        try desk.tell("a", "disputeOpened", #"{"reference":"d","amount":"5.00"}"#)
        try desk.tell("a", "disputeClosed", #"{"reference":"d","outcome":"lost"}"#)
        #expect(
            try desk.findings()
                == ["refunded:exceedsCaptured": 1, "disputeClosed:exceedsCaptured": 1]
        )
    }

    @Test func `several orders capture no more of a payment than was authorized`() throws {
        var desk = try Desk()
        for order in ["a", "b", "c"] { try desk.place(order) }
        try desk.tell("a", "paymentAuthorized", #"{"amount":"50.00","reference":"P"}"#)
        try desk.tell("a", "paymentCaptured", #"{"amount":"30.00","reference":"P"}"#)
        try desk.tell("b", "paymentCaptured", #"{"amount":"20.00","reference":"P"}"#)
        #expect(try desk.findings() == [:])
        let excess = try desk.tell("c", "paymentCaptured", #"{"amount":"0.01","reference":"P"}"#)
        let report = try desk.ledger.store.replay()
        #expect(report.findings.counts == ["paymentCaptured:exceedsPayment": 1])
        #expect(report.findings.errorCount == 0)
        #expect(
            report.findings.details.first?.detail
                == "3 orders capture 50.01 EUR of payment \"P\", of which 50.00 was authorized"
        )
        #expect(report.findings.details.first?.position.rawValue == excess)
        // Of a payment that nobody authorized nothing can be told.
        try desk.tell("a", "paymentCaptured", #"{"amount":"9.00","reference":"Q"}"#)
        try desk.tell("b", "paymentCaptured", #"{"amount":"9.00","reference":"Q"}"#)
        #expect(try desk.findings() == ["paymentCaptured:exceedsPayment": 1])
    }

    @Test func `a capture that was taken back counts for no payment`() throws {
        var desk = try Desk("webshop")
        for order in ["a", "b"] { try desk.place(order) }
        try desk.tell("a", "paymentAuthorized", #"{"amount":"30.00","reference":"P"}"#)
        try desk.tell("a", "paymentCaptured", #"{"amount":"30.00","reference":"P"}"#)
        try desk.tell("a", "revoked", #"{"event":"e2","reason":"the wrong order"}"#)
        try desk.tell("b", "paymentCaptured", #"{"amount":"30.00","reference":"P"}"#)
        #expect(try desk.findings() == [:])
    }

    // MARK: - Goods and stock

    @Test func `no more is shipped of a line than was ordered`() throws {
        var desk = try Desk("webshop")
        try desk.place("a")
        try desk.tell("a", "dispatched", #"{"lines":[{"sku":"TEA","quantity":2}]}"#)
        #expect(try desk.findings() == [:])
        try desk.tell(
            "a",
            "dispatched",
            #"{"lines":[{"sku":"TEA","quantity":2}]}"#,
            policy: .observe
        )
        #expect(try desk.findings() == ["dispatched:exceedsOrdered": 1])
    }

    @Test func `what was shipped is not cancelled`() throws {
        var desk = try Desk()
        try desk.place("a")
        try desk.tell("a", "paymentCaptured", #"{"amount":"30.00"}"#)
        try desk.tell("a", "dispatched", #"{"tracking":"T"}"#)
        try desk.tell("a", "cancelled", policy: .observe)
        #expect(try desk.findings() == ["cancelled:alreadyDispatched": 1])
    }

    @Test func `stock is released once per reservation`() throws {
        var desk = try Desk("webshop")
        try desk.place("a")
        let first = try desk.tell("a", "cancelled")
        try desk.tell("a", "revoked", #"{"event":"e1","reason":"a mistake"}"#)
        let second = try desk.tell("a", "cancelled")
        try desk.tell("a", "effectSucceeded", #"{"effect":"releaseStock@\#(first)"}"#)
        #expect(try desk.findings() == [:])
        try desk.tell("a", "effectSucceeded", #"{"effect":"releaseStock@\#(second)"}"#)
        #expect(try desk.findings() == ["effectSucceeded:stockNotReserved": 1])
        try desk.tell("a", "effectSucceeded", #"{"effect":"releaseStock@\#(second)"}"#)
        #expect(
            try desk.findings()
                == ["effectSucceeded:stockNotReserved": 1, "effectSucceeded:effectSettled": 1]
        )
    }

    @Test func `stock that was reserved again is released again`() throws {
        var desk = try Desk("webshop")
        try desk.place("a")
        let first = try desk.tell("a", "cancelled")
        let again = try desk.tell("a", "revoked", #"{"event":"e1","reason":"a mistake"}"#)
        let second = try desk.tell("a", "cancelled")
        for key in ["releaseStock@\(first)", "reserveStock@\(again)", "releaseStock@\(second)"] {
            try desk.tell("a", "effectSucceeded", #"{"effect":"\#(key)"}"#)
        }
        #expect(try desk.findings() == [:])
    }

    // MARK: - Ends

    @Test func `nothing follows an end but what may`() throws {
        var desk = try Desk()
        try desk.place("a")
        try desk.tell("a", "cancelled")
        try desk.tell("a", "commented", #"{"text":"why"}"#)
        try desk.tell("a", "accepted", policy: .observe)
        try desk.tell("a", "archived")
        try desk.tell("a", "amended", #"{"shipping":"1.00"}"#, policy: .observe)
        #expect(try desk.findings() == ["accepted:alreadyCancelled": 1, "amended:archived": 1])
    }

    // MARK: - The clock

    @Test func `what the clock causes is not before its deadline, and not there twice`() throws {
        var desk = try Desk("dealer")
        try desk.place("early")
        try desk.place("right")
        // Placed on a Thursday: to be accepted by Friday, the same time.
        try desk.tell(
            "early",
            "confirmationOverdue",
            at: "2026-01-01T23:59:59Z",
            by: "clock:tick"
        )
        try desk.tell(
            "right",
            "confirmationOverdue",
            at: "2026-01-02T00:00:00Z",
            by: "clock:tick"
        )
        #expect(try desk.findings() == ["confirmationOverdue:deadlineNotReached": 1])
        try desk.tell(
            "right",
            "confirmationOverdue",
            at: "2026-01-03T00:00:00Z",
            by: "clock:tick"
        )
        #expect(
            try desk.findings()
                == [
                    "confirmationOverdue:deadlineNotReached": 1,
                    "confirmationOverdue:deadlineRepeated": 1,
                ]
        )
        #expect(try desk.ledger.store.replay().findings.errorCount == 0)
    }

    @Test func `what the clock causes had a deadline that stood`() throws {
        var desk = try Desk("dealer")
        try desk.place("a")
        try desk.tell("a", "accepted")
        try desk.tell("a", "confirmationOverdue", at: "2026-02-01T00:00:00Z", by: "clock:tick")
        // Somebody else may say so at any time.
        try desk.place("b")
        try desk.tell("b", "confirmationOverdue", at: "2026-01-01T00:00:01Z", by: "system:x")
        #expect(try desk.findings() == ["confirmationOverdue:deadlineMissing": 1])
    }

    @Test func `a deadline holds by the settings of its time`() throws {
        var desk = try Desk()
        try desk.place("a")
        try desk.tell("a", "cancelled", at: "2026-01-03T00:00:00Z", by: "clock:tick")
        #expect(try desk.findings() == ["cancelled:deadlineMissing": 1])
        try desk.ledger.store.change(setting: "marketplace.autoCancel", to: "48 hours")
        try desk.place("b")
        try desk.tell("b", "cancelled", at: "2026-01-03T00:00:00Z", by: "clock:tick")
        try desk.place("c")
        try desk.tell("c", "cancelled", at: "2026-01-02T23:59:59Z", by: "clock:tick")
        #expect(
            try desk.findings()
                == ["cancelled:deadlineMissing": 1, "cancelled:deadlineNotReached": 1]
        )
    }

    @Test func `a hold that expires ends its order, and one that does not expire does not`() throws
    {
        var desk = try Desk("dealer")
        for order in ["a", "b"] {
            try desk.place(order)
            try desk.tell(
                order,
                "paymentAuthorized",
                #"{"amount":"30.00"}"#,
                at: "2026-01-01T00:00:00Z"
            )
        }
        let expiry = "2026-01-08T00:00:00Z"
        try desk.tell(
            "a",
            "authorizationExpired",
            #"{"amount":"30.00"}"#,
            at: expiry,
            by: "clock:tick"
        )
        try desk.tell("a", "cancelled", at: expiry, by: "clock:tick")
        #expect(try desk.findings() == [:])
        try desk.tell(
            "b",
            "authorizationExpired",
            #"{"amount":"30.00"}"#,
            at: "2026-01-07T00:00:00Z",
            by: "clock:tick"
        )
        try desk.tell("b", "cancelled", at: "2026-01-07T00:00:01Z", by: "clock:tick")
        // The gateway has not said so yet, but the hold has run out.
        try desk.place("c")
        try desk.tell("c", "paymentAuthorized", #"{"amount":"1.00"}"#, at: "2026-01-01T00:00:00Z")
        try desk.tell("c", "cancelled", at: "2026-01-08T00:00:01Z", by: "clock:tick")
        #expect(
            try desk.findings()
                == ["authorizationExpired:deadlineNotReached": 1, "cancelled:deadlineMissing": 1]
        )
    }

    @Test func `a tick leaves nothing to object to`() throws {
        var desk = try Desk("dealer")
        try desk.ledger.store.change(setting: "marketplace.autoCancel", to: "48 hours")
        for order in 0..<5 {
            try desk.place("d\(order)")
            try desk.tell(
                "d\(order)",
                "paymentAuthorized",
                #"{"amount":"10.00","reference":"r\#(order)"}"#,
                at: "2026-01-0\(order + 1)T00:00:00Z"
            )
        }
        desk.ledger.clock.advance(by: .seconds(60 * 86_400))
        let end = desk.ledger.clock.now
        var told = 0
        _ = try desk.ledger.store.tick(at: end) { _ in told += 1 }
        #expect(told == 15)
        #expect(try desk.findings() == [:])
    }

    // MARK: - Billing

    @Test func `what a merge makes is worth what was merged`() throws {
        var desk = try Desk("billing")
        for order in ["a", "b"] {
            try desk.tell(
                order,
                "placed",
                #"{"currency":"EUR","total":"40.00","billing":{"kind":"instalments","count":4,"#
                    + #""every":"P1M","first":"2026-01-31"}}"#
            )
            try desk.tell(order, "paymentCaptured", #"{"amount":"10.00","billingEvent":"1"}"#)
        }
        let into = #""billingEvents":["2","3"],"into":{"id":"m","dueOn":"2026-03-01""#
        try desk.tell("a", "billingEventsMerged", "{\(into),\"amount\":\"20.00\"}}")
        #expect(try desk.findings() == [:])
        try desk.tell("b", "billingEventsMerged", "{\(into),\"amount\":\"19.99\"}}")
        let report = try desk.ledger.store.replay()
        #expect(report.findings.counts == ["billingEventsMerged:mergedSum": 1])
        #expect(
            report.findings.details.first?.detail
                == "20.00 EUR is merged into \"m\", which is worth 19.99 EUR"
        )
    }

    // MARK: - Codes

    @Test func `every code has a sentence of its own, and no code is a refusal's but one`() {
        let sentences = Set(FindingCode.allCases.map(\.sentence))
        #expect(sentences.count == FindingCode.allCases.count)
        let refusals = Set(Refusal.Code.allCases.map(\.rawValue))
        let shared = FindingCode.allCases.filter { refusals.contains($0.rawValue) }
        #expect(shared == [.overdrawn])
    }
}
