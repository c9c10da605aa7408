import Orders

/// Some objects, or some events, of an object-centric event log as JSON, made apart from others.
public struct OCELElements: Sendable {
    /// The elements with commas between them.
    public private(set) var bytes: [UInt8] = []
    /// How many they are.
    public private(set) var count = 0

    /// No elements.
    public init() {}

    /// Adds an object behind the others.
    public mutating func append(_ object: OCELObject) {
        append { writer in
            writer.text("id", object.id)
            writer.text("type", object.type.rawValue)
            writer.key("attributes")
            writer.beginArray()
            for (name, value) in object.attributes {
                writer.beginObject()
                writer.text("name", name)
                writer.text("time", Self.always)
                writer.text("value", value)
                writer.endObject()
            }
            writer.endArray()
            Self.write(object.relations, to: &writer)
        }
    }

    /// Adds an event behind the others.
    public mutating func append(_ event: OCELEvent) {
        append { writer in
            writer.text("id", event.position.description)
            writer.text("type", event.type)
            writer.text("time", event.occurredAt.description)
            writer.key("attributes")
            writer.beginArray()
            for (name, value) in Self.values(of: event) {
                writer.beginObject()
                writer.text("name", name)
                writer.text("value", value)
                writer.endObject()
            }
            writer.endArray()
            Self.write(event.relations, to: &writer)
        }
    }

    /// Adds other elements behind these.
    public mutating func append(_ other: OCELElements) {
        guard other.count > 0 else { return }
        if count > 0 { bytes += Self.separator }
        bytes += other.bytes
        count += other.count
    }

    private mutating func append(_ members: (inout JSONWriter) -> Void) {
        // Taken out, so that nobody else holds the bytes while they grow.
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        if count > 0 { taken += Self.separator }
        var writer = JSONWriter(appendingTo: taken)
        taken = []
        writer.beginObject()
        members(&writer)
        writer.endObject()
        bytes = writer.finish()
        count += 1
    }
}

extension OCELElements {
    private static let separator = Array(",\n".utf8)
    /// The time of attributes that never change, by the standard's custom.
    private static let always = "1970-01-01T00:00:00Z"

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

    private static func write(_ relations: [OCELRelation], to writer: inout JSONWriter) {
        writer.key("relationships")
        writer.beginArray()
        for relation in relations {
            writer.beginObject()
            writer.text("objectId", relation.object)
            writer.text("qualifier", relation.qualifier)
            writer.endObject()
        }
        writer.endArray()
    }
}
