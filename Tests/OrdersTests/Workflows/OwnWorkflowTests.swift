import Testing

@testable import Orders

/// The workflow that an order has for life.
@Suite struct OwnWorkflowTests {
    private let placed = #"{"currency":"EUR","total":"10.00"}"#

    private func story(_ events: (String, String)...) -> Story {
        var story = Story(.marketplace, .observe)
        for (name, data) in events { story.when(name, data) }
        #expect(story.state.core.workflow == story.state.derivedCore().workflow)
        return story
    }

    private func workflow(_ story: Story) -> Workflow? {
        .builtIn(code: story.state.core.workflow)
    }

    @Test(arguments: [
        #"{"workflow":"webshop"}"#, #"{"workflow":"webshop","shipping":"1.00"}"#,
        #"{"workflow":"bazaar"}"#,
    ])
    func `an amendment does not move an order`(data: String) throws {
        let story = story(("placed", placed), ("amended", data))
        #expect(story.state.events.count == 2)
        #expect(story.state.core.workflow == 0)
        #expect(story.state.events.last?.digest.workflow == 0)
    }

    @Test func `an amendment that comes first names nothing`() {
        let story = story(("amended", #"{"workflow":"webshop"}"#), ("placed", placed))
        #expect(story.state.core.workflow == 0)
    }

    @Test func `what a header says of another event's workflow is passed over`() {
        var core = OrderCore()
        let digest = EventDigest(type: .accepted, workflow: Workflow.Code.dealer.rawValue)
        let isFolded = core.apply(digest, at: Timestamp(microseconds: 0))
        #expect(isFolded)
        #expect(core.workflow == 0)
    }

    @Test func `the first cart or order that names one gives it`() {
        let cart = story(
            ("cartOpened", "{}"),
            ("cartUpdated", #"{"workflow":"dealer"}"#),
            ("placed", #"{"currency":"EUR","total":"1.00","workflow":"webshop"}"#)
        )
        #expect(workflow(cart)?.name == "dealer")
    }

    @Test func `an order placed without one keeps the default`() {
        let named = #"{"currency":"EUR","total":"1.00","workflow":"webshop"}"#
        let twice = story(("placed", placed), ("placed", named), ("cartUpdated", named))
        #expect(twice.state.core.workflow == 0)
        let again = story(
            ("placed", placed),
            ("revoked", #"{"event":"e0","reason":"mistake"}"#),
            ("placed", named)
        )
        #expect(again.state.core.workflow == 0)
    }
}
