import Orders
import Testing

@Suite struct MarketplaceTests {
    private func order(_ more: String = "", _ policy: Story.Policy = .enforce) -> Story {
        var story = Story(.marketplace, policy)
        story.given(("placed", #"{"currency":"EUR","total":"100.00"\#(more)}"#))
        return story
    }

    private let seller = #","fulfilment":"seller""#

    @Test func `an order of the platform goes from pending to delivered`() {
        var story = order()
        #expect(story.status == "pending")
        #expect(story.tabs == ["all", "pending", "toCheck"])
        story.given(("paymentCaptured", #"{"amount":"100.00"}"#))
        #expect(story.status == "processing")
        #expect(story.tabs == ["all", "processing"])
        story.given(("sentToSupplier", "{}"), ("dispatched", #"{"tracking":"T1"}"#))
        #expect(story.status == "fulfilled")
        story.given(("delivered", "{}"))
        #expect(story.status == "delivered")
        #expect(
            story.facts == [
                "placed", "paid", "dispatched", "dispatchedAll", "delivered", "deliveredAll",
            ]
        )
    }

    @Test func `an order of the platform is processed once it is accepted`() {
        var story = order()
        story.given(("accepted", "{}"))
        #expect(story.status == "processing")
    }

    @Test func `an accepted but unpaid order of a seller waits`() {
        var story = order(seller)
        story.given(("accepted", "{}"))
        #expect(story.status == "pending")
        #expect(story.when("dispatched", #"{"tracking":"T"}"#) == .refused(.notPaid))
        story.given(("paymentCaptured", #"{"amount":"100.00"}"#))
        #expect(story.status == "processing")
        #expect(story.tabs == ["all", "processing", "toTrack"])
    }

    @Test func `a paid but unaccepted order of a seller is not dispatched`() {
        var story = order(seller)
        story.given(("paymentCaptured", #"{"amount":"100.00"}"#))
        #expect(story.status == "pending")
        #expect(story.when("dispatched", #"{"tracking":"T"}"#) == .refused(.notAccepted))
    }

    @Test func `a seller's order that costs nothing needs acceptance only`() {
        var story = Story(.marketplace)
        story.given(("placed", #"{"currency":"EUR","total":"0","fulfilment":"seller"}"#))
        #expect(story.when("dispatched", #"{"tracking":"T"}"#) == .refused(.notAccepted))
        story.given(("accepted", "{}"))
        #expect(story.status == "processing")
        #expect(!story.facts.contains("paid"))
        story.given(("dispatched", #"{"tracking":"T"}"#))
    }

    @Test func `a pending order is not dispatched`() {
        var story = order()
        #expect(story.when("dispatched", #"{"tracking":"T"}"#) == .refused(.notPaid))
    }

    @Test(arguments: ["{}", #"{"tracking":""}"#])
    func `a dispatch needs a tracking code`(data: String) {
        var story = order()
        story.given(("paymentCaptured", #"{"amount":"100.00"}"#))
        #expect(story.when("dispatched", data) == .refused(.trackingRequired))
        #expect(story.status == "processing")
    }

    @Test(arguments: ["cancelled", "amended"])
    func `a dispatched order is neither cancelled nor edited`(event: String) {
        var story = order()
        story.given(
            ("paymentCaptured", #"{"amount":"100.00"}"#),
            ("dispatched", #"{"tracking":"T"}"#)
        )
        #expect(story.when(event) == .refused(.alreadyDispatched))
    }

    @Test func `an address is edited until goods leave`() {
        var story = order()
        let edit = #"{"shippingAddress":{"city":"Graz"}}"#
        story.given(("amended", edit), ("paymentCaptured", #"{"amount":"100.00"}"#))
        story.given(("amended", edit), ("dispatched", #"{"tracking":"T"}"#))
        #expect(story.when("amended", edit) == .refused(.alreadyDispatched))
    }

    @Test(
        arguments: [
            ("delivered", "{}"), ("trackingUpdated", #"{"tracking":"T"}"#),
            ("deliveryFailed", "{}"), ("returned", #"{"lines":[{"sku":"A","quantity":1}]}"#),
        ])
    func `goods that never left neither arrive nor come back`(event: String, data: String) {
        var story = order()
        #expect(story.when(event, data) == .refused(.notDispatched))
    }

    @Test func `two refunds that add up to everything captured refund the order`() {
        var story = order()
        story.given(
            ("paymentCaptured", #"{"amount":"100.00"}"#),
            ("dispatched", #"{"tracking":"T"}"#),
            ("refunded", #"{"amount":"30.00"}"#)
        )
        #expect(story.status == "fulfilled")
        #expect(story.state.core.refunded == 3_000)
        story.given(("refunded", #"{"amount":"70.00"}"#))
        #expect(story.status == "refunded")
        #expect(story.facts.isSuperset(of: ["paid", "refunded", "refundedAll"]))
    }

    @Test func `a refunded order is over`() {
        var story = order()
        story.given(
            ("paymentCaptured", #"{"amount":"100.00"}"#),
            ("refunded", #"{"amount":"100.00"}"#)
        )
        for event in ["accepted", "dispatched", "amended", "cancelled"] {
            #expect(story.when(event) == .refused(.alreadyRefunded))
        }
        story.given(("commented", #"{"text":"sorry"}"#), ("archived", "{}"))
    }

    @Test func `a refund of a cancelled order leaves it cancelled`() {
        var story = order()
        story.given(
            ("paymentCaptured", #"{"amount":"100.00"}"#),
            ("cancelled", "{}"),
            ("refunded", #"{"amount":"100.00"}"#)
        )
        #expect(story.status == "cancelled")
        #expect(story.facts.contains("refundedAll"))
    }

    @Test func `refund requests stay listed until they are settled`() {
        var story = order()
        story.given(("paymentCaptured", #"{"amount":"100.00"}"#), ("refundRequested", "{}"))
        #expect(story.tabs.contains("refunds"))
        story.given(("refundDeclined", "{}"))
        #expect(!story.tabs.contains("refunds"))
        story.given(("refundRequested", #"{"amount":"5.00"}"#))
        #expect(story.tabs.contains("refunds"))
        story.given(("refunded", #"{"amount":"5.00"}"#))
        #expect(!story.tabs.contains("refunds"))
    }

    @Test func `complaints and failed deliveries are listed until somebody follows up`() {
        var story = order()
        story.given(("complaintOpened", #"{"complaint":"c","kind":"other"}"#))
        #expect(story.tabs.contains("complaints"))
        story.given(("complaintClosed", #"{"complaint":"c","outcome":"resolved"}"#))
        #expect(!story.tabs.contains("complaints"))
        story.given(
            ("paymentCaptured", #"{"amount":"100.00"}"#),
            ("dispatched", #"{"tracking":"T"}"#),
            ("deliveryFailed", "{}")
        )
        #expect(story.tabs.contains("complaints"))
        story.given(("delivered", "{}"))
        #expect(!story.tabs.contains("complaints"))
    }

    @Test func `a failed delivery of one package is not settled by another's delivery`() {
        var story = order()
        story.given(
            ("paymentCaptured", #"{"amount":"100.00"}"#),
            ("dispatched", #"{"tracking":"T","package":"p1"}"#),
            ("deliveryFailed", #"{"package":"p1"}"#),
            ("delivered", #"{"package":"p2"}"#)
        )
        #expect(story.tabs.contains("complaints"))
        story.given(("delivered", #"{"package":"p1"}"#))
        #expect(!story.tabs.contains("complaints"))
    }

    @Test func `every open complaint counts`() {
        var story = order()
        story.given(
            ("complaintOpened", #"{"complaint":"a","kind":"other"}"#),
            ("complaintOpened", #"{"complaint":"b","kind":"defective"}"#),
            ("complaintClosed", #"{"complaint":"a","outcome":"rejected"}"#)
        )
        #expect(story.tabs.contains("complaints"))
        story.given(("complaintClosed", #"{"complaint":"b","outcome":"replaced"}"#))
        #expect(!story.tabs.contains("complaints"))
    }

    @Test func `parts fulfil an order once nothing is left`() {
        var story = Story(.marketplace)
        story.given(
            (
                "placed",
                #"{"currency":"EUR","lines":[{"sku":"A","quantity":2,"unitPrice":"1.50"},"#
                    + #"{"sku":"B","quantity":1,"unitPrice":"7"},"#
                    + #"{"sku":"A","quantity":3,"unitPrice":"1.00"}]}"#
            ),
            ("accepted", "{}"),
            (
                "dispatched",
                #"{"tracking":"T1","package":"p1","lines":[{"sku":"A","quantity":3}]}"#
            )
        )
        #expect(story.state.core.total == 1_300)
        #expect(story.status == "processing")
        #expect(story.state.lines.map(\.dispatched) == [2, 0, 1])
        story.given(("dispatched", #"{"tracking":"T2","package":"p2"}"#))
        #expect(story.status == "fulfilled")
        story.given(("delivered", #"{"package":"p1"}"#))
        #expect(story.status == "fulfilled")
        #expect(story.state.lines.map(\.delivered) == [2, 0, 1])
        story.given(("delivered", #"{"package":"p2"}"#))
        #expect(story.status == "delivered")
        #expect(story.state.lines.map(\.delivered) == [2, 1, 3])
    }

    @Test func `a parcel without a name is delivered by a delivery of everything only`() {
        var story = order(#","lines":[{"sku":"A","quantity":2,"unitPrice":"50"}]"#)
        story.given(
            ("accepted", "{}"),
            ("dispatched", #"{"tracking":"T","package":"p","lines":[{"sku":"A","quantity":1}]}"#),
            ("dispatched", #"{"tracking":"T","lines":[{"sku":"A","quantity":1}]}"#),
            ("delivered", #"{"package":"p"}"#)
        )
        #expect(story.status == "fulfilled")
        story.given(("delivered", "{}"))
        #expect(story.status == "delivered")
    }
}
