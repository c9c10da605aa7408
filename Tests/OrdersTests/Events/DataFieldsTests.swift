import Testing

@testable import Orders

/// Data that is read within the text around it is read as it is alone.
@Suite("Data within a line")
struct DataFieldsTests {
    @Test(arguments: EventType.ofOrders)
    func `the members are found on the way to the end`(type: EventType) throws {
        var dice = SeededDice.rolled(53, for: "data of \(type) within a line")
        var publicLines = 0
        for round in 0..<200 {
            let place: Testing.Comment = "seed \(dice.seed), round \(round)"
            let value = dice.payloadObject()
            let text =
                dice.happens(oneIn: 2)
                ? dice.spread(value) : String(decoding: value.json, as: UTF8.self)
            let data = Array(text.utf8)
            let line = Array("{\n\"data\":".utf8) + data + Array(",\n\"id\":7}".utf8)
            var reader = JSONReader(line)
            try reader.beginObject()
            #expect(try reader.nextKey() == "data", place)
            let fields = try DataFields(dataAt: &reader)
            #expect(try JSONValue(json: Array(line[fields.range])) == value, place)
            #expect(try reader.nextKey() == "id" && reader.readInteger() == 7, place)

            let payload = try Payload(splitting: data, type: type)
            if fields.isPublicLine(in: type) {
                publicLines += 1
                #expect(payload.personalPart.isEmpty, place)
                #expect(payload.publicPart == Array(line[fields.range]), place)
            }
            #expect(Self.event(type, fields) == Self.event(type, data), place)
        }
        #expect(publicLines > 5 && publicLines < 195, "both kinds of data were met")
    }

    @Test func `what is no JSON is told at its place in the line`() throws {
        let line = Array(#"{"data":{"amount":"1","lines":[1,]},"id":7}"#.utf8)
        var reader = JSONReader(line)
        try reader.beginObject()
        _ = try reader.nextKey()
        let error = #expect(throws: JSONError.self) { try DataFields(dataAt: &reader) }
        #expect(error?.offset == 33)
    }

    private enum Outcome: Equatable {
        case event(OrderEvent)
        case error(DataError)
    }

    private static func event(_ type: EventType, _ fields: DataFields) -> Outcome {
        do throws(DataError) {
            return .event(
                try OrderEvent(
                    type: type,
                    typeVersion: 1,
                    fields: fields,
                    completeness: .whole,
                    name: type.name
                )
            )
        } catch {
            return .error(error)
        }
    }

    /// The slow twin: the data alone, whose offsets count from its first byte that is not blank.
    private static func event(_ type: EventType, _ data: [UInt8]) -> Outcome {
        let start = data.prefix { $0 != UInt8(ascii: "{") }.count
        do throws(DataError) {
            return .event(
                try OrderEvent(type: type, typeVersion: 1, data: data, range: start..<data.count)
            )
        } catch {
            return .error(error)
        }
    }
}
