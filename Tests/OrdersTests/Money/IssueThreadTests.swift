import Orders
import Testing

/// Numbers with which other systems went wrong, from their issue threads (domain.md, section 2).
///
/// Those of disputes are in `DisputeOverlayTests`, those of stock beside the views.
@Suite struct IssueThreadTests {
    private func order(_ data: String, in workflow: Workflow = .marketplace) -> Story {
        var story = Story(workflow)
        story.given(("placed", data))
        return story
    }

    private func money(_ amount: String) -> String { #"{"amount":"\#(amount)"}"# }

    /// woocommerce/woocommerce#64668: the refund was computed as 179.26 and blocked.
    @Test func `ten at 23.90 gross with a coupon of 25 % are 179.25, and all of it goes back`() {
        let data =
            #""currency":"EUR","discount":"59.75","#
            + #""lines":[{"sku":"A","quantity":10,"unitPrice":"23.90"}]"#
        var story = order("{\(data)}")
        #expect(story.state.core.total == 17_925)
        #expect(
            Story(.marketplace).outcome("placed", #"{"total":"179.26",\#(data)}"#)
                == .refused(.totalMismatch)
        )
        story.given(("paymentCaptured", money("179.25")))
        #expect(story.when("refunded", money("179.26")) == .refused(.exceedsCaptured))
        story.given(("refunded", money("179.25")))
        #expect(story.facts.contains("refundedAll"))
        #expect(story.when("refunded", money("0.01")) == .refused(.exceedsCaptured))
    }

    /// The same order with net prices: 19.916667 each, and 20 % of it in the lines' tax.
    @Test func `net prices of six decimals and their tax lead to the same total`() {
        let story = order(
            #"{"currency":"EUR","total":"179.25","discount":"59.75","#
                + #""lines":[{"sku":"A","quantity":10,"unitPrice":"19.916667","tax":"39.83"}]}"#
        )
        // 199.16667 + 39.83 − 59.75 is 179.24667.
        #expect(story.state.core.total == 17_925)
    }

    /// woocommerce/woocommerce-ios#17630.
    @Test func `0.884956 and a tax of 0.12 are 1.00, and 1.00 goes back`() {
        var story = order(
            #"{"currency":"EUR","total":"1.00","#
                + #""lines":[{"sku":"A","quantity":1,"unitPrice":"0.884956","tax":"0.12"}]}"#
        )
        #expect(story.state.core.total == 100)
        story.given(("paymentCaptured", money("1.00")))
        #expect(story.when("refunded", money("0.884956")) == .unreadable)
        #expect(story.when("refunded", money("1.01")) == .refused(.exceedsCaptured))
        story.given(("refunded", money("0.88")))
        #expect(story.when("refunded", money("0.13")) == .refused(.exceedsCaptured))
        story.given(("refunded", money("0.12")))
        #expect(story.facts.contains("refundedAll"))
    }

    /// polarsource/polar#13770: net 52 and tax 10; refunds one by one pushed the net past 52.
    ///
    /// The ledger does not tell the tax of a refund from its net, so it caps the gross of 62 alone.
    @Test func `six refunds leave 1 of 62, which the last one takes`() {
        var story = order(
            #"{"currency":"EUR","tax":"10.00","#
                + #""lines":[{"sku":"A","quantity":1,"unitPrice":"52.00"}]}"#
        )
        #expect(story.state.core.total == 6_200)
        story.given(("paymentCaptured", money("62.00")))
        for amount in ["32", "9", "8", "3", "6", "3"] { story.given(("refunded", money(amount))) }
        #expect(story.state.core.refunded == 6_100)
        #expect(!story.facts.contains("refundedAll"))
        #expect(story.when("refunded", money("2")) == .refused(.exceedsCaptured))
        story.given(("refunded", money("1")))
        #expect(story.facts.contains("refundedAll"))
        #expect(story.status == "refunded")
    }

    /// recurly/recurly-client-java#73: 9.99 was collected for 10.00.
    @Test func `9.99 is 999 cents, and no part of it is lost on the way`() throws {
        var story = order(#"{"currency":"USD","total":"9.99"}"#)
        #expect(story.state.core.total == 999)
        story.given(("paymentCaptured", money("9.99")))
        #expect(story.facts.contains("paid"))
        #expect(story.state.core.outstanding == 0)
        let dollar = try #require(Currency(code: "USD"))
        #expect(Money(minorUnits: 999, currency: dollar).amountText == "9.99")
        #expect(DecimalAmount(minorUnits: 999, in: dollar)?.description == "9.99")
        // A number of JSON may have gone through floating point; it is not read at all.
        #expect(
            Story(.marketplace).outcome("placed", #"{"currency":"USD","total":9.99}"#)
                == .unreadable
        )
    }

    @Test func `three instalments of 3.33 are 9.99 and not 10.00`() {
        func placing(_ total: String) -> Story.Outcome {
            Story(.marketplace).outcome(
                "placed",
                #"{"currency":"USD","total":"\#(total)","billing":{"kind":"instalments","#
                    + #""count":3,"every":"P1M","first":"2026-01-31","amount":"3.33"}}"#
            )
        }
        #expect(placing("9.99") == .taken)
        #expect(placing("10.00") == .refused(.totalMismatch))
    }

    /// magento/magento2#40167: the order was complete after 2 of 4.
    @Test func `two of four pieces complete nothing, and the other two complete it`() {
        let four = #""currency":"EUR","lines":[{"sku":"A","quantity":4,"unitPrice":"5.00"}]"#
        let two = #"{"tracking":"T","lines":[{"sku":"A","quantity":2}]}"#
        for (workflow, waiting, done) in [
            (Workflow.webshop, "toDispatch", "complete"),
            (.marketplace, "processing", "fulfilled"),
        ] {
            var story = order("{\(four)}", in: workflow)
            story.given(("paymentCaptured", money("20.00")), ("dispatched", two))
            #expect(story.status == waiting)
            #expect(story.facts.contains("dispatched") && !story.facts.contains("dispatchedAll"))
            story.given(("dispatched", two))
            #expect(story.status == done)
            #expect(story.when("dispatched", two) == .refused(.exceedsOrdered))
        }
    }

    /// inklabs/kommerce-core#15: an order that left in two parts never became shipped.
    @Test func `an order that leaves in two parts is shipped with the second`() {
        var story = order(
            #"{"currency":"USD","paymentMethod":"card","lines":["#
                + #"{"sku":"A","quantity":3,"unitPrice":"5.00"},"#
                + #"{"sku":"B","quantity":1,"unitPrice":"7.00"}]}"#,
            in: .dealer
        )
        story.given(("accepted", "{}"), ("paymentCaptured", money("22.00")))
        story.given(
            ("dispatched", #"{"lines":[{"sku":"A","quantity":2},{"sku":"B","quantity":1}]}"#)
        )
        #expect(story.status == "paid")
        story.given(("dispatched", #"{"lines":[{"sku":"A","quantity":1}]}"#))
        #expect(story.status == "shipped")
    }

    private static let subscribed =
        #"{"currency":"USD","billing":{"kind":"subscription","every":"P1M","#
        + #""first":"2021-06-18","amount":"9.99"}}"#
    private static let earlier = "2021-06-18T01:21:05Z"
    private static let later = "2021-06-18T01:21:06Z"
    private static let firstPaid = #"{"amount":"9.99","billingEvent":"1"}"#

    /// laravel/cashier-stripe#1201: what happened at 1623979266 arrived before what happened at
    /// 1623979265, and the subscription ended as incomplete.
    @Test func `a payment that arrives before its order is sent again, and ends no worse`() {
        var story = Story(.billing)
        #expect(
            story.when("paymentCaptured", Self.firstPaid, at: Self.later) == .refused(.notPlaced)
        )
        #expect(story.when("placed", Self.subscribed, at: Self.earlier) == .taken)
        #expect(story.status == "draft")
        #expect(story.when("paymentCaptured", Self.firstPaid, at: Self.later) == .taken)
        #expect(story.status == "active")
    }

    @Test func `a decline that arrives behind the payment that followed it changes nothing`() {
        let declined = #"{"billingEvent":"1","decline":"soft"}"#
        var story = Story(.billing)
        story.when("placed", Self.subscribed, at: "2021-06-18T01:21:00Z")
        story.when("paymentCaptured", Self.firstPaid, at: Self.later)
        #expect(
            story.when("billingEventFailed", declined, at: Self.earlier)
                == .refused(.billingEventEnded)
        )
        #expect(story.status == "active")
    }

    /// domain.md A7: partial 30, then 70 of 100.
    @Test func `captures of 30 and 70 pay 100, and refunds of 30 and 70 give it back`() {
        var story = order(#"{"currency":"EUR","total":"100.00"}"#)
        story.given(("paymentAuthorized", #"{"amount":"100.00","reference":"a"}"#))
        story.given(("paymentCaptured", #"{"amount":"30.00","reference":"a"}"#))
        #expect(story.status == "pending")
        #expect(story.state.core.outstanding == 7_000)
        #expect(
            story.when("paymentCaptured", #"{"amount":"70.01","reference":"a"}"#)
                == .refused(.exceedsAuthorized)
        )
        story.given(("paymentCaptured", #"{"amount":"70.00","reference":"a"}"#))
        #expect(story.status == "processing")
        #expect(story.state.core.outstanding == 0 && story.state.core.overpaid == 0)
        story.given(("refunded", money("30.00")))
        #expect(story.status == "processing")
        #expect(story.when("refunded", money("70.01")) == .refused(.exceedsCaptured))
        story.given(("refunded", money("70.00")))
        #expect(story.status == "refunded")
    }
}

extension Story {
    /// What the rules say of an event, on a story that goes no further.
    func outcome(_ name: String, _ data: String) -> Outcome {
        var story = self
        return story.when(name, data)
    }
}
