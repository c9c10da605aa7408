import Orders
import Testing

@Suite struct EffectKeyTests {
    @Test func `kinds keep their codes and names`() {
        let expected: [(UInt8, String)] = [
            (1, "capturePayment"), (2, "refundPayment"), (3, "releaseHold"), (4, "releaseStock"),
            (5, "reserveStock"), (6, "externalRecord"), (7, "notifyManufacturer"),
            (8, "sendToSupplier"), (9, "collectOutstanding"), (10, "mailCustomer"),
        ]
        #expect(EffectKind.allCases.map(\.rawValue) == expected.map(\.0))
        #expect(EffectKind.allCases.map(\.name) == expected.map(\.1))
        #expect(EffectKind.allCases.map { String(describing: $0) } == expected.map(\.1))
    }

    @Test(arguments: EffectKind.allCases, [1, 7, 10, UInt64.max])
    func `a key is read as it was written`(kind: EffectKind, position: UInt64) {
        let key = EffectKey(kind, at: Position(position))
        #expect(key.description == "\(kind)@\(position)")
        #expect(EffectKey(key.description) == key)
    }

    @Test(arguments: [
        "", "@", "@7", "mailCustomer", "mailCustomer@", "mailCustomer@0", "mailCustomer@07",
        "mailCustomer@+7", "mailCustomer@-7", "mailCustomer@7 ", " mailCustomer@7",
        "mailCustomer @7", "mailCustomer@7@", "mailCustomer@@7", "mailCustomer@7@7",
        "MailCustomer@7", "mailcustomer@7", "mail@7", "mailCustomer@7.0", "mailCustomer@0x7",
        "mailCustomer@٧", "mailCustomer@18446744073709551616", "10@7", "mailCustomer:7",
    ])
    func `any other text is no key`(text: String) {
        #expect(EffectKey(text) == nil)
    }

    @Test func `keys follow the log, and their kinds where they share an event`() {
        let keys = [
            EffectKey(.mailCustomer, at: Position(2)), EffectKey(.capturePayment, at: Position(10)),
            EffectKey(.releaseStock, at: Position(10)), EffectKey(.mailCustomer, at: Position(10)),
            EffectKey(.capturePayment, at: Position(11)),
        ]
        #expect(keys.reversed().sorted() == keys)
        #expect(Set(keys + keys).count == keys.count)
    }

    @Test func `a set of kinds has each kind once, in the order of the codes`() {
        let kinds: EffectKinds = [.mailCustomer, .refundPayment, .releaseStock, .refundPayment]
        #expect(kinds.kinds == [.refundPayment, .releaseStock, .mailCustomer])
        #expect(EffectKinds().kinds.isEmpty)
        for kind in EffectKind.allCases { #expect(EffectKinds(kind).kinds == [kind]) }
    }

    @Test(arguments: [
        ("effectSucceeded", #"{"effect":"mailCustomer@7"}"#),
        ("effectFailed", #"{"effect":"mailCustomer@7"}"#),
        ("paymentCaptured", #"{"amount":"1","effect":"mailCustomer@7"}"#),
        ("refunded", #"{"amount":"1","effect":"mailCustomer@7"}"#),
    ])
    func `events name the effect that they are about`(name: String, data: String) throws {
        let event = try OrderEvent(type: EventType(name: name), data: Array(data.utf8), name: name)
        #expect(event.effectName == "mailCustomer@7")
        #expect(event.namedEffect == EffectKey(.mailCustomer, at: Position(7)))
    }

    @Test func `events that name no effect, or none that could exist, name no key`() throws {
        let other = Array(#"{"effect":"somethingElse"}"#.utf8)
        let event = try OrderEvent(type: .effectSucceeded, data: other, name: "effectSucceeded")
        #expect(event.effectName == "somethingElse")
        #expect(event.namedEffect == nil)
        #expect(OrderEvent.cancelled(reason: nil).effectName == nil)
        #expect(OrderEvent.cancelled(reason: nil).namedEffect == nil)
    }
}
