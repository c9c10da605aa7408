import Foundation
import Orders
import Testing

@testable import EventLog
@testable import Interchange

@Suite("Writing CloudEvents")
struct CloudEventsWriterTests {
    @Test func `records are written as the golden lines have them`() throws {
        var lines: [UInt8] = []
        var maker = RecordMaker(position: 1, ordinal: 0)
        let genesis = try Genesis(ledgerID: "5c1f", workflow: "marketplace", isPlain: true).event
        try write(genesis, maker, to: &lines)
        maker = RecordMaker()
        try write(try Self.placed(), maker, to: &lines)
        maker = RecordMaker(
            position: 3,
            recordedAt: Timestamp(microseconds: 1_769_850_000_000_001),
            policy: .observe,
            batchFollowing: 12
        )
        try write(try Self.captured(), maker, to: &lines)
        maker = RecordMaker(
            position: 4,
            ordinal: 2,
            recordedAt: Timestamp(microseconds: 1_769_850_000_500_000)
        )
        try write(try Self.unknown(), maker, to: &lines)
        if let path = ProcessInfo.processInfo.environment["ORDERLEDGER_WRITE_GOLDEN"] {
            try Data(lines).write(to: URL(fileURLWithPath: path + "/golden/written.jsonl"))
        }
        #expect(
            String(decoding: lines, as: UTF8.self) == (try Fixtures.text("golden/written.jsonl"))
        )
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `a line that was written is read as the same record`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let event = try EventSource.event(&random)
            let maker = RecordMaker(
                position: .random(in: 1...(.max >> 1), using: &random),
                recordedAt: EventSource.time(&random),
                policy: Bool.random(using: &random) ? .observe : .enforce,
                batchFollowing: Bool.random(using: &random) ? 0 : 65_535,
                isNumbered: Bool.random(using: &random)
            )
            let record = try maker.record(event)
            var line: [UInt8] = []
            CloudEventsWriter().append(RecordSlice(record), event.payload, to: &line)
            #expect(line.count { $0 == UInt8(ascii: "\n") } == 1)

            let text = String(decoding: line.dropLast(), as: UTF8.self)
            guard case .event(let read) = read(text, for: .restoring) else {
                Issue.record("seed \(seed): \(read(text, for: .restoring)) in \(text)")
                continue
            }
            #expect(read.event.event == event.event)
            #expect(read.event.payload == event.payload)
            #expect(read.event.context == event.context)
            let place = try #require(read.exported)
            let again = RecordMaker(
                position: place.position.rawValue,
                recordedAt: place.recordedAt,
                policy: place.policy,
                batchFollowing: place.batchFollowing,
                isNumbered: place.isNumbered
            )
            #expect(try again.record(read.event).bytes == record.bytes)
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `every line that is written is JSON with the same attributes`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let event = try EventSource.event(&random)
            let record = try RecordMaker().record(event)
            var line: [UInt8] = []
            CloudEventsWriter().append(RecordSlice(record), event.payload, to: &line)
            let value = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
            let object = try #require(value)
            #expect(object["specversion"] as? String == "1.0")
            #expect(object["id"] as? String == event.id.rawValue)
            #expect(object["subject"] as? String == event.order.rawValue)
            #expect(object["partitionkey"] as? String == event.order.rawValue)
            #expect(object["source"] as? String == event.context.source)
            let name = event.typeName ?? event.type.name
            #expect(object["type"] as? String == (name.contains(".") ? name : "order." + name))
            #expect(object["sequence"] as? String == "2")
            #expect(object["actor"] as? String == event.context.actor?.description)
            #expect(object["correlationid"] as? String == event.context.correlation)
            #expect(object["causationid"] as? String == event.context.causation)
            #expect(object["data"] is [String: Any])
        }
    }

    @Test(arguments: [
        "order.placed", "order.thing", "foo.bar", "order.foo.bar", "order.order.placed",
        "order.placed.", "com.example.order.placed",
    ])
    func `a type is written as it was read`(_ type: String) throws {
        let text =
            #"{"specversion":"1.0","id":"a","subject":"1","type":"\#(type)","#
            + #""data":{"currency":"EUR","total":"1.00"}}"#
        guard case .event(let read) = read(text) else { return #expect(Bool(false)) }
        var lines: [UInt8] = []
        try write(read.event, RecordMaker(), to: &lines)
        let value = try JSONSerialization.jsonObject(with: Data(lines)) as? [String: Any]
        #expect(value?["type"] as? String == type)
    }

    private func write(_ event: NewEvent, _ maker: RecordMaker, to lines: inout [UInt8]) throws {
        CloudEventsWriter().append(RecordSlice(try maker.record(event)), event.payload, to: &lines)
    }

    private static func placed() throws -> NewEvent {
        let data = Array(
            #"{"currency":"EUR","customer":{"id":"C-7","name":"Ann"},"total":"10.00","x":1.0}"#.utf8
        )
        return try NewEvent(
            order: order("1001"),
            id: id("placed"),
            typeName: "placed",
            data: data,
            range: data.indices
        )
    }

    private static func captured() throws -> NewEvent {
        let data = Array(#"{"amount":"10.00"}"#.utf8)
        return try NewEvent(
            order: order("1001"),
            id: id("pay \"1\"\\\n".filter { $0 != "\n" }),
            typeName: "paymentCaptured",
            data: data,
            range: data.indices,
            occurredAt: Timestamp(microseconds: 1_769_849_999_999_000),
            context: EventContext(
                actor: Actor(kind: .gateway, id: "stripe"),
                source: "/till/7",
                correlation: "checkout-5",
                causation: "placed"
            )
        )
    }

    private static func unknown() throws -> NewEvent {
        let data = Array("{}".utf8)
        return try NewEvent(
            order: order("Größe/日本"),
            id: id("e"),
            typeName: "placed",
            typeVersion: 2,
            data: data,
            range: data.indices
        )
    }

    private static func order(_ text: String) throws -> OrderID { try #require(OrderID(text)) }
    private static func id(_ text: String) throws -> EventID { try #require(EventID(text)) }
}
