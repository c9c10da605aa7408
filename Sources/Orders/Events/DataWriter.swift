/// Writes the members of an event's data that are there, and leaves out those that are not.
struct DataWriter {
    var json: JSONWriter

    /// Begins an object behind given bytes.
    init(appendingTo bytes: consuming [UInt8]) {
        json = JSONWriter(appendingTo: bytes)
        json.beginObject()
    }

    /// Ends the object and returns all bytes.
    consuming func finish() -> [UInt8] {
        json.endObject()
        return json.finish()
    }

    mutating func text(_ member: DataMember, _ value: String?) {
        guard let value else { return }
        json.key(quoted: member.quoted)
        json.string(value)
    }

    mutating func flag(_ member: DataMember, _ value: Bool?) {
        guard let value else { return }
        json.key(quoted: member.quoted)
        json.bool(value)
    }

    mutating func integer(_ member: DataMember, _ value: Int64?) {
        guard let value else { return }
        json.key(quoted: member.quoted)
        json.integer(value)
    }

    mutating func word(_ member: DataMember, _ value: (some ContractWord)?) {
        text(member, value?.word)
    }

    mutating func amount(_ member: DataMember, _ value: DecimalAmount?) {
        guard let value else { return }
        json.key(quoted: member.quoted)
        json.quoted { value.append(to: &$0) }
    }

    mutating func date(_ member: DataMember, _ value: CalendarDate?) {
        guard let value else { return }
        json.key(quoted: member.quoted)
        json.quoted { value.append(to: &$0) }
    }

    mutating func currency(_ value: Currency?) { text(.currency, value?.code) }

    mutating func value(_ member: DataMember, _ value: JSONValue?) {
        guard let value else { return }
        json.key(quoted: member.quoted)
        json.value(value)
    }

    mutating func object(_ member: DataMember, _ body: (inout DataWriter) -> Void) {
        json.key(quoted: member.quoted)
        json.beginObject()
        body(&self)
        json.endObject()
    }

    mutating func list<Element>(
        _ member: DataMember,
        _ elements: [Element]?,
        _ body: (inout DataWriter, Element) -> Void
    ) {
        guard let elements else { return }
        json.key(quoted: member.quoted)
        json.beginArray()
        for element in elements { body(&self, element) }
        json.endArray()
    }

    /// Lines by SKU, with their quantities where they have them.
    mutating func lines(_ lines: [LineQuantity]?) {
        list(.lines, lines) { writer, line in
            writer.json.beginObject()
            writer.text(.sku, line.sku)
            writer.integer(.quantity, line.quantity)
            writer.json.endObject()
        }
    }
}
