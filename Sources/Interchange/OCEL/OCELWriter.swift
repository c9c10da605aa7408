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

    /// What stands before some objects; all of them come before the first event.
    public mutating func beforeObjects() -> [UInt8] { separator(in: .objects) }

    /// What stands before some events.
    public mutating func beforeEvents() -> [UInt8] { separator(in: .events) }

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

    private static func write(
        _ types: [(name: String, attributes: [(String, String)])],
        to writer: inout JSONWriter,
    ) {
        writer.beginArray()
        for type in types {
            writer.beginObject()
            writer.text("name", type.name)
            writer.key("attributes")
            writer.beginArray()
            for (name, kind) in type.attributes {
                writer.beginObject()
                writer.text("name", name)
                writer.text("type", kind)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
    }
}

extension JSONWriter {
    /// Writes a member that is a text.
    mutating func text(_ name: String, _ text: String) {
        key(name)
        string(text)
    }
}
