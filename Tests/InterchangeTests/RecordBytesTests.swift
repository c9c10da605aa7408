import Orders
import Testing

@testable import EventLog

/// Data is read on the way through its line, and its text stored as it stands where it can be. Two
/// slower ways must come to the same bytes.
@Suite("The bytes of a record")
struct RecordBytesTests {
    @Test(arguments: 0..<10 as Range<UInt64>)
    func `are those of the data alone, however it is spaced`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let event = try EventSource.event(&random)
            let data = Self.spaced(event.payload.merged(), &random)
            let text = String(decoding: data, as: UTF8.self)
            let within = try Self.remade(event, Self.fields(in: data))
            let alone = try Self.remade(event, .text(data, data.indices))
            let record = try RecordMaker().record(within)
            #expect(try record.bytes == RecordMaker().record(alone).bytes, "seed \(seed): \(text)")
        }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `are those of the tree of its values, taken apart member by member`(
        _ seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        var personal = 0
        for _ in 0..<100 {
            let event = try EventSource.event(&random)
            let tree = try JSONValue(json: event.payload.merged())
            let within = try Self.remade(event, Self.fields(in: tree.json))
            let parts = Self.parts(of: tree, isComment: Self.type(of: event) == "commented")
            if !parts.personalPart.isEmpty { personal += 1 }
            let body = RecordBody(
                order: event.order,
                id: event.id,
                typeName: event.typeName,
                context: event.context,
                parts: parts,
                isSealed: false
            )
            let record = try RecordMaker().record(within)
            let text = String(decoding: tree.json, as: UTF8.self)
            #expect(
                try record.bytes == RecordMaker().record(within, body).bytes,
                "seed \(seed): \(text)"
            )
        }
        #expect(personal > 5 && personal < 95, "seed \(seed): both kinds of data were met")
    }

    private static func type(of event: NewEvent) -> String { event.typeName ?? event.type.name }

    /// The same event from data that is at hand in another way.
    private static func remade(_ event: NewEvent, _ data: GivenData) throws -> NewEvent {
        try NewEvent(
            order: event.order,
            id: event.id,
            typeName: type(of: event),
            typeVersion: event.typeVersion,
            data: data,
            occurredAt: event.occurredAt,
            context: event.context
        )
    }

    /// The members of data that stands within a line.
    private static func fields(in data: [UInt8]) throws -> GivenData {
        var reader = JSONReader(Array("{\"data\":".utf8) + data + Array(",\n\"id\":7}".utf8))
        try reader.beginObject()
        _ = try reader.nextKey()
        return .fields(try DataFields(dataAt: &reader))
    }

    /// JSON with white space between some of its tokens.
    private static func spaced(_ json: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        let isSpread = Bool.random(using: &random)
        var spaced: [UInt8] = []
        var (isInString, isEscaped) = (false, false)
        for byte in json {
            spaced.append(byte)
            if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            guard isSpread, !isInString, "{}[],:\"".utf8.contains(byte) else { continue }
            let space = ["", "", " ", "\t", "\n", "\r\n"].randomElement(using: &random) ?? ""
            spaced.append(contentsOf: space.utf8)
        }
        return spaced
    }

    /// The tree of an event's data, its personal members apart: those of the customer first.
    private static func parts(of tree: JSONValue, isComment: Bool) -> DataParts {
        guard case .object(let members) = tree else { return DataParts(tree, nil) }
        let names = ["invoiceName", "billingAddress", "shippingAddress", "details"]
        let isPersonal = { (name: String) in names.contains(name) || isComment && name == "text" }
        let isOfPerson = { (name: String) in ["name", "email", "phone"].contains(name) }
        var personal = members.filter { isPersonal($0.name) }
        var remaining = members.filter { !isPersonal($0.name) }
        if let place = remaining.firstIndex(where: { $0.name == "customer" }),
            case .object(let customer) = remaining[place].value
        {
            let own = customer.filter { isOfPerson($0.name) }
            if !own.isEmpty { personal.insert(JSONValue.Member("customer", .object(own)), at: 0) }
            remaining[place].value = .object(customer.filter { !isOfPerson($0.name) })
        }
        return DataParts(.object(remaining), personal.isEmpty ? nil : .object(personal))
    }
}

extension DataParts {
    fileprivate init(_ publicTree: JSONValue, _ personalTree: JSONValue?) {
        self.init(publicPart: publicTree.json[...], personalPart: personalTree?.json ?? [])
    }
}
