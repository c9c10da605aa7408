import EventLog
import Foundation
import Orders
import Testing

@testable import Interchange

@Suite("Reading CloudEvents")
struct CloudEventsReaderTests {
    @Test func `every attribute finds its place`() throws {
        let event = try #require(Self.event(try Fixtures.text("golden/every-attribute.jsonl")))
        #expect(event.order.rawValue == "A/1001 Ü")
        #expect(event.id.rawValue == "pay-\"1\"")
        #expect(event.type == .paymentCaptured)
        #expect(event.typeName == nil)
        #expect(event.typeVersion == 1)
        #expect(event.occurredAt?.description == "2026-01-31T08:00:00.123456Z")
        #expect(event.context.source == "https://shop.example/till/7")
        #expect(event.context.actor == Actor(kind: .gateway, id: "stripe:eu"))
        #expect(event.context.correlation == "checkout-5")
        #expect(event.context.causation == "auth-1")
        #expect(
            event.payload.merged()
                == Array(#"{ "amount" : "100.00", "x": [1.50, 1e3, "\u00e4"], "x" : null }"#.utf8)
        )
    }

    @Test func `of the attributes only four are needed`() throws {
        let text = #"{"subject":"1","type":"order.accepted","id":"a","specversion":"1.0"}"#
        let event = try #require(Self.event(text))
        #expect(event.event == .accepted)
        #expect(event.occurredAt == nil)
        #expect(event.context == EventContext())
        #expect(event.payload == .empty)
    }

    @Test func `null counts as absent`() throws {
        let text =
            #"{"specversion":"1.0","id":"a","type":"order.accepted","subject":"1","time":null,"#
            + #""actor":null,"source":null,"data":null,"data_base64":null,"sequence":null,"x":null}"#
        let event = try #require(Self.event(text))
        #expect(event.occurredAt == nil)
        #expect(event.context == EventContext())
        #expect(event.payload == .empty)
    }

    @Test func `a type of others keeps its whole name`() throws {
        let names = [
            "com.example.giftWrapped": "com.example.giftWrapped",
            "order.giftWrapped": "giftWrapped", "giftWrapped.": "giftWrapped.",
            "order.order.placed": "order.order.placed", "foo.bar": "foo.bar",
            "order.foo.bar": "order.foo.bar", "order..": "order..", "placed.2": "placed.2",
        ]
        for (type, name) in names {
            let event = try #require(Self.event(Self.line(#""type":"\#(type)""#)))
            #expect(event.type == .unknown)
            #expect(event.typeName == name)
            #expect(event.event == .unknown(name: name))
        }
    }

    @Test(arguments: ["placed", "thing", "order", "", "order."])
    func `a word without prefix or dot is no type`(_ type: String) {
        #expect(complaint(Self.line(#""type":"\#(type)""#)) != nil)
    }

    @Test(arguments: ["2", "\"2\"", "255"])
    func `a newer version of a known type is kept as an unknown one`(_ version: String) throws {
        let line = Self.line(#""type":"order.placed","typeversion":\#(version)"#)
        let event = try #require(Self.event(line))
        #expect(event.type == .unknown)
        #expect(event.typeName == "placed")
        #expect(event.typeVersion == UInt8(version.filter { $0 != "\"" }))
    }

    @Test(arguments: [
        "application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "text/json",
        "application/vnd.shop.order+json",
    ])
    func `every way to say JSON is taken`(_ type: String) {
        let line = Self.line(#""type":"order.accepted","datacontenttype":"\#(type)""#)
        #expect(Self.event(line) != nil)
    }

    @Test func `unknown attributes are dropped and unknown data is kept to the byte`() throws {
        let data = #"{"z":  0.10 ,"text":"t","a\u0062c":{"n":[ ]},"é":"\/"}"#
        let line = Self.line(
            #""type":"order.accepted","traceparent":"00-1","x":{"y":[1]},"data":\#(data)"#
        )
        #expect(Self.event(line)?.payload.merged() == Array(data.utf8))
    }

    @Test func `importing passes over what a ledger noted about its recording`() throws {
        let line = Self.line(
            #""type":"order.accepted","sequence":"x","recordedtime":1,"policy":{},"#
                + #""batchfollowing":[],"sealed":"!","partitionkey":7"#
        )
        guard case .event(let read) = read(line) else { return #expect(Bool(false)) }
        #expect(read.exported == nil)
    }

    @Test func `restoring needs what a ledger noted about its recording`() throws {
        let line = Self.line(
            #""type":"order.accepted","sequence":"17","policy":"observe","batchfollowing":"3","#
                + #""recordedtime":"2026-01-31T09:00:00.5Z""#
        )
        guard case .event(let event) = read(line, for: .restoring) else {
            return #expect(Bool(false))
        }
        #expect(
            event.exported
                == ExportedPlace(
                    position: Position(17),
                    recordedAt: try Timestamp(text: "2026-01-31T09:00:00.5Z"),
                    policy: .observe,
                    batchFollowing: 3
                )
        )
        #expect(
            complaint(Self.line(#""type":"order.accepted""#), for: .restoring)
                == "sequence is missing"
        )
    }

    @Test func `events of the ledger's own stream are told apart`() throws {
        let line =
            #"{"specversion":"1.0","id":"ledger/created","type":"ledger.created","#
            + #""subject":"$ledger","data":{"format":1}}"#
        guard case .ledger(let event) = read(line) else { return #expect(Bool(false)) }
        #expect(event.name == "created")
        #expect(event.id == "ledger/created")
        #expect(event.data == Array(#"{"format":1}"#.utf8))
    }

    @Test func `data above one mebibyte is too large and named`() throws {
        let filler = String(repeating: "x", count: NewEvent.maximumDataBytes)
        let line = Self.line(#""type":"order.commented","data":{"text":"\#(filler)"}"#)
        guard case .tooLarge(let event) = read(line) else { return #expect(Bool(false)) }
        #expect(event.order.rawValue == "1")
        #expect(event.typeName == "commented")
        #expect(event.place.column == line.utf8.count - filler.utf8.count - 11)
    }

    @Test func `text that is too long is named by its attribute`() {
        let long = String(repeating: "x", count: 3_000)
        let attributes = [
            "source": long, "correlationid": long, "causationid": long,
            "actor": "seller:" + String(repeating: "x", count: 300),
        ]
        for (name, text) in attributes {
            let line = Self.line(#""type":"order.accepted","\#(name)":"\#(text)""#)
            guard case .malformed(let place) = read(line) else { return #expect(Bool(false)) }
            #expect(place.message.hasPrefix(name + " is longer than "))
            #expect(place.column == line.utf8.count - text.utf8.count - 2)
        }
    }

    static func line(_ members: String) -> String {
        #"{"specversion":"1.0","id":"a","subject":"1",\#(members)}"#
    }

    static func event(_ text: String) -> NewEvent? {
        if case .event(let read) = read(text) { read.event } else { nil }
    }

    private func complaint(
        _ text: String,
        for purpose: CloudEventsReader.Purpose = .importing,
    ) -> String? {
        if case .malformed(let place) = read(text, for: purpose) { place.message } else { nil }
    }
}
