import Orders
import Testing

@Suite struct AgendaPartTests {
    private static let types: [EventType] = [
        .placed, .cardRegistered, .cardReplaced, .paymentAuthorized, .authorizationVoided,
        .authorizationExpired, .paymentCaptured, .paymentDeclined, .billingEventFailed,
        .billingEventScheduled, .billingEventRescheduled, .billingEventSkipped,
        .billingEventsMerged, .paused, .resumed, .completed, .cancelled, .effectSucceeded,
    ]

    private func read(_ type: EventType, _ json: String) throws -> OrderEvent {
        try OrderEvent(agendaPartOf: type, typeVersion: 1, publicPart: Array(json.utf8).span)
    }

    @Test(arguments: types)
    func `an agenda reads of an event what reading all of it gives`(type: EventType) throws {
        var dice = SeededDice.rolled(43, for: "agenda parts of type \(type)")
        for round in 0..<300 {
            var bytes: [UInt8] = []
            dice.event(type).encodeData(into: &bytes)
            let whole = try OrderEvent(type: type, data: bytes)
            let part = try OrderEvent(agendaPartOf: type, typeVersion: 1, publicPart: bytes.span)
            #expect(Folded(part) == Folded(whole), "seed \(dice.seed), round \(round)")
        }
    }

    @Test(arguments: [
        #"{"amount":"1.50","billingEvent":"2"}"#,
        #" { "amount" : "1.50" , "billingEvent" : "2" } "#,
        #"{"\u0061mount":"1.50","billingEvent":"\u0032"}"#,
        #"{"lines":[{"sku":"A","quantity":1}],"amount":"1.50","billingEvent":"2"}"#,
        #"{"x":{"billingEvent":"9"},"amount":"1.50","billingEvent":"2","reference":null}"#,
        #"{"x":-1.5e3,"y":true,"amount":"1.50","billingEvent":"2"}"#,
        // More texts than are kept at hand.
        #"{"sku":"1","title":"2","variant":"3","unitPrice":"4","tax":"5","currency":"EUR","#
            + #""number":"6","code":"7","reason":"8","text":"9","supplier":"10","tracking":"11","#
            + #""carrier":"12","amount":"1.50","billingEvent":"2"}"#,
    ])
    func `data is read however it is written`(json: String) throws {
        let event = try read(.paymentCaptured, json)
        guard case .paymentCaptured(let money) = event else {
            Issue.record("not a capture: \(event)")
            return
        }
        #expect(money.amount == (try DecimalAmount(text: "1.50")))
        #expect(money.billingEvent == "2")
        #expect(money.reference == nil)
    }

    @Test(arguments: [
        #"{"amount":"1.50""#, #"{"amount":"1.50"}}"#, #"{"amount":"1.50",}"#, #"{"amount" "1.50"}"#,
        #"{"amount":"1.50","x":}"#, "{}", "",
    ])
    func `data that is no capture's is refused`(json: String) {
        #expect(throws: DataError.self) { try read(.paymentCaptured, json) }
    }

    @Test func `a newer version is unknown`() throws {
        let data = Array(#"{"amount":"1.50"}"#.utf8)
        let event = try OrderEvent(
            agendaPartOf: .paymentCaptured,
            typeVersion: 2,
            publicPart: data.span
        )
        #expect(event == .unknown(name: "paymentCaptured"))
    }
}

/// What an agenda folds of an event.
private enum Folded: Equatable {
    case plan(BillingKind, BillingPlan, manufacturer: String?)
    case card(expires: String?)
    case money(EventType, [String?])
    case failed(String, Decline, RetryKind?)
    case other(OrderEvent)

    init(_ event: OrderEvent) {
        switch event {
        case .placed(let data):
            self = .plan(data.billingKind, data.billingPlan, manufacturer: data.manufacturer)
        case .cardRegistered(let card), .cardReplaced(let card): self = .card(expires: card.expires)
        case .paymentAuthorized(let money), .authorizationVoided(let money),
            .authorizationExpired(let money), .paymentCaptured(let money):
            let texts = [money.reference, money.billingEvent, money.effect, money.expiresAt]
            self = .money(event.type, texts + ["\(money.amount)"])
        case .billingEventFailed(let failed):
            self = .failed(failed.billingEvent, failed.decline, failed.retry)
        default: self = .other(event)
        }
    }
}
