import Orders
import Testing

/// A dispute lies over an order: while it is open or lost it shows, and a won one leaves no trace.
@Suite struct DisputeOverlayTests {
    /// What a dispute must leave as it was.
    private struct Standing: Equatable {
        let status: String
        let tabs: Set<String>
        let facts: Set<String>
        let amounts: [Int64]

        init(_ story: Story) {
            let core = story.state.core
            status = story.status
            tabs = story.tabs
            facts = story.facts
            amounts = [
                core.total, core.authorized, core.released, core.captured, core.refunded,
                core.outstanding, core.overpaid, core.disputed, core.lost,
            ]
        }
    }

    private static let placed = (
        "placed", #"{"currency":"EUR","total":"100.00","paymentMethod":"card"}"#
    )
    private static let captured = ("paymentCaptured", #"{"amount":"100.00","method":"card"}"#)
    private static let opened = ("disputeOpened", #"{"reference":"d","amount":"40.00"}"#)

    private static func closed(_ outcome: String) -> (String, String) {
        ("disputeClosed", #"{"reference":"d","outcome":"\#(outcome)"}"#)
    }

    /// Every status of every workflow that a captured order can be brought to by these steps.
    private static func stories() -> [Story] {
        let steps: [[(String, String)]] = [
            [], [("accepted", "{}")],
            [("accepted", "{}"), ("dispatched", #"{"tracking":"T"}"#)],
            [("accepted", "{}"), ("dispatched", #"{"tracking":"T"}"#), ("delivered", "{}")],
            [("accepted", "{}"), ("refunded", #"{"amount":"100.00"}"#)],
            [("cancelled", "{}")],
            [("accepted", "{}"), ("dispatched", #"{"tracking":"T"}"#), ("archived", "{}")],
        ]
        return Workflow.allBuiltIn.flatMap { workflow in
            steps.map { steps in
                var story = Story(workflow, .observe)
                for (name, data) in [placed, captured] + steps { story.when(name, data) }
                return story
            }
        }
    }

    /// Automattic/woocommerce-payments, PR 714: won, the order returns to the status before it.
    @Test func `opening and winning restores status, tabs, facts and amounts`() {
        for story in Self.stories() {
            let before = Standing(story)
            var disputed = story
            disputed.given(Self.opened)
            let during = Standing(disputed)
            #expect(during.status == before.status && during.tabs == before.tabs)
            #expect(during.facts.subtracting(["disputed"]) == before.facts)
            #expect(disputed.state.core.disputed == 4_000)
            disputed.given(Self.closed("won"))
            #expect(Standing(disputed) == before, "\(story.workflow.name) \(before.status)")
        }
    }

    @Test func `what was lost and then won was won`() {
        for story in Self.stories() {
            let before = Standing(story)
            var disputed = story
            disputed.given(Self.opened, Self.closed("lost"))
            #expect(disputed.state.core.lost == 4_000 && disputed.status == before.status)
            disputed.given(Self.closed("won"))
            #expect(Standing(disputed) == before, "\(story.workflow.name) \(before.status)")
        }
    }

    /// Automattic/woocommerce-payments#4339: a dispute that was accepted did not become lost.
    @Test func `a dispute that is accepted is lost and open no more`() {
        for story in Self.stories() {
            let before = Standing(story)
            var disputed = story
            disputed.given(Self.opened, Self.closed("lost"))
            let core = disputed.state.core
            #expect(core.disputed == 0 && core.lost == 4_000)
            #expect(!disputed.facts.contains("disputed"))
            #expect(disputed.status == before.status && disputed.tabs == before.tabs)
        }
    }

    /// Automattic/woocommerce-payments#4931: after lost and won no refund was possible.
    @Test func `after a dispute that was lost and then won everything can be refunded`() {
        var story = Story(.marketplace)
        story.given(Self.placed, Self.captured, Self.opened)
        story.given(Self.closed("lost"), Self.closed("won"))
        story.given(("refunded", #"{"amount":"100.00"}"#))
        #expect(story.status == "refunded")
    }

    @Test func `of two disputes each has its own end`() {
        var story = Story(.marketplace)
        story.given(Self.placed, Self.captured, Self.opened)
        story.given(("disputeOpened", #"{"reference":"other","amount":"25.00"}"#))
        story.given(Self.closed("lost"))
        #expect(story.state.core.disputed == 2_500 && story.state.core.lost == 4_000)
        #expect(story.facts.contains("disputed"))
        story.given(("disputeClosed", #"{"reference":"other","outcome":"won"}"#))
        #expect(story.state.core.disputed == 0 && story.state.core.lost == 4_000)
        #expect(!story.facts.contains("disputed"))
    }
}
