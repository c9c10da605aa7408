import Orders

/// Writes an OCEL 2.0 log in its JSON form, piece by piece: types, then objects, then events.
///
/// Values are texts whatever their type, as the standard has it, so amounts keep their decimals. A
/// member `evidence`, which readers of the standard pass over, says what the log was made from.
public struct OCELWriter: Sendable {
    private var part = Part.types

    private enum Part { case types, objects, events }

    /// A writer that has written nothing.
    public init() {}

    /// The bytes before the first object.
    ///
    /// - Parameters:
    ///   - objects: the types of objects that may follow.
    ///   - events: the types of events that follow.
    public mutating func begin(objects: [OCELObject.Kind], events: [String]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("objectTypes")
        Self.write(objects.map { ($0.rawValue, Self.attributes(of: $0)) }, to: &writer)
        writer.key("eventTypes")
        Self.write(events.map { ($0, Self.eventAttributes) }, to: &writer)
        return writer.finish() + Array(",\"objects\":[".utf8)
    }

    /// The bytes of an object; all of them come before the first event.
    public mutating func bytes(of object: OCELObject) -> [UInt8] {
        var writer = JSONWriter(appendingTo: separator(in: .objects))
        writer.beginObject()
        Self.member("id", object.id, in: &writer)
        Self.member("type", object.type.rawValue, in: &writer)
        writer.key("attributes")
        writer.beginArray()
        for (name, value) in object.attributes {
            writer.beginObject()
            Self.member("name", name, in: &writer)
            Self.member("time", Self.always, in: &writer)
            Self.member("value", value, in: &writer)
            writer.endObject()
        }
        writer.endArray()
        Self.write(object.relations, to: &writer)
        writer.endObject()
        return writer.finish()
    }

    /// The bytes of an event.
    public mutating func bytes(of event: OCELEvent) -> [UInt8] {
        var writer = JSONWriter(appendingTo: separator(in: .events))
        writer.beginObject()
        Self.member("id", event.position.description, in: &writer)
        Self.member("type", event.type, in: &writer)
        Self.member("time", event.occurredAt.description, in: &writer)
        writer.key("attributes")
        writer.beginArray()
        for (name, value) in Self.values(of: event) {
            writer.beginObject()
            Self.member("name", name, in: &writer)
            Self.member("value", value, in: &writer)
            writer.endObject()
        }
        writer.endArray()
        Self.write(event.relations, to: &writer)
        writer.endObject()
        return writer.finish()
    }

    /// The bytes behind the last event.
    ///
    /// - Parameter evidence: what the log was made from, as an object.
    public mutating func end(evidence: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        if part != .events { bytes += Array("],\"events\":[".utf8) }
        return bytes + Array("\n],\"evidence\":".utf8) + evidence + Array("}\n".utf8)
    }

    /// What stands before the next element: a comma, or the beginning of the events.
    private mutating func separator(in next: Part) -> [UInt8] {
        defer { part = next }
        if part == next { return Array(",\n".utf8) }
        return Array((next == .events ? "\n],\"events\":[\n" : "\n").utf8)
    }
}

extension OCELWriter {
    /// The time of attributes that never change, by the standard's custom.
    private static let always = "1970-01-01T00:00:00Z"

    private static func attributes(of type: OCELObject.Kind) -> [(String, String)] {
        type == .order
            ? [
                ("workflow", "string"), ("currency", "string"), ("total", "float"),
                ("status", "string"),
            ] : []
    }

    private static let eventAttributes = [
        ("position", "integer"), ("revision", "integer"), ("eventId", "string"),
        ("recordedAt", "time"), ("actor", "string"), ("amount", "float"), ("currency", "string"),
    ]

    private static func values(of event: OCELEvent) -> [(String, String)] {
        var values = [
            ("position", event.position.description), ("revision", "\(event.revision.rawValue)"),
            ("eventId", event.id), ("recordedAt", event.recordedAt.description),
        ]
        if !event.actor.isEmpty { values.append(("actor", event.actor)) }
        if let amount = event.amount {
            values.append(("amount", amount.amountText))
            values.append(("currency", amount.currency.code))
        }
        return values
    }

    private static func write(
        _ types: [(name: String, attributes: [(String, String)])],
        to writer: inout JSONWriter,
    ) {
        writer.beginArray()
        for type in types {
            writer.beginObject()
            member("name", type.name, in: &writer)
            writer.key("attributes")
            writer.beginArray()
            for (name, kind) in type.attributes {
                writer.beginObject()
                member("name", name, in: &writer)
                member("type", kind, in: &writer)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
    }

    private static func write(_ relations: [OCELRelation], to writer: inout JSONWriter) {
        writer.key("relationships")
        writer.beginArray()
        for relation in relations {
            writer.beginObject()
            member("objectId", relation.object, in: &writer)
            member("qualifier", relation.qualifier, in: &writer)
            writer.endObject()
        }
        writer.endArray()
    }

    private static func member(_ name: String, _ text: String, in writer: inout JSONWriter) {
        writer.key(name)
        writer.string(text)
    }
}
