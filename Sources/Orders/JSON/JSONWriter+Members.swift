/// Members of objects, written in one go; what is absent is null.
extension JSONWriter {
    package mutating func member(_ name: String, _ text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }

    package mutating func member(_ name: String, _ value: Bool?) {
        key(name)
        if let value { bool(value) } else { null() }
    }

    package mutating func member(_ name: String, _ number: Int64) {
        key(name)
        integer(number)
    }

    package mutating func member(_ name: String, _ time: Timestamp?) {
        member(name, time?.description)
    }

    package mutating func member(_ name: String, _ texts: [String]) {
        list(name, texts) { writer, text in writer.string(text) }
    }

    package mutating func member(_ name: String, _ value: JSONValue?) {
        key(name)
        self.value(value ?? .null)
    }

    /// Writes a list, element by element.
    package mutating func list<Element>(
        _ name: String,
        _ elements: [Element],
        _ write: (inout JSONWriter, Element) -> Void
    ) {
        key(name)
        beginArray()
        for element in elements { write(&self, element) }
        endArray()
    }

    /// Writes a list of objects.
    package mutating func objects<Element>(
        _ name: String,
        _ elements: [Element],
        _ writeMembers: (inout JSONWriter, Element) -> Void
    ) {
        list(name, elements) { writer, element in
            writer.beginObject()
            writeMembers(&writer, element)
            writer.endObject()
        }
    }
}
