/// A JSON value that keeps numbers and the order of members as they were written.
///
/// Two values are equal when JSON means the same by them: objects whatever the order of their
/// members, numbers by value, strings by their Unicode scalars. See `JSONValue+Equality`.
public enum JSONValue: Sendable {
    /// The word `null`.
    case null
    /// The words `true` and `false`.
    case bool(Bool)
    /// The number's own digits.
    case number(String)
    /// A string, its escapes resolved.
    case string(String)
    /// Values in their order.
    case array([JSONValue])
    /// Members in their order.
    case object([Member])

    /// A name of an object with its value.
    public struct Member: Sendable, Equatable {
        /// The member's name, its escapes resolved.
        public var name: String
        /// The member's value.
        public var value: JSONValue

        /// A member of a name and a value.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }

        public static func == (left: Member, right: Member) -> Bool {
            left.name.utf8.elementsEqual(right.name.utf8) && left.value == right.value
        }
    }

    /// The value of an object's member, or nothing where there is none.
    ///
    /// - Complexity: O(members).
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// Reads one JSON text with nothing but white space around it.
    ///
    /// - Throws: for text that is no JSON, and for objects in which a name stands twice.
    public init(json: [UInt8]) throws(JSONError) { try self.init(json: json, in: 0..<json.count) }

    /// Reads one JSON text from a range of bytes.
    ///
    /// - Throws: for text that is no JSON, and for objects in which a name stands twice.
    public init(json: [UInt8], in range: Range<Int>) throws(JSONError) {
        var reader = JSONReader(json, in: range)
        self = try reader.readValue()
        try reader.expectEnd()
    }

    /// The value as compact JSON.
    public var json: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }
}

extension JSONReader {
    /// Reads the next value with all that it holds.
    ///
    /// - Throws: also for objects in which a name stands twice.
    public mutating func readValue() throws(JSONError) -> JSONValue {
        switch try peek() {
        case .object: return .object(try readMembers())
        case .array: return .array(try readElements())
        case .string: return .string(try readString())
        case .number: return .number(try readNumberText())
        case .bool: return .bool(try readBool())
        case .null:
            try readNull()
            return .null
        }
    }

    private mutating func readMembers() throws(JSONError) -> [JSONValue.Member] {
        let start = offset
        var members: [JSONValue.Member] = []
        try beginObject()
        while let name = try nextKey() {
            members.append(JSONValue.Member(name, try readValue()))
        }
        guard !JSONValue.hasDuplicates(members) else {
            throw JSONError(offset: start, message: "a name stands twice in an object")
        }
        return members
    }

    private mutating func readElements() throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try beginArray()
        while try nextElement() { elements.append(try readValue()) }
        return elements
    }
}
