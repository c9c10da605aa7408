extension JSONReader {
    /// Takes the `{` of an object.
    public mutating func beginObject() throws(JSONError) {
        try open(UInt8(ascii: "{"), "expected an object")
    }

    /// Takes the `[` of a list.
    public mutating func beginArray() throws(JSONError) {
        try open(UInt8(ascii: "["), "expected a list")
    }

    /// Reads the next member's name and the colon behind it; nothing at the end of the object.
    ///
    /// The caller reads or skips the value before it asks for the next name.
    public mutating func nextKey() throws(JSONError) -> String? {
        guard let name = try nextName() else { return nil }
        return string(name)
    }

    /// Whether the list has another element; at its end its `]` is taken.
    public mutating func nextElement() throws(JSONError) -> Bool {
        try advance(to: UInt8(ascii: "]"))
    }

    /// Reads the next member's name without decoding it, and the colon behind it.
    @inline(__always)
    package mutating func nextName() throws(JSONError) -> StringToken? {
        guard try advance(to: UInt8(ascii: "}")) else { return nil }
        guard nextByte() == UInt8(ascii: "\"") else { throw error("a member's name is missing") }
        let name = try scanString()
        guard nextByte() == UInt8(ascii: ":") else { throw error("expected a colon") }
        offset += 1
        return name
    }

    private mutating func open(_ bracket: UInt8, _ message: String) throws(JSONError) {
        guard nextByte() == bracket else { throw error(message) }
        guard depth < depthLimit else {
            throw error("more than \(depthLimit) levels")
        }
        offset += 1
        depth += 1
        isAtFirst = true
    }

    /// Goes on to the next member or element; at the end takes the bracket.
    @inline(__always)
    private mutating func advance(to bracket: UInt8) throws(JSONError) -> Bool {
        let wasAtFirst = isAtFirst
        isAtFirst = false
        guard let byte = nextByte() else { throw error("an object or list does not end") }
        if byte == bracket {
            offset += 1
            depth -= 1
            return false
        }
        if wasAtFirst { return true }
        guard byte == UInt8(ascii: ",") else { throw error("expected a comma") }
        offset += 1
        guard nextByte() != bracket else { throw error("a comma stands before the end") }
        return true
    }

    /// Skips the next value, whatever it is, and returns the range of its bytes.
    ///
    /// The value is checked as thoroughly as when it is read.
    /// - Complexity: O(bytes), no allocation.
    @discardableResult
    public mutating func skipValue() throws(JSONError) -> Range<Int> {
        let kind = try peek()
        let start = offset
        switch kind {
        case .object: try skipObject()
        case .array: try skipArray()
        case .string: _ = try scanString()
        case .number: try scanNumber()
        case .bool: _ = try readBool()
        case .null: try readNull()
        }
        return start..<offset
    }

    private mutating func skipObject() throws(JSONError) {
        try beginObject()
        while try nextName() != nil { try skipValue() }
    }

    private mutating func skipArray() throws(JSONError) {
        try beginArray()
        while try nextElement() { try skipValue() }
    }
}
