import Orders
import Testing

@Suite struct DataErrorTests {
    private func message(_ type: EventType, _ json: String) -> String {
        do throws(DataError) {
            _ = try OrderEvent(type: type, data: Array(json.utf8))
            return "read"
        } catch {
            return error.description
        }
    }

    @Test(
        arguments: [
            (EventType.paymentCaptured, "{}", "amount at byte 0: is required (missing)"),
            (.paymentCaptured, #"{"amount":null}"#, "amount at byte 0: is required (missing)"),
            (
                .paymentCaptured, #"{"amount":1.5}"#,
                #"amount at byte 10: must be text such as "100.00", not a number (wrongType)"#
            ),
            (
                .paymentCaptured, #"{"amount":"-1"}"#,
                "amount at byte 10: an amount is digits with at most one point between them (badAmount)"
            ),
            (
                .paymentCaptured, #"{"amount":"1.005","currency":"EUR"}"#,
                "amount at byte 10: must have at most 2 decimals in EUR (tooManyDecimals)"
            ),
            (
                .paymentCaptured, #"{"amount":"1.0","currency":"JPY"}"#,
                "amount at byte 10: must have no decimals in JPY (tooManyDecimals)"
            ),
            (
                .paymentCaptured, #"{"amount":"1","currency":"eur"}"#,
                #"currency at byte 25: must be a code of ISO 4217, not "eur" (unknownWord)"#
            ),
            (
                .paymentCaptured, #"{"amount":"1","amount":"2"}"#,
                "amount at byte 23: stands twice in one object (duplicate)"
            ),
            (
                .paymentCaptured, #"{"amount":"1","reference":7}"#,
                "reference at byte 26: must be text, not a number (wrongType)"
            ),
            (
                .paymentCaptured, #"{"amount":"1","method":"cash"}"#,
                #"method at byte 23: must be one of card, account, transfer, cheque, link, terminal, voucher, other, not "cash" (unknownWord)"#
            ),
            (
                .paymentCaptured, #"{"amount":"99999999999999"}"#,
                "amount at byte 10: the amount is too large to be counted (overflow)"
            ),
            (
                .paymentCaptured, #"{"amount":"1""#,
                "data at byte 13: an object or list does not end (malformed)"
            ),
            (.paymentCaptured, "[]", "data at byte 0: must be an object, not a list (wrongType)"),
            (
                .paymentCaptured, "{} {}",
                "data at byte 3: something stands behind the value (malformed)"
            ),
            (.accepted, "", "data at byte 0: expected an object (malformed)"),
            (
                .paymentAuthorized, #"{"amount":"1","expiresAt":"soon"}"#,
                #"expiresAt at byte 26: a date is written YYYY-MM-DD, not as "soon" (badTime)"#
            ),
            (
                .placed,
                #"{"lines":[{"sku":"A","quantity":1,"unitPrice":"1"},{"sku":"B","quantity":0}]}"#,
                "lines[1].quantity at byte 73: must be a whole number from 1 to 2147483648, not 0 (badQuantity)"
            ),
            (
                .placed, #"{"lines":[{"sku":"A","quantity":1.5}]}"#,
                "lines[0].quantity at byte 32: must be a whole number from 1 to 2147483648, not 1.5 (badQuantity)"
            ),
            (
                .placed, #"{"lines":[{"sku":"A","quantity":"1"}]}"#,
                "lines[0].quantity at byte 32: must be a number, not text (wrongType)"
            ),
            (
                .placed, #"{"lines":[{"sku":"A","quantity":2147483649}]}"#,
                "lines[0].quantity at byte 32: must be a whole number from 1 to 2147483648, not 2147483649 (badQuantity)"
            ),
            (
                .placed, #"{"lines":[{"quantity":1}]}"#,
                "lines[0].sku at byte 10: is required (missing)"
            ),
            (
                .placed, #"{"lines":[{"sku":"A"}]}"#,
                "lines[0].quantity at byte 10: is required (missing)"
            ),
            (
                .placed, #"{"lines":[{"sku":"A","quantity":1}]}"#,
                "lines[0].unitPrice at byte 0: is required (missing)"
            ),
            (
                .placed, #"{"lines":["A"]}"#,
                "lines[0] at byte 10: must be an object, not text (wrongType)"
            ),
            (
                .placed, #"{"lines":{}}"#,
                "lines at byte 9: must be a list, not an object (wrongType)"
            ),
            (
                .placed, #"{"lines":[{"sku":"A","quantity":1,"unitPrice":"1.0000001"}]}"#,
                "lines[0].unitPrice at byte 46: an amount has at most six decimals (badAmount)"
            ),
            (
                .placed,
                #"{"currency":"EUR","lines":[{"sku":"A","quantity":1,"unitPrice":"1","tax":"0.001"}]}"#,
                "lines[0].tax at byte 73: must have at most 2 decimals in EUR (tooManyDecimals)"
            ),
            (
                .placed, #"{"customer":{"id":7}}"#,
                "customer.id at byte 18: must be text, not a number (wrongType)"
            ),
            (
                .placed, #"{"customer":"Ann"}"#,
                "customer at byte 12: must be an object, not text (wrongType)"
            ),
            (
                .placed, #"{"billing":{"kind":"weekly"}}"#,
                #"billing.kind at byte 19: must be one of single, instalments, subscription, metered, not "weekly" (unknownWord)"#
            ),
            (
                .placed, #"{"billing":{"a":1,"a":2}}"#,
                "billing at byte 11: a name stands twice in an object (malformed)"
            ),
            (
                .placed, #"{"billingAddress":7}"#,
                "billingAddress at byte 18: must be an object or text, not a number (wrongType)"
            ),
            (
                .placed, #"{"total":"1","customer":{"name":"a","name":"b"}}"#,
                "customer.name at byte 43: stands twice in one object (duplicate)"
            ),
            (
                .approved, #"{"by":"clock"}"#,
                #"by at byte 6: must be one of reseller, system, not "clock" (unknownWord)"#
            ),
            (.approved, "{}", "by at byte 0: is required (missing)"),
            (.commented, #"{"visibility":"all"}"#, "text at byte 0: is required (missing)"),
            (
                .commented, #"{"text":"a","notify":"yes"}"#,
                "notify at byte 21: must be true or false, not text (wrongType)"
            ),
            (.complaintOpened, #"{"complaint":"1"}"#, "kind at byte 0: is required (missing)"),
            (
                .complaintClosed, #"{"complaint":"1","outcome":"lost"}"#,
                #"outcome at byte 27: must be one of refunded, replaced, rejected, resolved, not "lost" (unknownWord)"#
            ),
            (.disputeOpened, #"{"reference":"d"}"#, "amount at byte 0: is required (missing)"),
            (.disputeClosed, #"{"reference":"d"}"#, "outcome at byte 0: is required (missing)"),
            (
                .dispatched, #"{"lines":[{"sku":"A"}]}"#,
                "lines[0].quantity at byte 9: is required (missing)"
            ),
            (.returned, "{}", "lines at byte 0: is required (missing)"),
            (.trackingUpdated, "{}", "tracking at byte 0: is required (missing)"),
            (
                .billingEventFailed, #"{"decline":"soft"}"#,
                "billingEvent at byte 0: is required (missing)"
            ),
            (
                .billingEventScheduled, #"{"amount":"1","dueOn":"2026-02-30"}"#,
                #"dueOn at byte 22: the date does not exist in the calendar, not as "2026-02-30" (badTime)"#
            ),
            (
                .billingEventsMerged, #"{"billingEvents":[]}"#,
                "billingEvents at byte 17: must name at least one billing event (missing)"
            ),
            (
                .billingEventsMerged, #"{"billingEvents":[1]}"#,
                "billingEvents[0] at byte 18: must be text, not a number (wrongType)"
            ),
            (
                .billingEventsMerged, #"{"billingEvents":["1"],"into":{"id":"2"}}"#,
                "into.dueOn at byte 30: is required (missing)"
            ),
            (.effectSucceeded, "{}", "effect at byte 0: is required (missing)"),
            (
                .revoked, #"{"event":"","reason":"x"}"#,
                "event at byte 9: must be the id of an event (badName)"
            ),
            (.revoked, #"{"event":"a"}"#, "reason at byte 0: is required (missing)"),
            (.creditNoteIssued, "{}", "amount at byte 0: is required (missing)"),
        ] as [(EventType, String, String)]
    )
    func `what cannot be read is named with its path, its place and its code`(
        type: EventType,
        json: String,
        expected: String
    ) {
        #expect(message(type, json) == expected)
    }

    @Test(arguments: [
        (
            EventType.placed, #"{"currency":"eur"}"#,
            #"currency: must be a code of ISO 4217, not "eur""#
        ),
        (.paymentCaptured, "{}", "amount: is required"),
        (.paymentCaptured, "[]", "data: must be an object, not a list"),
    ])
    func `a sentence leaves place and code to the caller`(
        type: EventType,
        json: String,
        expected: String
    ) {
        let error = #expect(throws: DataError.self) {
            try OrderEvent(type: type, data: Array(json.utf8))
        }
        #expect(error?.sentence == expected)
    }

    @Test(arguments: [EventType.placed, .commented, .unknown])
    func `data has a level less than the line that holds it`(type: EventType) throws {
        func deep(_ levels: Int) -> [UInt8] {
            let lists = levels - 1
            let open = String(repeating: "[", count: lists)
            let close = String(repeating: "]", count: lists)
            return Array(#"{"text":"","x":\#(open)\#(close)}"#.utf8)
        }
        let data = deep(127)
        #expect(throws: Never.self) { try OrderEvent(type: type, data: data) }
        #expect(throws: Never.self) { try Payload(splitting: data, type: type) }
        let line = Array(#"{"data":"#.utf8) + data + Array("}".utf8)
        #expect(throws: Never.self) { try JSONValue(json: line) }
        let error = #expect(throws: DataError.self) { try OrderEvent(type: type, data: deep(128)) }
        #expect(error?.code == .malformed)
        #expect(error?.message == "more than 127 levels")
        #expect(throws: DataError.self) { try Payload(splitting: deep(128), type: type) }
    }

    @Test func `offsets count from the beginning of the data, wherever it stands`() {
        let bytes = Array(#"{"data":{"amount":1}}"#.utf8)
        let error = #expect(throws: DataError.self) {
            try OrderEvent(type: .paymentCaptured, data: bytes, range: 8..<20)
        }
        #expect(error?.offset == 10)
    }
}
