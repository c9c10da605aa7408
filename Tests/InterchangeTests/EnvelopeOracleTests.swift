import EventLog
import Foundation
import Orders
import Testing

@testable import Interchange

/// Foundation reads the same lines: what it finds in an envelope is what must be found here.
@Suite("Envelopes as Foundation reads them")
struct EnvelopeOracleTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `damaged lines are events only where Foundation agrees`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            var bytes = try Self.line(&random)
            for _ in 0..<Int.random(in: 0...2, using: &random) { Self.damage(&bytes, &random) }
            guard let text = String(validating: bytes, as: UTF8.self), !text.contains("\0") else {
                continue
            }
            guard case .event(let read) = read(text) else { continue }
            let value = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
            guard let object = value else {
                Issue.record("seed \(seed): Foundation does not read \(text)")
                continue
            }
            Self.expect(read.event, equals: object, in: text)
        }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `lines without damage are events`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let text = String(decoding: try Self.line(&random), as: UTF8.self)
            guard case .event = read(text) else {
                Issue.record("seed \(seed): \(read(text)) in \(text)")
                continue
            }
        }
    }

    private static func expect(_ event: NewEvent, equals object: [String: Any], in text: String) {
        let type = object["type"] as? String ?? ""
        let word = type.hasPrefix("order.") ? String(type.dropFirst(6)) : type
        let name = word.contains(".") ? type : word
        let source = object["source"] as? String ?? EventContext.defaultSource
        #expect(event.id.rawValue == object["id"] as? String, "\(text)")
        #expect(event.order.rawValue == object["subject"] as? String, "\(text)")
        #expect((event.typeName ?? event.type.name) == name, "\(text)")
        #expect(event.context.source == source, "\(text)")
        #expect((event.context.correlation ?? "") == (object["correlationid"] as? String ?? ""))
        #expect((event.context.causation ?? "") == (object["causationid"] as? String ?? ""))
        #expect((event.occurredAt == nil) == (object["time"] as? String == nil))
    }

    /// A line whose members come in the order in which they are written or in any other, some of them
    /// with attributes of others between.
    private static func line(_ random: inout SeededGenerator) throws -> [UInt8] {
        let event = try EventSource.event(&random)
        let version = event.typeVersion
        var members: [(String, JSONValue)] = [
            ("specversion", .string("1.0")), ("id", .string(event.id.rawValue)),
            ("source", .string(event.context.source)),
            ("type", .string(Self.type(event.typeName ?? event.type.name))),
            ("subject", .string(event.order.rawValue)),
            ("time", event.occurredAt.map { .string($0.description) } ?? .null),
            ("data", try JSONValue(json: event.payload.merged())),
            ("correlationid", event.context.correlation.map { .string($0) } ?? .null),
            ("causationid", event.context.causation.map { .string($0) } ?? .null),
            ("typeversion", version == 1 ? .null : .number(String(version))),
            (random.word(6), .array([.string(random.text(4)), .object([])])),
        ]
        if Bool.random(using: &random) { members.shuffle(using: &random) }
        return JSONValue.object(members.map { JSONValue.Member($0.0, $0.1) }).json
    }

    private static func type(_ name: String) -> String {
        name.contains(".") ? name : "order." + name
    }

    private static func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        let index = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.remove(at: index)
        case 1:
            bytes.insert(Array("\",:{}[]\\0 \n".utf8).randomElement(using: &random) ?? 0, at: index)
        case 2: bytes[index] = UInt8.random(in: 0...127, using: &random)
        default: bytes.swapAt(index, Int.random(in: bytes.indices, using: &random))
        }
    }
}
