import EventLog
import Foundation
import Orders

/// Attributes of an envelope, each with the complaint that tells what would be right.
extension JSONReader {
    /// Reads the next attribute's name; nothing behind the last one.
    ///
    /// - Parameter expected: the attribute that is looked for first, which is cheaper.
    mutating func nextAttribute(
        expecting expected: EnvelopeMember?
    ) throws(JSONError) -> AttributeName? {
        if let expected, skipName(expected.name.utf8.span) { return .known(expected) }
        guard let name = try nextName() else { return nil }
        return member(name).map { .known($0) } ?? .foreign(string(name))
    }

    /// The attribute that a name stands for; nothing for attributes of others.
    private func member(_ name: StringToken) -> EnvelopeMember? {
        guard name.hasEscapes else { return .named(bytes.span.extracting(name.range)) }
        return .named(string(name).utf8.span)
    }

    func complaint(_ message: String) -> JSONError { JSONError(offset: offset, message: message) }

    mutating func text(_ member: EnvelopeMember) throws(JSONError) -> String {
        guard try peek() == .string else { throw complaint("\(member.name) must be a string") }
        return try readString()
    }

    /// Text that counts as absent where it is empty.
    mutating func optionalText(_ member: EnvelopeMember) throws(JSONError) -> String? {
        let text = try text(member)
        return text.isEmpty ? nil : text
    }

    mutating func place(_ member: EnvelopeMember) throws(JSONError) -> Envelope.Text {
        let start = try valueStart()
        return Envelope.Text(value: try text(member), offset: start)
    }

    mutating func type() throws(JSONError) -> (EnvelopeType, offset: Int) {
        guard try peek() == .string else { throw complaint("type must be a string") }
        let start = offset
        let token = try readStringToken()
        if !token.hasEscapes, let known = EnvelopeType(known: bytes.span.extracting(token.range)) {
            return (known, start)
        }
        return (EnvelopeType(string(token)), start)
    }

    /// Reads the version of CloudEvents and makes sure that it is 1.0.
    mutating func version() throws(JSONError) -> Bool {
        if skipString("1.0".utf8.span) { return true }
        let start = try valueStart()
        let version = try text(.specversion)
        guard version == "1.0" else {
            throw JSONError(
                offset: start,
                message: "specversion is \"\(version)\"; this reads version \"1.0\""
            )
        }
        return true
    }

    mutating func eventID() throws(JSONError) -> EventID {
        let start = try valueStart()
        guard let id = EventID(try text(.id)) else {
            throw JSONError(
                offset: start,
                message: "id must have 1 to \(EventID.maximumBytes) bytes and no control characters"
            )
        }
        return id
    }

    /// Reads a time straight from its bytes; only escaped ones need a string in between.
    mutating func time(_ member: EnvelopeMember) throws(JSONError) -> Timestamp {
        guard try peek() == .string else { throw complaint("\(member.name) must be a string") }
        let range = try skipValue()
        let text = range.lowerBound + 1..<range.upperBound - 1
        do throws(DataError) {
            return try Timestamp(utf8: bytes.span.extracting(text))
        } catch {
            guard bytes[text].contains(UInt8(ascii: "\\")) else {
                throw JSONError(
                    offset: text.lowerBound + min(error.offset, text.count),
                    message: "\(member.name): \(error.message)"
                )
            }
        }
        var reader = JSONReader(bytes, in: range)
        do throws(DataError) {
            return try Timestamp(text: try reader.decodedString())
        } catch {
            throw JSONError(
                offset: range.lowerBound,
                message: "\(member.name): \(error.message)"
            )
        }
    }

    mutating func actor() throws(JSONError) -> Actor? {
        let start = try valueStart()
        let text = try text(.actor)
        guard !text.isEmpty else { return nil }
        do throws(DataError) {
            return try Actor(text: text)
        } catch {
            throw JSONError(offset: start, message: "actor: \(error.message)")
        }
    }

    mutating func policy() throws(JSONError) -> AppendPolicy {
        let start = try valueStart()
        guard let policy = AppendPolicy(rawValue: try text(.policy)) else {
            throw JSONError(offset: start, message: "policy must be observe or enforce")
        }
        return policy
    }

    mutating func base64(_ member: EnvelopeMember) throws(JSONError) -> [UInt8] {
        let start = try valueStart()
        guard let data = Data(base64Encoded: try text(member)) else {
            throw JSONError(offset: start, message: "\(member.name) must be base64")
        }
        return Array(data)
    }

    mutating func flag(_ member: EnvelopeMember) throws(JSONError) -> Bool {
        guard try peek() == .bool else { throw complaint("\(member.name) must be true or false") }
        return try readBool()
    }

    /// Reads a whole number, written as a number or as a string of digits.
    mutating func number(
        _ member: EnvelopeMember,
        in range: ClosedRange<Int64>,
    ) throws(JSONError) -> Int64 {
        let start = try valueStart()
        let digits =
            switch try peek() {
            case .string: try readString()
            case .number: try readNumberText()
            default: ""
            }
        let isPlain = digits.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
        guard isPlain, let value = Int64(digits), range.contains(value) else {
            throw JSONError(
                offset: start,
                message: "\(member.name) must be a whole number from \(range.lowerBound)"
                    + " to \(range.upperBound)"
            )
        }
        return value
    }

    /// Makes sure that the data is said to be JSON.
    mutating func contentType() throws(JSONError) {
        if skipString("application/json".utf8.span) { return }
        let start = try valueStart()
        let text = try text(.datacontenttype)
        let type = text.prefix { $0 != ";" }.lowercased()
            .split(separator: " ", omittingEmptySubsequences: true).joined()
        guard type == "application/json" || type == "text/json" || type.hasSuffix("+json") else {
            throw JSONError(
                offset: start,
                message: "datacontenttype is \"\(text)\"; an event's data is JSON"
            )
        }
    }

    /// Reads the data as far as its members' names, so that it need not be looked over again.
    mutating func data() throws(JSONError) -> DataFields {
        guard try peek() == .object else { throw complaint("data must be an object") }
        return try DataFields(dataAt: &self)
    }

    private mutating func decodedString() throws(DataError) -> String {
        do throws(JSONError) { return try readString() } catch {
            throw DataError(.malformed, offset: error.offset, message: error.message)
        }
    }

    private mutating func valueStart() throws(JSONError) -> Int {
        _ = try peek()
        return offset
    }
}
