import Orders
import Testing

@Suite struct AmountTests {
    private func order(_ data: String) -> Story {
        var story = Story(.marketplace)
        story.given(("placed", data))
        return story
    }

    private func plain() -> Story { order(#"{"currency":"EUR","total":"100.00"}"#) }

    private func lined() -> Story {
        order(
            #"{"currency":"EUR","lines":[{"sku":"A","quantity":3,"unitPrice":"10.00"},"#
                + #"{"sku":"B","quantity":1,"unitPrice":"5.50"}]}"#
        )
    }

    @Test(arguments: [
        "paymentAuthorized", "authorizationVoided", "authorizationExpired", "paymentCaptured",
        "refunded", "creditNoteIssued", "resellerPaid", "refundRequested",
    ])
    func `an amount is above zero`(event: String) {
        var story = plain()
        #expect(story.when(event, #"{"amount":"0.00"}"#) == .refused(.amountNotPositive))
    }

    @Test func `totals add up`() {
        var story = Story(.marketplace)
        let lines = #""lines":[{"sku":"A","quantity":3,"unitPrice":"0.335","tax":"0.10"}]"#
        let parts = #""currency":"EUR","shipping":"2","tax":"0.5","discount":"1",\#(lines)"#
        // 3 × 0.335 + 0.10 + 2 + 0.5 − 1 is 2.605, of which half even makes 2.60.
        #expect(story.when("placed", #"{"total":"2.61",\#(parts)}"#) == .refused(.totalMismatch))
        story.given(("placed", #"{"total":"2.60",\#(parts)}"#))
        #expect(story.state.core.total == 260)
    }

    @Test func `a total without lines is taken as given`() {
        #expect(plain().state.core.total == 10_000)
        #expect(order(#"{"currency":"EUR","total":"7","shipping":"2"}"#).state.core.total == 700)
    }

    @Test func `amendments recompute the total unless they give one`() {
        var story = lined()
        #expect(story.state.core.total == 3_550)
        story.given(("amended", #"{"shipping":"4.50"}"#))
        #expect(story.state.core.total == 4_000)
        #expect(
            story.when("amended", #"{"total":"41.00","discount":"1.00"}"#)
                == .refused(.totalMismatch)
        )
        story.given(("amended", #"{"total":"39.00","discount":"1.00"}"#))
        #expect(story.state.core.total == 3_900)
        story.given(("amended", #"{"discount":null}"#))
        #expect(story.state.core.total == 4_000)
        story.given(("amended", #"{"lines":[{"sku":"C","quantity":1,"unitPrice":"1"}]}"#))
        #expect(story.state.core.total == 550)
        #expect(story.state.lines.map(\.line.sku) == ["C"])
    }

    @Test func `amounts have no more decimals than their currency`() {
        var story = plain()
        #expect(story.when("paymentCaptured", #"{"amount":"1.001"}"#) == .unreadable)
        var yen = order(#"{"currency":"JPY","total":"100"}"#)
        #expect(yen.when("paymentCaptured", #"{"amount":"1.5"}"#) == .unreadable)
    }

    @Test func `amounts name the order's currency or none`() {
        var story = plain()
        story.given(("paymentCaptured", #"{"amount":"1.00","currency":"EUR"}"#))
        #expect(
            story.when("paymentCaptured", #"{"amount":"1.00","currency":"USD"}"#)
                == .refused(.currencyMismatch)
        )
        #expect(story.when("amended", #"{"currency":"USD"}"#) == .refused(.currencyMismatch))
        #expect(
            story.when("refunded", #"{"amount":"9.00","currency":"USD"}"#)
                == .refused(.currencyMismatch)
        )
    }

    @Test func `captures draw on the authorization whose reference they carry`() {
        var story = plain()
        story.given(
            ("paymentAuthorized", #"{"amount":"60.00","reference":"a"}"#),
            ("paymentAuthorized", #"{"amount":"40.00","reference":"b"}"#),
            ("paymentCaptured", #"{"amount":"50.00","reference":"a"}"#)
        )
        #expect(
            story.when("paymentCaptured", #"{"amount":"10.01","reference":"a"}"#)
                == .refused(.exceedsAuthorized)
        )
        story.given(
            ("paymentCaptured", #"{"amount":"70.00","reference":"gateway"}"#),
            ("paymentCaptured", #"{"amount":"10.00","reference":"a"}"#),
            ("authorizationVoided", #"{"amount":"15.00","reference":"b"}"#)
        )
        #expect(
            story.when("paymentCaptured", #"{"amount":"25.01","reference":"b"}"#)
                == .refused(.exceedsAuthorized)
        )
        #expect(story.state.core.authorized == 10_000)
        #expect(story.state.core.released == 1_500)
        #expect(story.state.core.overpaid == 3_000)
        #expect(story.state.authorizations.map(\.available) == [0, 2_500])
    }

    @Test func `refunds stay within what was captured`() {
        var story = plain()
        #expect(story.when("refunded", #"{"amount":"0.01"}"#) == .refused(.exceedsCaptured))
        story.given(
            ("paymentCaptured", #"{"amount":"100.00"}"#),
            ("refunded", #"{"amount":"99.99"}"#)
        )
        #expect(story.when("refunded", #"{"amount":"0.02"}"#) == .refused(.exceedsCaptured))
        story.given(("refunded", #"{"amount":"0.01"}"#))
    }

    @Test func `refunds on account stay within the total`() {
        var story = order(#"{"currency":"EUR","total":"10.00","paymentMethod":"account"}"#)
        #expect(story.when("refunded", #"{"amount":"10.01"}"#) == .refused(.exceedsCaptured))
        story.given(("refunded", #"{"amount":"4.00"}"#))
        #expect(!story.facts.contains("refundedAll"))
        story.given(("refunded", #"{"amount":"6.00"}"#))
        #expect(story.status == "refunded")
    }

    @Test func `capturing above the total is recorded and shows as overpaid`() {
        var story = plain()
        story.given(("paymentCaptured", #"{"amount":"120.00"}"#))
        #expect(story.state.core.overpaid == 2_000)
        #expect(story.facts.isSuperset(of: ["paid", "overpaid"]))
        story.given(("refunded", #"{"amount":"20.00"}"#))
        #expect(story.facts.isDisjoint(with: ["overpaid", "refundedAll"]))
    }

    @Test func `paid stays although the total rises or money goes back`() {
        var story = plain()
        story.given(
            ("paymentCaptured", #"{"amount":"100.00"}"#),
            ("amended", #"{"total":"110.00"}"#)
        )
        #expect(story.facts.contains("paid"))
        #expect(story.state.core.outstanding == 1_000)
        story.given(("refunded", #"{"amount":"50.00"}"#))
        #expect(story.facts.contains("paid"))
    }

    @Test func `a total that falls to what was captured makes the order paid`() {
        var story = plain()
        story.given(("paymentCaptured", #"{"amount":"90.00"}"#))
        #expect(!story.facts.contains("paid"))
        story.given(("amended", #"{"total":"90.00"}"#))
        #expect(story.facts.contains("paid"))
    }

    @Test func `dispatches stay within the order`() {
        var story = lined()
        story.given(
            ("accepted", "{}"),
            ("dispatched", #"{"tracking":"T","lines":[{"sku":"A","quantity":2}]}"#)
        )
        for (lines, code) in [
            (#"{"sku":"A","quantity":2}"#, Refusal.Code.exceedsOrdered),
            (#"{"sku":"A","quantity":1},{"sku":"A","quantity":1}"#, .exceedsOrdered),
            (#"{"sku":"X","quantity":1}"#, .unknownLine),
        ] {
            #expect(
                story.when("dispatched", #"{"tracking":"T","lines":[\#(lines)]}"#)
                    == .refused(code)
            )
        }
        story.given(("dispatched", #"{"tracking":"T"}"#))
        #expect(story.when("dispatched", #"{"tracking":"T"}"#) == .refused(.exceedsOrdered))
    }

    @Test func `an order without lines is one piece`() {
        var story = plain()
        story.given(("accepted", "{}"))
        #expect(
            story.when("dispatched", #"{"tracking":"T","lines":[{"sku":"A","quantity":1}]}"#)
                == .refused(.unknownLine)
        )
        story.given(("dispatched", #"{"tracking":"T"}"#))
        story.given(("returned", #"{"lines":[{"sku":"A","quantity":1}]}"#))
        #expect(story.facts.isSuperset(of: ["dispatchedAll", "returned"]))
    }

    @Test func `no more comes back than left`() {
        var story = lined()
        story.given(
            ("accepted", "{}"),
            ("dispatched", #"{"tracking":"T","lines":[{"sku":"A","quantity":2}]}"#)
        )
        #expect(
            story.when("returned", #"{"lines":[{"sku":"A","quantity":3}]}"#)
                == .refused(.exceedsOrdered)
        )
        #expect(
            story.when("returned", #"{"lines":[{"sku":"X","quantity":1}]}"#)
                == .refused(.unknownLine)
        )
        story.given(("returned", #"{"lines":[{"sku":"A","quantity":2}]}"#))
        #expect(story.state.lines.map(\.returned) == [2, 0])
    }

    @Test func `a line is not lowered below what was dispatched`() {
        var story = Story(.dealer)
        story.given(
            ("placed", #"{"currency":"EUR","lines":[{"sku":"A","quantity":3,"unitPrice":"1"}]}"#),
            ("accepted", "{}"),
            ("dispatched", #"{"lines":[{"sku":"A","quantity":2}]}"#)
        )
        #expect(
            story.when("amended", #"{"lines":[{"sku":"A","quantity":1,"unitPrice":"1"}]}"#)
                == .refused(.exceedsOrdered)
        )
        story.given(("amended", #"{"lines":[{"sku":"A","quantity":2,"unitPrice":"1"}]}"#))
        #expect(story.status == "shipped")
    }

    @Test func `a dispatch of everything takes lines along that come later`() {
        var story = Story(.dealer)
        story.given(
            ("placed", #"{"currency":"EUR","lines":[{"sku":"A","quantity":1,"unitPrice":"1"}]}"#),
            ("accepted", "{}"),
            ("dispatched", "{}"),
            ("amended", #"{"lines":[{"sku":"B","quantity":4,"unitPrice":"1"}]}"#)
        )
        #expect(story.status == "shipped")
        #expect(story.state.lines.map(\.dispatched) == [4])
    }

    @Test func `an order that is un-ticked as placed is captured within its authorization, too`() {
        var story = Story(.webshop)
        story.given(
            ("placed", #"{"currency":"EUR","total":"9.00"}"#),
            ("paymentAuthorized", #"{"amount":"5.00","reference":"A"}"#),
            ("revoked", #"{"event":"e0","reason":"mistake"}"#)
        )
        #expect(
            story.when("paymentCaptured", #"{"amount":"5.01","reference":"A"}"#)
                == .refused(.exceedsAuthorized)
        )
        story.given(
            ("paymentCaptured", #"{"amount":"5.00","reference":"A"}"#),
            ("paymentCaptured", #"{"amount":"5.01","reference":"B"}"#),
            ("placed", #"{"currency":"EUR","total":"9.00"}"#)
        )
        #expect(story.state.core.captured == 1_001)
    }

    @Test func `lines are not lowered below what came back of a whole dispatch`() {
        var story = Story(.reseller)
        func lines(_ pieces: Int) -> String {
            #"{"lines":[{"sku":"A","quantity":\#(pieces),"unitPrice":"1"}]}"#
        }
        story.given(
            ("placed", #"{"currency":"EUR",\#(lines(3).dropFirst())"#),
            ("dispatched", "{}"),
            ("returned", #"{"lines":[{"sku":"A","quantity":2}]}"#)
        )
        #expect(story.when("amended", lines(1)) == .refused(.exceedsOrdered))
        #expect(story.when("amended", lines(2)) == .taken)
        #expect(story.state.lines.map(\.returned) == [2])
    }

    @Test func `where more had left than is ordered, an amendment does not add to that`() {
        var story = Story(.webshop)
        func lines(_ pieces: Int) -> String {
            #"{"lines":[{"sku":"A","quantity":\#(pieces),"unitPrice":"1"}]}"#
        }
        story.given(
            ("placed", #"{"currency":"EUR",\#(lines(10).dropFirst())"#),
            ("dispatched", #"{"lines":[{"sku":"A","quantity":9}]}"#),
            ("dispatched", "{}"),
            ("amended", lines(6)),
            ("revoked", #"{"event":"e2","reason":"mistake"}"#)
        )
        #expect(story.when("amended", lines(5)) == .refused(.exceedsOrdered))
        #expect(story.when("amended", lines(6)) == .taken)
        #expect(story.when("amended", lines(7)) == .taken)
    }

    @Test func `disputes cover an order without moving it`() {
        var story = plain()
        story.given(("paymentCaptured", #"{"amount":"100.00"}"#))
        #expect(
            story.when("disputeClosed", #"{"reference":"d","outcome":"won"}"#)
                == .refused(.unknownReference)
        )
        story.given(("disputeOpened", #"{"reference":"d","amount":"40.00"}"#))
        #expect(story.status == "processing")
        #expect(story.facts.contains("disputed"))
        #expect(story.state.core.disputed == 4_000)
        story.given(("disputeClosed", #"{"reference":"d","outcome":"lost"}"#))
        #expect(story.state.core.lost == 4_000)
        #expect(!story.facts.contains("disputed"))
        story.given(("disputeClosed", #"{"reference":"d","outcome":"won"}"#))
        #expect(story.state.core.lost == 0)
        #expect(story.status == "processing")
    }

    @Test func `instalments add up to the total`() {
        let plan =
            #""billing":{"kind":"instalments","count":4,"every":"P1M","first":"2026-01-31","#
            + #""amount":"25.00"}"#
        #expect(order(#"{"currency":"EUR",\#(plan)}"#).state.core.total == 10_000)
        var story = Story(.marketplace)
        #expect(
            story.when("placed", #"{"currency":"EUR","total":"99.00",\#(plan)}"#)
                == .refused(.totalMismatch)
        )
    }

    @Test func `an order that lacks its currency or its price cannot be read`() {
        for data in [
            #"{"total":"1.00"}"#, #"{"currency":"EUR"}"#,
            #"{"currency":"EUR","total":"1.00","workflow":"bazaar"}"#,
        ] {
            var story = Story(.marketplace)
            #expect(story.when("placed", data) == .unreadable)
        }
    }
}
