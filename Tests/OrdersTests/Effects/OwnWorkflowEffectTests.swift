import Orders
import Testing

/// Effects of orders under workflows of the user's own: those that the contract ties to none.
@Suite struct OwnWorkflowEffectTests {
    /// The same tables under a name and a code that a ledger gives.
    private static func copy(of name: String) throws -> Workflow {
        let tables = try #require(Workflow.builtIn(named: name)?.tables)
        guard case .object(let members) = tables else { return .marketplace }
        let renamed = members.map {
            $0.name == "workflow" ? JSONValue.Member("workflow", .string("mine")) : $0
        }
        return try Workflow(tables: .object(renamed), code: .firstAdded)
    }

    private static let lines = #""lines":[{"sku":"A","quantity":2,"unitPrice":"10.00"}]"#

    private func order(like name: String, paidBy method: String) throws -> EffectStory {
        var story = EffectStory(try Self.copy(of: name))
        story.hasOutstandingBilling = true
        let data = #"{"currency":"EUR","paymentMethod":"\#(method)",\#(Self.lines)}"#
        story.given(("placed", data), ("accepted", "{}"))
        return story
    }

    @Test(arguments: ["marketplace", "dealer", "webshop", "reseller"], ["card", "account"])
    func `what a built-in workflow adds is not the copy's`(name: String, method: String) throws {
        var story = try order(like: name, paidBy: method)
        story.given(
            ("invoiced", "{}"),
            ("paymentCaptured", #"{"amount":"20.00","reference":"c"}"#),
            ("dispatched", #"{"tracking":"T"}"#),
            ("cardReplaced", "{}"),
            ("refunded", #"{"amount":"20.00","reference":"r"}"#)
        )
        #expect(story.raised.isEmpty)
    }

    @Test func `a copy of the dealer does not charge cards, and one of billing mails nothing`()
        throws
    {
        var dealer = try order(like: "dealer", paidBy: "card")
        #expect(dealer.when("dispatched", #"{"tracking":"T"}"#) == [])
        var billing = EffectStory(try Self.copy(of: "billing"))
        billing.hasOutstandingBilling = true
        let plan =
            #""billing":{"kind":"subscription","every":"P1M","first":"2026-01-31","amount":"9"}"#
        billing.given(
            ("placed", #"{"currency":"EUR",\#(plan)}"#),
            ("cardRegistered", #"{"card":"k"}"#),
            ("paused", "{}"),
            ("resumed", "{}"),
            ("cardReplaced", #"{"card":"l","replaces":"k"}"#)
        )
        #expect(billing.raised.isEmpty)
    }

    @Test(arguments: ["marketplace", "dealer", "webshop", "reseller"])
    func `money, holds, stock and comments oblige under any workflow`(name: String) throws {
        var story = try order(like: name, paidBy: "card")
        #expect(story.when("commented", #"{"text":"x","notify":true}"#) == ["mailCustomer"])
        #expect(story.when("confirmationOverdue") == ["notifyManufacturer"])
        story.given(
            ("paymentAuthorized", #"{"amount":"20.00","reference":"a"}"#),
            ("paymentCaptured", #"{"amount":"5.00","method":"card","reference":"a"}"#)
        )
        #expect(
            Set(story.when("cancelled")) == ["refundPayment", "releaseHold", "releaseStock"]
        )
        #expect(
            story.when("paymentCaptured", #"{"amount":"1.00","method":"card"}"#)
                == ["refundPayment"]
        )
    }
}
