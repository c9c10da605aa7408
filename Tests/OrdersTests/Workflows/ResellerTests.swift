import Orders
import Testing

@Suite struct ResellerTests {
    private let placed = (
        "placed", #"{"currency":"ILS","total":"600.00","paymentMethod":"transfer"}"#
    )
    private let capture = ("paymentCaptured", #"{"amount":"600.00","method":"transfer"}"#)
    private let approval = ("approved", #"{"by":"reseller"}"#)
    private let system = ("approved", #"{"by":"system"}"#)

    private func colour(_ story: Story) throws -> [String?] {
        [try story.colour(on: "2025-03-01"), Workflow.reseller.message(of: story.state.core)]
    }

    @Test func `a transfer order passes through all four archives`() throws {
        var story = Story(.reseller)
        story.given(("cartOpened", "{}"), ("cartUpdated", #"{"site":"a.example"}"#))
        #expect(story.status == "incomplete")
        #expect(try colour(story) == ["black", ""])
        story.given(placed)
        #expect(story.status == "awaitingPayment")
        #expect(story.tabs == ["awaitingPayment", "general"])
        #expect(try colour(story) == ["red", "Awaiting payment"])
        #expect(story.when(approval.0, approval.1) == .refused(.notPaid))
        story.given(capture)
        #expect(story.status == "awaitingPayment")
        #expect(try colour(story) == ["yellow", "Awaiting approval"])
        story.when(approval.0, approval.1, at: "2025-03-01T10:00:00Z")
        #expect(story.status == "awaitingApproval")
        #expect(try colour(story) == ["green", "Paid and approved"])
        story.given(("detailsVerified", "{}"), ("procured", "{}"), ("resellerPaid", "{}"))
        #expect(
            story.when(system.0, system.1, at: "2025-03-01T13:59:59Z") == .refused(.notReady)
        )
        #expect(story.when(system.0, system.1, at: "2025-03-01T14:00:00Z") == .taken)
        #expect(story.status == "handled")
        #expect(story.tabs == ["handled"])
    }

    @Test(arguments: 0..<16)
    func `the system approves only when every condition is there`(missing: Int) {
        var story = Story(.reseller)
        story.given(placed, capture)
        let conditions = [
            approval, ("detailsVerified", "{}"), ("procured", "{}"),
            ("resellerPaid", "{}"),
        ]
        for (index, event) in conditions.enumerated() where missing & (1 << index) == 0 {
            story.given(event)
        }
        let outcome = story.when(system.0, system.1, at: "2025-04-01T00:00:00Z")
        #expect(outcome == (missing == 0 ? .taken : .refused(.notReady)))
    }

    @Test func `every line must be procured`() {
        var story = Story(.reseller)
        story.given(
            (
                "placed",
                #"{"currency":"EUR","lines":[{"sku":"site","quantity":1,"unitPrice":"9"},"#
                    + #"{"sku":"domain","quantity":1,"unitPrice":"1"}]}"#
            ),
            ("procured", #"{"lines":["site"]}"#)
        )
        #expect(!story.facts.contains("procured"))
        #expect(story.state.lines.map(\.isProcured) == [true, false])
        #expect(story.when("procured", #"{"lines":["mail"]}"#) == .refused(.unknownLine))
        story.given(("procured", #"{"lines":["domain"]}"#))
        #expect(story.facts.contains("procured"))
    }

    @Test func `the hand-over time is a setting`() throws {
        var story = Story(.reseller)
        story.given(placed, capture)
        story.when(approval.0, approval.1, at: "2025-03-01T10:00:00Z")
        story.given(("detailsVerified", "{}"), ("procured", "{}"), ("resellerPaid", "{}"))
        let digest = try story.state.digest(of: .approved(by: .system))
        let settings = WorkflowSettings(handOver: .seconds(60))
        let early = try Timestamp(text: "2025-03-01T10:00:59Z")
        let due = try Timestamp(text: "2025-03-01T10:01:00Z")
        let core = story.state.core
        #expect(Workflow.reseller.decide(core, digest, at: due, settings: settings) == .accepted)
        #expect(Workflow.reseller.decide(core, digest, at: early, settings: settings) != .accepted)
        #expect(Workflow.reseller.allowed(core).contains(.approved))
    }

    @Test func `an order that costs nothing is paid when placed`() throws {
        var story = Story(.reseller)
        story.given(("placed", #"{"currency":"EUR","total":"0"}"#))
        #expect(try colour(story) == ["yellow", "Awaiting approval"])
        story.given(approval)
        #expect(story.status == "awaitingApproval")
    }

    @Test func `a cancelled order is cancelled in every archive`() {
        var story = Story(.reseller)
        story.given(placed, capture, approval, ("cancelled", "{}"))
        #expect(story.status == "cancelled")
        #expect(story.when(system.0, system.1) == .refused(.alreadyCancelled))
    }
}
