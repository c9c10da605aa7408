import Orders
import Testing

/// Stories that span several orders, or that any workflow may tell.
@Suite struct SharedStoryTests {
    @Test func `one payment settles three orders`() {
        for (total, part) in [("30.00", "30.00"), ("50.00", "50.00"), ("20.00", "15.00")] {
            var story = Story(.webshop)
            story.given(
                ("placed", #"{"currency":"GBP","total":"\#(total)","paymentMethod":"cheque"}"#),
                ("invoiced", "{}"),
                (
                    "paymentCaptured",
                    #"{"amount":"\#(part)","method":"cheque","reference":"cheque-77"}"#
                )
            )
            #expect(story.status == (total == part ? "toDispatch" : "awaitingPayment"))
        }
    }

    @Test func `an order is cloned at another price, and the old one cancelled`() {
        var old = Story(.webshop)
        old.given(("placed", #"{"currency":"GBP","total":"30.00"}"#), ("cancelled", "{}"))
        var new = Story(.webshop)
        new.given(("placed", #"{"currency":"GBP","total":"35.00","replaces":"1001"}"#))
        #expect(old.status == "cancelled")
        #expect(new.state.data.replaces == "1001")
        #expect(new.state.core.outstanding == 3_500)
    }

    @Test func `the last of several refunds takes the remainder`() {
        var story = Story(.marketplace)
        story.given(
            (
                "placed",
                #"{"currency":"EUR","tax":"10.00","lines":"#
                    + #"[{"sku":"A","quantity":1,"unitPrice":"52.00"}]}"#
            ),
            ("paymentCaptured", #"{"amount":"62.00"}"#)
        )
        for amount in ["32.00", "9.00", "8.00", "3.00", "6.00", "3.00"] {
            story.given(("refunded", #"{"amount":"\#(amount)"}"#))
        }
        #expect(story.when("refunded", #"{"amount":"1.01"}"#) == .refused(.exceedsCaptured))
        story.given(("refunded", #"{"amount":"1.00"}"#))
        #expect(story.status == "refunded")
    }

    @Test func `ten pieces with tax and a coupon come to one rounded total`() {
        var story = Story(.marketplace)
        story.given(
            (
                "placed",
                #"{"currency":"EUR","discount":"59.75","lines":"#
                    + #"[{"sku":"A","quantity":10,"unitPrice":"23.90"}]}"#
            ),
            ("paymentCaptured", #"{"amount":"179.25"}"#),
            ("refunded", #"{"amount":"179.25"}"#)
        )
        #expect(story.status == "refunded")
    }

    @Test(arguments: ["cartOpened", "cartUpdated"])
    func `a cart is kept at whatever step it is left`(step: String) {
        for data in ["{}", #"{"site":"a.example"}"#, #"{"customer":{"email":"a@b.example"}}"#] {
            var story = Story(.reseller)
            story.given((step, data), ("commented", #"{"text":"to be called"}"#))
            #expect(story.status == "incomplete")
            #expect(story.tabs == ["incomplete"])
        }
    }

    @Test func `a refused event leaves the order as it was`() {
        var story = Story(.dealer)
        story.given(
            ("placed", #"{"currency":"EUR","total":"5.00"}"#),
            ("accepted", "{}"),
            ("paymentCaptured", #"{"amount":"5.00"}"#)
        )
        let before = story.state
        #expect(story.when("refunded", #"{"amount":"2.00"}"#) == .refused(.partialRefund))
        #expect(story.state == before)
    }

    @Test func `every refusal code of these workflows stands in a rule`() {
        let rows = Workflow.allBuiltIn.flatMap(\.permissionRows).map(\.code)
        let codes = Set(rows + AmountRule.all.map(\.code))
        let elsewhere: Set<Refusal.Code> = [.idConflict, .tooLarge]
        #expect(codes.union(elsewhere) == Set(Refusal.Code.allCases))
        #expect(codes.isDisjoint(with: elsewhere))
    }

    @Test func `amounts in a cart's currency have its decimals`() {
        var story = Story(.webshop)
        story.given(("cartOpened", #"{"currency":"KWD"}"#), ("placed", #"{"total":"1.005"}"#))
        #expect(story.state.core.total == 1_005)
        #expect(story.when("paymentCaptured", #"{"amount":"1.0055"}"#) == .unreadable)
    }
}
