import Orders
import Testing

@Suite struct EventCodingTests {
    private func decode(_ type: EventType, _ json: String) throws -> OrderEvent {
        try OrderEvent(type: type, data: Array(json.utf8))
    }

    private func encode(_ event: OrderEvent) -> String {
        var bytes: [UInt8] = []
        event.encodeData(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: EventType.allCases)
    func `what was encoded decodes to the same event`(type: EventType) throws {
        var dice = SeededDice.rolled(41, for: "events of type \(type)")
        for round in 0..<200 {
            let event = dice.event(type)
            var bytes = Array("before".utf8)
            event.encodeData(into: &bytes)
            let decoded = try OrderEvent(type: type, data: bytes, range: 6..<bytes.count)
            #expect(decoded == event, "seed \(dice.seed), round \(round)")
        }
    }

    @Test func `members are written in the order of the contract`() throws {
        let placed = """
            {"currency":"EUR","total":"159.80","workflow":"webshop","customer":{"id":"C-7",\
            "name":"Ann","email":"a@b.c","phone":"1","country":"DE"},"lines":[{"sku":"A",\
            "title":"Shirt","variant":"L","quantity":2,"unitPrice":"49.9500","tax":"9.50",\
            "tracked":false,"details":{"k":1}}],"shipping":"4.90","discount":"0","tax":"0.00",\
            "paymentMethod":"card","fulfilment":"seller","seller":"S","manufacturer":"M",\
            "billing":{"kind":"single"},"site":"de","invoiceName":"Ann","billingAddress":{"a":1},\
            "shippingAddress":"Main St","replaces":"O-1","details":{"note":"x"}}
            """
        #expect(encode(try decode(.placed, placed)) == placed)
        let captured = """
            {"amount":"1.00","currency":"EUR","reference":"r","expiresAt":"2026-01-01",\
            "method":"link","reason":"why","lines":[{"sku":"A"},{"sku":"B","quantity":1}],\
            "billingEvent":"2","effect":"capturePayment@7"}
            """
        #expect(encode(try decode(.paymentCaptured, captured)) == captured)
        let merged = #"{"billingEvents":["2","3"],"into":{"id":"4","dueOn":"2026-03-31"}}"#
        #expect(encode(try decode(.billingEventsMerged, merged)) == merged)
        #expect(encode(.accepted) == "{}")
    }

    @Test func `null and unknown members count as absent`() throws {
        let event = try decode(
            .paymentCaptured,
            #" { "amount" : "5" , "reference" : null , "x" : [{}] } "#
        )
        #expect(event == .paymentCaptured(MoneyEvent(amount: try DecimalAmount(text: "5"))))
        #expect(try decode(.accepted, #"{"x":1,"x":2}"#) == .accepted)
    }

    @Test func `members are known by their meaning, not by how they are escaped`() throws {
        let event = try decode(.paymentCaptured, #"{"\u0061mount":"\u0031.50"}"#)
        #expect(event == .paymentCaptured(MoneyEvent(amount: try DecimalAmount(text: "1.50"))))
    }

    @Test func `an unknown type and a newer version are kept by name`() throws {
        let data = Array(#"{"amount":7}"#.utf8)
        #expect(
            try OrderEvent(type: .unknown, data: data, name: "exploded")
                == .unknown(name: "exploded")
        )
        #expect(
            try OrderEvent(type: .paymentCaptured, typeVersion: 2, data: data)
                == .unknown(name: "paymentCaptured")
        )
        #expect(throws: DataError(.malformed, message: "")) {
            try OrderEvent(type: .unknown, data: Array("{".utf8))
        }
    }

    @Test func `lines by SKU may be bare SKUs`() throws {
        #expect(
            try decode(.procured, #"{"lines":["A",{"sku":"B"}]}"#) == .procured(skus: ["A", "B"])
        )
        #expect(try decode(.procured, "{}") == .procured(skus: nil))
    }

    @Test func `a comment whose personal part was erased has an empty text`() throws {
        let data = Array(#"{"notify":true}"#.utf8)
        var comment = Comment(text: "")
        comment.notify = true
        #expect(
            try OrderEvent(type: .commented, data: data, completeness: .publicPart)
                == .commented(comment)
        )
        #expect(throws: DataError(.missing, message: "")) {
            try OrderEvent(type: .commented, data: data)
        }
    }

    @Test func `a cart may be of any part, and what placed lacks is told after merging`() throws {
        var data = try OrderData.decode(Array("{}".utf8))
        #expect(data.missingForPlacement()?.path == "currency")
        data.currency = Currency(code: "EUR")
        #expect(data.missingForPlacement()?.path == "total")
        data.customer = Customer()
        data.lines = [OrderLine(sku: "A", quantity: 1)]
        #expect(data.missingForPlacement()?.path == "customer.id")
        data.customer?.id = "C"
        #expect(data.missingForPlacement()?.path == "lines[0].unitPrice")
        data.lines?[0].unitPrice = try DecimalAmount(text: "1")
        #expect(data.missingForPlacement() == nil)
    }

    @Test func `a cart's events merge as JSON and decode as one`() throws {
        let opened = try JSONValue(
            json: Array(
                #"{"customer":{"id":"C","email":"e"},"lines":[{"sku":"A","quantity":1}]}"#.utf8
            )
        )
        let updated = try JSONValue(
            json: Array(#"{"customer":{"email":null,"name":"Ann"},"lines":[]}"#.utf8)
        )
        let data = try OrderData.decode(opened.merged(with: updated))
        #expect(data.customer?.email == nil)
        #expect(data.customer?.name == "Ann")
        #expect(data.customer?.id == "C")
        #expect(data.lines == [])
    }

    @Test(arguments: [
        ("{}", BillingKind.single), (#"{"billing":{}}"#, .single),
        (#"{"billing":{"kind":"metered"}}"#, .metered),
    ])
    func `an order without a plan is paid once`(json: String, kind: BillingKind) throws {
        #expect(try OrderData.decode(Array(json.utf8)).billingKind == kind)
    }
}
