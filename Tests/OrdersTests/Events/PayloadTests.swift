import Orders
import Testing

@Suite struct PayloadTests {
    private func split(_ json: String, _ type: EventType = .placed) throws -> Payload {
        try Payload(splitting: Array(json.utf8), type: type)
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test(arguments: [
        ("{}", "{}", ""), (#" {"a":1} "#, #"{"a":1}"#, ""),
        ("{ \"a\" :\r\n 1,\n\"b\":\"x\\n\"}", "{ \"a\" :   1, \"b\":\"x\\n\"}", ""),
        (
            #"{"customer":{"id":"C","country":"DE"}}"#, #"{"customer":{"id":"C","country":"DE"}}"#,
            ""
        ),
        (
            #"{"currency":"EUR","customer":{"id":"C","name":"Ann","email":null,"phone":"1"},"site":"de"}"#,
            #"{"currency":"EUR","customer":{"id":"C"},"site":"de"}"#,
            #"{"customer":{"name":"Ann","email":null,"phone":"1"}}"#
        ),
        (#"{"customer":{"name":"Ann"}}"#, #"{"customer":{}}"#, #"{"customer":{"name":"Ann"}}"#),
        (#"{"invoiceName":"Ann"}"#, "{}", #"{"invoiceName":"Ann"}"#),
        (
            #"{ "a" : 1.0 , "details" : { "x" : 1 } , "billingAddress":{}, "shippingAddress":"s" }"#,
            #"{"a":1.0}"#, #"{"details":{ "x" : 1 },"billingAddress":{},"shippingAddress":"s"}"#
        ),
        (
            #"{"lines":[{"sku":"A","details":{"k":1}}],"name":"n","text":"t"}"#,
            #"{"lines":[{"sku":"A","details":{"k":1}}],"name":"n","text":"t"}"#, ""
        ),
        (
            #"{"custom\u0065r":{"n\u0061me":"Ann"}}"#, #"{"custom\u0065r":{}}"#,
            #"{"custom\u0065r":{"n\u0061me":"Ann"}}"#
        ),
        (#"{"customer":null}"#, #"{"customer":null}"#, ""), ("[1,\n2]", "[1, 2]", ""),
    ])
    func `personal members are kept apart with their own bytes`(
        json: String,
        publicPart: String,
        personalPart: String
    ) throws {
        let payload = try split(json)
        #expect(text(payload.publicPart) == publicPart)
        #expect(text(payload.personalPart) == personalPart)
        #expect(try split(text(payload.merged())) == payload)
    }

    @Test(arguments: [EventType.commented, .complaintOpened, .complaintClosed])
    func `the text of comments and complaints is personal`(type: EventType) throws {
        let payload = try split(#"{"text":"Ann called","kind":"other"}"#, type)
        #expect(text(payload.publicPart) == #"{"kind":"other"}"#)
        #expect(text(payload.personalPart) == #"{"text":"Ann called"}"#)
        #expect(text(payload.merged()) == #"{"kind":"other","text":"Ann called"}"#)
    }

    @Test func `merging puts public members first, in the customer too`() throws {
        let payload = try split(
            #"{"details":{},"customer":{"name":"Ann","id":"C"},"currency":"EUR"}"#
        )
        #expect(
            text(payload.merged())
                == #"{"customer":{"id":"C","name":"Ann"},"currency":"EUR","details":{}}"#
        )
    }

    @Test(arguments: [
        #"{"details":1,"details":2}"#, #"{"customer":{},"customer":{}}"#,
        #"{"customer":{"name":1,"name":2}}"#,
    ])
    func `what is personal may not stand twice`(json: String) {
        #expect(throws: DataError(.duplicate, message: "")) { try split(json) }
    }

    @Test func `what is no JSON is refused`() {
        let error = #expect(throws: DataError.self) { try split(#"{"details":}"#) }
        #expect(error?.description == "data at byte 11: a value is missing (malformed)")
    }

    @Test(arguments: EventType.allCases)
    func `splitting what was merged gives the same payload`(type: EventType) throws {
        var dice = SeededDice.rolled(51, for: "payloads of \(type)")
        for round in 0..<200 {
            let place: Testing.Comment = "seed \(dice.seed), round \(round)"
            let source = Array(dice.spread(dice.payloadObject()).utf8)
            let payload = try Payload(splitting: source, type: type)
            let merged = payload.merged()
            let again = try Payload(splitting: merged, type: type)
            #expect(text(again.publicPart) == text(payload.publicPart), place)
            #expect(text(again.personalPart) == text(payload.personalPart), place)
            #expect(!merged.contains(UInt8(ascii: "\n")), place)
            #expect(try JSONValue(json: merged) == JSONValue(json: source), place)
            #expect(again.sameContent(as: payload), place)
        }
    }

    @Test func `content is the same whatever the white space, the order and the escapes`() throws {
        let left = try split(
            #"{"amount":1,"customer":{"id":"C","name":"Ann"},"details":{"x":1.0}}"#
        )
        let right = try split(
            #"{ "details":{"x":1}, "customer":{"name":"\u0041nn","id":"C"}, "amount":1.0}"#
        )
        let other = try split(
            #"{"amount":1,"customer":{"id":"C","name":"Bob"},"details":{"x":1.0}}"#
        )
        #expect(left != right)
        #expect(left.sameContent(as: right))
        #expect(!left.sameContent(as: other))
        #expect(left.samePublicContent(as: other))
        #expect(!left.sameContent(as: .empty))
        #expect(Payload.empty.sameContent(as: try split("{ }")))
    }
}

extension SeededDice {
    /// A random object that often has the members that are split.
    mutating func payloadObject() -> JSONValue {
        guard case .object(var members) = object(depth: 2) else { return .null }
        let names = ["details", "invoiceName", "billingAddress", "shippingAddress", "text", "name"]
        for name in names where happens(oneIn: 3) {
            members.insert(.init(name, json(depth: 2)), at: number(0...members.count))
        }
        if happens(oneIn: 2) {
            members.insert(.init("customer", customerObject()), at: number(0...members.count))
        }
        return .object(members)
    }

    private mutating func customerObject() -> JSONValue {
        guard happens(oneIn: 8) == false else { return json(depth: 1) }
        let names = ["id", "name", "email", "phone", "country", "extra"]
        return .object(
            names.shuffled(using: &self).prefix(number(0...6)).map { .init($0, json(depth: 1)) }
        )
    }
}
