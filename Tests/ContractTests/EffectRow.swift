import Testing

/// A row of the contract's table of effects: what leads to an effect, and what ends it.
///
/// KEY stands for the effect's name.
struct EffectRow: Sendable, CustomTestStringConvertible {
    let kind: String
    let workflow: String
    let given: [(String, String)]
    let when: (String, String)
    let end: (String, String)
    /// What does not end it, though it names it.
    var notEnd: [(String, String)] = []
    var beside: [String] = []

    var testDescription: String { "\(kind), \(workflow), \(when.0)" }
}

extension EffectRow {
    static let card = (
        "placed", #"{"currency":"EUR","total":"30.00","paymentMethod":"card"}"#
    )
    static let account = (
        "placed", #"{"currency":"EUR","total":"30.00","paymentMethod":"account"}"#
    )
    static let lines = (
        "placed",
        #"{"currency":"EUR","lines":[{"sku":"TEA","quantity":3,"unitPrice":"10.00"}]}"#
    )
    private static let plan = (
        "placed",
        #"{"currency":"EUR","total":"30.00","billing":{"kind":"instalments","count":3,"every":"P1M","first":"2026-01-01"}}"#
    )
    static let held = ("paymentAuthorized", #"{"amount":"30.00","reference":"pi-1"}"#)
    static let paidByCard = (
        "paymentCaptured", #"{"amount":"30.00","method":"card","reference":"cap-1"}"#
    )
    private static let paidByTransfer = (
        "paymentCaptured", #"{"amount":"30.00","method":"transfer"}"#
    )
    static let dispatched = ("dispatched", #"{"tracking":"T-1"}"#)
    private static let done = ("effectSucceeded", #"{"effect":"KEY","reference":"x-1"}"#)
    static let accepted = ("accepted", "{}")
    private static let cancelled = ("cancelled", "{}")

    static let rows: [EffectRow] = money + others + mails

    private static let money: [EffectRow] =
        [
            EffectRow(
                kind: "capturePayment",
                workflow: "dealer",
                given: [card, held, accepted],
                when: dispatched,
                end: ("paymentCaptured", #"{"amount":"30.00","reference":"pi-1","effect":"KEY"}"#),
                notEnd: [done],
                beside: ["mailCustomer"]
            ),
            EffectRow(
                kind: "refundPayment",
                workflow: "marketplace",
                given: [card, paidByCard],
                when: ("refunded", #"{"amount":"5.00"}"#),
                end: ("refunded", #"{"amount":"5.00","reference":"re-1","effect":"KEY"}"#)
            ),
            EffectRow(
                kind: "refundPayment",
                workflow: "marketplace",
                given: [card, paidByCard],
                when: cancelled,
                end: done
            ),
            EffectRow(
                kind: "refundPayment",
                workflow: "marketplace",
                given: [card, cancelled],
                when: paidByCard,
                end: done
            ),
            EffectRow(
                kind: "refundPayment",
                workflow: "dealer",
                given: [card, accepted, paidByTransfer],
                when: cancelled,
                end: ("refunded", #"{"amount":"30.00","reference":"re-1","effect":"KEY"}"#),
                beside: ["mailCustomer"]
            ),
            EffectRow(
                kind: "refundPayment",
                workflow: "dealer",
                given: [card, accepted, cancelled],
                when: paidByCard,
                end: ("refunded", #"{"amount":"30.00","reference":"re-1","effect":"KEY"}"#),
                beside: ["mailCustomer"]
            ),
            EffectRow(
                kind: "releaseHold",
                workflow: "dealer",
                given: [card, held],
                when: cancelled,
                end: (
                    "authorizationVoided", #"{"amount":"30.00","reference":"pi-1","effect":"KEY"}"#
                ),
                notEnd: [done],
                beside: ["mailCustomer"]
            ),
        ]

    private static let others: [EffectRow] = [
        EffectRow(
            kind: "releaseStock",
            workflow: "marketplace",
            given: [lines],
            when: cancelled,
            end: done
        ),
        EffectRow(
            kind: "releaseStock",
            workflow: "marketplace",
            given: [lines],
            when: ("amended", #"{"lines":[{"sku":"TEA","quantity":2,"unitPrice":"10.00"}]}"#),
            end: done
        ),
        EffectRow(
            kind: "externalRecord",
            workflow: "dealer",
            given: [account, accepted],
            when: dispatched,
            end: done,
            beside: ["mailCustomer"]
        ),
        EffectRow(
            kind: "externalRecord",
            workflow: "dealer",
            given: [account, accepted, dispatched],
            when: ("refunded", #"{"amount":"30.00"}"#),
            end: done,
            beside: ["mailCustomer"]
        ),
        EffectRow(
            kind: "notifyManufacturer",
            workflow: "dealer",
            given: [account],
            when: ("confirmationOverdue", "{}"),
            end: done
        ),
        EffectRow(
            kind: "sendToSupplier",
            workflow: "marketplace",
            given: [card],
            when: paidByCard,
            end: ("sentToSupplier", #"{"supplier":"S-1"}"#),
            notEnd: [done]
        ),
        EffectRow(
            kind: "sendToSupplier",
            workflow: "marketplace",
            given: [card],
            when: accepted,
            end: dispatched
        ),
        EffectRow(
            kind: "collectOutstanding",
            workflow: "billing",
            given: declined,
            when: cardReplaced,
            end: merged,
            notEnd: [done]
        ),
    ]

    private static let mails: [EffectRow] = [
        mail("marketplace", [card, paidByCard], dispatched),
        mail("marketplace", [card], ("commented", #"{"text":"x","notify":true}"#)),
        mail("dealer", [card, accepted], paidByCard),
        mail("webshop", [], ("placed", #"{"currency":"EUR","total":"30.00"}"#)),
        mail("webshop", [card], ("invoiced", #"{"number":"I-1"}"#)),
        mail("webshop", [card], paidByTransfer),
        mail("webshop", [card], dispatched),
        mail("webshop", [card], cancelled),
        mail("billing", live, ("paused", "{}")),
        mail("billing", live + [("paused", "{}")], ("resumed", "{}")),
        mail(
            "billing",
            live,
            ("billingEventRescheduled", #"{"billingEvent":"2","dueOn":"2026-05-01"}"#)
        ),
        mail("billing", live, ("billingEventSkipped", #"{"billingEvent":"2"}"#)),
        mail("billing", live, ("billingEventFailed", #"{"billingEvent":"2","decline":"soft"}"#)),
        mail("billing", declined + [cardReplaced], merged),
        mail("billing", live, ("refunded", #"{"amount":"1.00","reference":"r-1"}"#)),
    ]

    private static let declined = [
        plan, ("paymentCaptured", #"{"amount":"10.00","billingEvent":"1"}"#),
        ("billingEventFailed", #"{"billingEvent":"2","decline":"hard"}"#),
    ]
    private static let cardReplaced = ("cardReplaced", #"{"card":"c-2"}"#)
    private static let merged = (
        "billingEventsMerged",
        #"{"billingEvents":["2","3"],"into":{"id":"m-1","dueOn":"2026-02-01"}}"#
    )

    private static let live = [
        (
            "placed",
            #"{"currency":"EUR","billing":{"kind":"subscription","every":"P1M","first":"2026-01-01","amount":"9.99"}}"#
        ),
        ("paymentCaptured", #"{"amount":"9.99","billingEvent":"1"}"#),
    ]

    private static func mail(
        _ workflow: String,
        _ given: [(String, String)],
        _ when: (String, String),
    ) -> EffectRow {
        EffectRow(kind: "mailCustomer", workflow: workflow, given: given, when: when, end: done)
    }
}
