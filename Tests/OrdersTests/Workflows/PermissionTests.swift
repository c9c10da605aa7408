import Orders
import Testing

/// Structure, end and corrections: rows that all workflows share.
@Suite struct PermissionTests {
    private let placed = ("placed", #"{"currency":"EUR","total":"10.00"}"#)
    private let capture = ("paymentCaptured", #"{"amount":"10.00"}"#)

    @Test(arguments: Workflow.allBuiltIn.map(\.name))
    func `before an order is placed there is a cart at most`(name: String) throws {
        let workflow = try #require(Workflow.builtIn(named: name))
        #expect(workflow.allowed(OrderCore()) == [.cartOpened, .cartUpdated, .placed])
        var story = Story(workflow)
        #expect(story.when("commented", #"{"text":"x"}"#) == .refused(.notPlaced))
        #expect(story.when("cancelled") == .refused(.notPlaced))
        #expect(story.when("accepted") == .refused(.notPlaced))
        story.given(
            ("cartOpened", "{}"),
            ("commented", #"{"text":"x"}"#),
            ("cardRegistered", "{}")
        )
        #expect(
            workflow.allowed(story.state.core) == [
                .cartOpened, .cartUpdated, .placed, .commented, .cardRegistered, .cancelled,
            ]
        )
    }

    @Test(arguments: Workflow.allBuiltIn.map(\.name))
    func `an order is placed once, and its cart ends there`(name: String) throws {
        var story = Story(try #require(Workflow.builtIn(named: name)))
        story.given(placed)
        #expect(story.when("placed", placed.1) == .refused(.alreadyPlaced))
        #expect(story.when("cartOpened") == .refused(.alreadyPlaced))
        #expect(story.when("cartUpdated") == .refused(.alreadyPlaced))
    }

    @Test func `a cancelled cart is not placed`() {
        var story = Story(.marketplace)
        story.given(("cartOpened", "{}"), ("cancelled", "{}"))
        #expect(story.when("placed", placed.1) == .refused(.alreadyCancelled))
    }

    @Test(arguments: [
        ("cancelled", Refusal.Code.alreadyCancelled), ("completed", .alreadyCompleted),
        ("archived", .archived),
    ])
    func `after its end an order takes only what must not be lost`(
        end: String,
        code: Refusal.Code
    ) {
        var story = Story(.reseller)
        story.given(placed, capture, ("dispatched", "{}"), (end, "{}"))
        for event in [
            "accepted", "invoiced", "dispatched", "amended", "paused", "completed", "cancelled",
        ] {
            #expect(story.when(event) == .refused(code))
        }
        let care: Set<EventType> = [
            .paymentCaptured, .refunded, .authorizationVoided, .authorizationExpired,
            .disputeOpened, .disputeClosed, .complaintOpened, .complaintClosed, .refundRequested,
            .refundDeclined, .returned, .creditNoteIssued, .commented, .effectSucceeded,
            .effectFailed, .revoked, .archived, .unarchived,
        ]
        let goods: Set<EventType> = code == .archived ? [.delivered, .trackingUpdated] : []
        let taken = care.union(goods).subtracting([.disputeClosed])
        #expect(Set(Workflow.reseller.allowed(story.state.core)) == taken)
        story.given(capture, ("refunded", #"{"amount":"1.00"}"#), ("commented", #"{"text":""}"#))
    }

    @Test func `of several ends the first that applies is named`() {
        var story = Story(.marketplace)
        story.given(placed, ("completed", "{}"), ("archived", "{}"))
        #expect(story.when("accepted") == .refused(.archived))
        #expect(story.when("delivered") == .refused(.alreadyCompleted))
    }

    @Test func `unknown events are never refused and change nothing`() {
        var story = Story(.dealer)
        story.given(("giftWrapped", #"{"paper":"red"}"#))
        let before = story.state.core
        #expect(story.status == "incomplete")
        story.given(("giftWrapped", "{}"))
        let after = story.state.core
        #expect(after.facts == before.facts && after.total == before.total)
        #expect(after.startedAt == before.startedAt)
    }

    @Test func `a workflow is the one that is named first, for life`() {
        var story = Story(.marketplace)
        story.given(
            ("cartOpened", #"{"workflow":"dealer"}"#),
            ("placed", #"{"workflow":"webshop","currency":"EUR","total":"1"}"#)
        )
        #expect(story.state.core.workflow == Workflow.Code.dealer.rawValue)
    }
}

@Suite struct RevocationTests {
    private func story(_ workflow: Workflow = .marketplace) -> Story {
        var story = Story(workflow)
        story.when("placed", #"{"currency":"EUR","total":"10.00"}"#, id: "placed")
        story.when("paymentCaptured", #"{"amount":"10.00"}"#, id: "capture")
        return story
    }

    private func revoke(_ id: String) -> (String, String) {
        ("revoked", #"{"event":"\#(id)","reason":"mistake"}"#)
    }

    @Test func `an order stands as if the event had not been`() {
        var story = story()
        #expect(story.facts.contains("paid"))
        story.given(revoke("capture"))
        #expect(story.status == "pending")
        #expect(story.state.core.captured == 0)
        #expect(story.state.events.count == 3)
        #expect(story.state.standingEvents.map(\.id.rawValue) == ["placed", "e2"])
        story.given(("paymentCaptured", #"{"amount":"10.00"}"#))
        #expect(story.status == "processing")
    }

    @Test func `what something rests on cannot be taken back`() {
        var story = story()
        story.given(("dispatched", #"{"tracking":"T"}"#))
        for id in ["capture", "placed"] {
            let (event, data) = revoke(id)
            #expect(story.when(event, data) == .refused(.notRevocable))
        }
        story.given(revoke("e2"), revoke("capture"), revoke("placed"))
        #expect(story.status == "incomplete")
    }

    @Test func `a capture that was refunded cannot be taken back`() {
        var story = story()
        story.given(("refunded", #"{"amount":"4.00"}"#))
        let (event, data) = revoke("capture")
        #expect(story.when(event, data) == .refused(.notRevocable))
    }

    @Test func `comments, invoices and tracking can always be taken back`() {
        var story = story()
        story.when("commented", #"{"text":"x"}"#, id: "comment")
        story.when("invoiced", id: "invoice")
        story.given(("dispatched", #"{"tracking":"T"}"#))
        story.when("trackingUpdated", #"{"tracking":"U"}"#, id: "tracking")
        story.given(revoke("comment"), revoke("invoice"), revoke("tracking"))
        #expect(!story.facts.contains("invoiced"))
        #expect(story.state.packages.first?.tracking == "T")
    }

    @Test func `a cancellation can be taken back while nothing followed`() {
        var story = story()
        story.when("cancelled", id: "end")
        story.given(revoke("end"))
        #expect(story.status == "processing")
        story.given(("dispatched", #"{"tracking":"T"}"#))
    }

    @Test func `corrections, strangers and what is gone cannot be taken back`() {
        var story = story()
        story.given(revoke("capture"))
        for id in ["e2", "nobody", "capture"] {
            let (event, data) = revoke(id)
            #expect(story.when(event, data) == .refused(.notRevocable))
        }
    }

    @Test func `only newly refused events stand in the way`() {
        var story = Story(.marketplace, .observe)
        story.when("placed", #"{"currency":"EUR","total":"10.00"}"#)
        story.when("accepted", id: "acceptance")
        story.when("delivered")
        #expect(story.findings == ["delivered:notDispatched"])
        let (event, data) = revoke("acceptance")
        #expect(story.when(event, data) == .taken)
    }

    @Test func `placing can be un-ticked and ticked again in a webshop`() {
        var story = story(.webshop)
        story.given(("dispatched", "{}"), revoke("placed"))
        #expect(story.status == "unfinished")
        #expect(!story.facts.contains("paid"))
        story.given(("placed", #"{"currency":"EUR","total":"12.00"}"#))
        #expect(story.status == "awaitingInvoice")
        #expect(story.state.core.outstanding == 200)
    }

    @Test func `what is no box follows the common rule in a webshop`() {
        var story = story(.webshop)
        story.when("disputeOpened", #"{"reference":"d","amount":"1.00"}"#, id: "dispute")
        story.given(("disputeClosed", #"{"reference":"d","outcome":"won"}"#))
        let (event, data) = revoke("dispute")
        #expect(story.when(event, data) == .refused(.notRevocable))
    }

    @Test func `lines of which pieces came back cannot be taken back`() {
        var story = Story(.webshop)
        func lines(_ skus: String) -> String {
            let lines = skus.map { #"{"sku":"\#($0)","quantity":3,"unitPrice":"1"}"# }
            return #"{"currency":"EUR","lines":[\#(lines.joined(separator: ","))]}"#
        }
        story.when("placed", lines("A"))
        story.when("amended", lines("AB"), id: "more")
        story.when("dispatched", id: "box")
        story.given(("returned", #"{"lines":[{"sku":"B","quantity":3}]}"#), revoke("box"))
        story.given(("dispatched", "{}"))
        let (event, data) = revoke("more")
        #expect(story.when(event, data) == .refused(.notRevocable))
        #expect(story.state.lines.map(\.returned) == [0, 3])
    }

    @Test func `a cart that an order inherits from cannot be taken back`() {
        var story = Story(.marketplace)
        story.when("cartOpened", #"{"currency":"EUR"}"#, id: "cart")
        story.when("cartUpdated", #"{"paymentMethod":"account"}"#, id: "method")
        story.given(("placed", #"{"total":"10.00"}"#))
        let (event, data) = revoke("cart")
        #expect(story.when(event, data) == .refused(.notRevocable))
        #expect(story.state.core.paymentMethod == .account)
        story.given(revoke("method"))
        #expect(story.state.core.paymentMethod == nil)
        #expect(story.state.core.total == 1_000)
    }
}
