import EventLog
import Orders
import Testing

/// Events of every shape that a line can have, from a seeded generator.
enum EventSource {
    static func event(_ random: inout SeededGenerator) throws -> NewEvent {
        let (type, members) = content(&random)
        let version: UInt8 = Int.random(in: 0..<10, using: &random) == 0 ? 2 : 1
        let extra = #""x\#(random.word(3))": \#(value(2, &random)) "#
        let data = Array("{\((members + [extra]).joined(separator: ","))}".utf8)
        return try NewEvent(
            order: try #require(OrderID("o" + name(&random))),
            id: try #require(EventID("e" + name(&random))),
            typeName: type,
            typeVersion: version,
            data: data,
            range: data.indices,
            occurredAt: Bool.random(using: &random) ? time(&random) : nil,
            context: context(&random)
        )
    }

    /// A time to the second, the millisecond or the microsecond.
    static func time(_ random: inout SeededGenerator) -> Timestamp {
        let unit = [1_000_000, 1_000, 1].randomElement(using: &random) ?? 1
        let microseconds = Int64.random(in: -1 << 50...1 << 51, using: &random)
        return Timestamp(microseconds: microseconds / Int64(unit) * Int64(unit))
    }

    /// A type and the JSON of members that it needs or may have.
    private static func content(_ random: inout SeededGenerator) -> (String, [String]) {
        let text = string(&random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return ("accepted", [])
        case 1: return ("commented", [#""text":\#(text)"#, #""notify":false"#])
        case 2: return ("paymentCaptured", [#""amount":"1.50""#, #""reference":\#(text)"#])
        case 3: return ("cancelled", [#""reason":\#(text)"#])
        case 4: return ("gift.\(random.word(4))", [#""text":\#(text)"#])
        default:
            let customer = #""customer":{"id":"C-1","name":\#(text),"vip":\#(value(1, &random))}"#
            return (
                "placed",
                [
                    #""currency":"EUR""#, customer, #""total":"3.00""#,
                    #""details":{"a":\#(text)}"#,
                    #""lines":[{"sku":"S","quantity":2,"unitPrice":"1.500","n":\#(value(1, &random))}]"#,
                ]
            )
        }
    }

    private static func context(_ random: inout SeededGenerator) -> EventContext {
        func maybe(_ text: String) -> String? {
            text.isEmpty || Bool.random(using: &random) ? nil : text
        }
        let kind = Actor.Kind.allCases.randomElement(using: &random) ?? .system
        let actor = Bool.random(using: &random) ? Actor(kind: kind, id: name(&random)) : nil
        return EventContext(
            actor: actor,
            source: "/" + random.text(5),
            correlation: maybe(random.text(5)),
            causation: maybe(random.text(5))
        )
    }

    /// Text without control characters.
    private static func name(_ random: inout SeededGenerator) -> String {
        String(
            random.text(8).unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
                .map(Character.init)
        )
    }

    /// Text as a JSON string.
    private static func string(_ random: inout SeededGenerator) -> String {
        String(decoding: JSONValue.string(random.text(12)).json, as: UTF8.self)
    }

    /// Any JSON value, with white space and numbers as somebody else might write them.
    private static func value(_ depth: Int, _ random: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: return "null"
        case 1: return Bool.random(using: &random) ? "true" : "false"
        case 2:
            return ["0", "-1.50", "1e3", "1E-07", "123456789012345678901234567890"]
                .randomElement(using: &random) ?? "0"
        case 3: return #""\u00e4\/\ud83d\ude00""#
        case 4: return string(&random)
        case 5: return "[ \(value(depth - 1, &random)),\(value(depth - 1, &random))\t]"
        default: return #"{"k" : \#(value(depth - 1, &random))}"#
        }
    }
}
