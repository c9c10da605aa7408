import Testing

@testable import Orders

@Suite struct BillingPlanTests {
    private static let events = #"{"id":"a","dueOn":"2026-01-31","amount":"5.00"}"#

    private func placing(_ members: String) -> Story.Outcome {
        var story = Story(.marketplace, .observe)
        return story.when("placed", #"{"currency":"EUR",\#(members)}"#)
    }

    private func refusal(_ members: String) -> String {
        do throws(DataError) {
            let data = Array(#"{"currency":"EUR",\#(members)}"#.utf8)
            _ = try OrderState().digest(of: OrderEvent(type: .placed, data: data))
            return "read"
        } catch {
            return error.sentence
        }
    }

    @Test(arguments: [
        #""total":"9.00","billing":{}"#,
        #""lines":[{"sku":"A","quantity":1,"unitPrice":"1"}],"billing":{"kind":"single"}"#,
        #""billing":{"kind":"instalments","events":[\#(events)],"note":[1]}"#,
        #""billing":{"kind":"instalments","count":2,"every":"P2W","first":"2026-01-31","amount":"1"}"#,
        #""total":"9.00","billing":{"kind":"instalments","count":2,"every":"P1M","first":"2026-01-31"}"#,
        #""billing":{"kind":"subscription","every":"P1Y","first":"2024-02-29","amount":"1","until":null}"#,
        #""billing":{"kind":"metered","every":"P30D","retry":{"maxRetries":0,"window":"P1D","automatic":0,"suspendWhenUsedUp":false}}"#,
    ])
    func `a whole plan can be placed`(members: String) {
        #expect(placing(members) == .taken)
    }

    @Test(arguments: [
        (#""billing":{}"#, "total: or lines or billing is required"),
        (#""billing":{"kind":"single"}"#, "total: or lines or billing is required"),
        (#""billing":{"kind":"instalments"}"#, "billing.count: is required"),
        (#""billing":{"kind":"instalments","count":1}"#, "billing.every: is required"),
        (
            #""billing":{"kind":"instalments","count":1,"every":"P1M"}"#,
            "billing.first: is required"
        ),
        (
            #""billing":{"kind":"instalments","count":1,"every":"P1M","first":"2026-01-31"}"#,
            "billing.amount: is required"
        ),
        (
            #""billing":{"kind":"instalments","events":[]}"#,
            "billing.events: must list at least one instalment"
        ),
        (
            #""billing":{"kind":"instalments","events":[{"id":"a","dueOn":"2026-01-31"}]}"#,
            "billing.events[0].amount: is required"
        ),
        (
            #""billing":{"kind":"instalments","events":[\#(events),\#(events)]}"#,
            "billing.events[1].id: stands on two instalments"
        ),
        (#""billing":{"kind":"subscription","every":"P1M"}"#, "billing.first: is required"),
        (
            #""billing":{"kind":"subscription","every":"P1M","first":"2026-01-31"}"#,
            "billing.amount: is required"
        ),
        (#""billing":{"kind":"metered"}"#, "billing.every: is required"),
    ])
    func `an order is not placed on a part of a plan`(members: String, sentence: String) {
        #expect(refusal(members) == sentence)
        #expect(placing(members) == .unreadable)
    }

    @Test(arguments: [
        (
            #"{"every":"P1M2D"}"#,
            #"every at byte 9: must be a period such as P30D or P1M, not "P1M2D" (badTime)"#
        ),
        (
            #"{"every":"P0D"}"#,
            #"every at byte 9: must be a period such as P30D or P1M, not "P0D" (badTime)"#
        ),
        (
            #"{"every":"P-1D"}"#,
            #"every at byte 9: must be a period such as P30D or P1M, not "P-1D" (badTime)"#
        ),
        (
            #"{"every":"PD"}"#,
            #"every at byte 9: must be a period such as P30D or P1M, not "PD" (badTime)"#
        ),
        (
            #"{"every":"P"}"#,
            #"every at byte 9: must be a period such as P30D or P1M, not "P" (badTime)"#
        ),
        (#"{"every":1}"#, "every at byte 9: must be text, not a number (wrongType)"),
        (
            #"{"count":0}"#,
            "count at byte 9: must be a whole number from 1 to 2147483647, not 0 (badQuantity)"
        ),
        (
            #"{"count":1.5}"#,
            "count at byte 9: must be a whole number from 1 to 2147483647, not 1.5 (badQuantity)"
        ),
        (
            #"{"first":"2026-02-30"}"#,
            #"first at byte 9: the date does not exist in the calendar, not as "2026-02-30" (badTime)"#
        ),
        (#"{"until":true}"#, "until at byte 9: must be text, not true or false (wrongType)"),
        (#"{"amount":"0.00"}"#, "amount at byte 10: must be above zero (badAmount)"),
        (
            #"{"events":[{"amount":"0"}]}"#,
            "events[0].amount at byte 21: must be above zero (badAmount)"
        ),
        (
            #"{"events":[{"dueOn":"soon"}]}"#,
            #"events[0].dueOn at byte 20: a date is written YYYY-MM-DD, not as "soon" (badTime)"#
        ),
        (#"{"events":[1]}"#, "events[0] at byte 11: must be an object, not a number (wrongType)"),
        (
            #"{"retry":{"maxRetries":-1}}"#,
            "retry.maxRetries at byte 23: must be a whole number from 0 to 2147483647, not -1 (badQuantity)"
        ),
        (
            #"{"retry":{"automatic":"3"}}"#,
            "retry.automatic at byte 22: must be a number, not text (wrongType)"
        ),
        (
            #"{"retry":{"window":"30"}}"#,
            #"retry.window at byte 19: must be a period such as P30D or P1M, not "30" (badTime)"#
        ),
        (
            #"{"retry":{"suspendWhenUsedUp":1}}"#,
            "retry.suspendWhenUsedUp at byte 30: must be true or false, not a number (wrongType)"
        ),
    ])
    func `what a plan says is checked, in carts too`(plan: String, expected: String) {
        for type in [EventType.cartUpdated, .placed, .amended] {
            let error = #expect(throws: DataError.self) {
                try OrderEvent(type: type, data: Array(#"{"billing":\#(plan)}"#.utf8))
            }
            let found = error.map {
                DataError(
                    $0.code,
                    path: String($0.path.dropFirst(8)),
                    offset: $0.offset - 11,
                    message: $0.message
                ).description
            }
            #expect(found == expected)
            #expect(error?.path.hasPrefix("billing.") == true)
        }
    }

    @Test func `a plan may come in parts`() {
        var story = Story(.marketplace)
        story.given(
            ("cartOpened", #"{"currency":"EUR","billing":{"kind":"subscription","every":"P1M"}}"#),
            ("cartUpdated", #"{"billing":{"first":"2026-01-31"}}"#)
        )
        #expect(story.when("placed") == .unreadable)
        story.given(("placed", #"{"billing":{"amount":"9.99"}}"#))
        let plan = story.state.data.billingPlan
        #expect(plan.kind == .subscription)
        #expect(plan.every?.description == "P1M")
        #expect(plan.first?.description == "2026-01-31")
        #expect(plan.amount?.description == "9.99")
        #expect(plan.retry == BillingPlan.Retry())
        #expect(story.when("amended", #"{"billing":{"amount":null}}"#) == .unreadable)
        #expect(story.when("amended", #"{"billing":{"amount":"8.99"}}"#) == .taken)
    }

    @Test(arguments: [
        #""total":"9.00","billing":{"kind":"instalments","events":[\#(events)]}"#,
        #""lines":[{"sku":"A","quantity":1,"unitPrice":"1"}],"billing":{"kind":"instalments","events":[\#(events)]}"#,
        #""total":"9.00","billing":{"kind":"instalments","count":2,"every":"P1M","first":"2026-01-31","amount":"1"}"#,
    ])
    func `a plan adds up to the total`(members: String) {
        #expect(placing(members) == .refused(.totalMismatch))
    }
}
