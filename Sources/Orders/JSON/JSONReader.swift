/// A pull parser for JSON as RFC 8259 has it, over a range of bytes.
///
/// The caller asks for what it expects; what it does not want it skips. Objects and lists are read
/// in loops:
///
///     try reader.beginObject()
///     while let key = try reader.nextKey() { try reader.skipValue() }
///
/// Strict: no comments, no trailing commas, valid UTF-8, no lone surrogates, no control characters
/// in strings, at most `maximumDepth` levels, or as many as the caller says. Names that stand twice
/// in an object are for the caller, except in `readValue`, which refuses them.
public struct JSONReader: Sendable {
    /// The bytes that are read.
    public let bytes: [UInt8]
    /// The place of the next byte.
    public internal(set) var offset: Int
    /// The end of the range that is read.
    public let end: Int
    /// Objects and lists that are open.
    var depth = 0
    /// Whether the object or list that was opened last has had no member yet.
    var isAtFirst = false

    /// Whether a line break was taken between tokens since this was set to false.
    var hasLineBreaks = false

    /// The levels that may be open at once.
    let depthLimit: Int

    /// The levels of objects and lists that a text may have.
    public static let maximumDepth = 128
    /// The levels that an event's data may have, so that a line that holds it can be read, too.
    public static let maximumDataDepth = maximumDepth - 1

    /// A reader of all bytes.
    public init(_ bytes: [UInt8]) { self.init(bytes, in: 0..<bytes.count) }

    /// A reader of a range of bytes; offsets of errors count from the beginning of the array.
    ///
    /// - Precondition: the range lies within the bytes.
    public init(
        _ bytes: [UInt8],
        in range: Range<Int>,
        depthLimit: Int = JSONReader.maximumDepth
    ) {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= bytes.count,
            "A JSON reader's range lies within its bytes."
        )
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
        self.depthLimit = depthLimit
    }

    /// The kinds of JSON values.
    public enum Kind: Sendable, Hashable {
        /// The six kinds of JSON.
        case object, array, string, number, bool, null

        @inline(__always)
        init?(firstByte byte: UInt8) {
            switch byte {
            case UInt8(ascii: "{"): self = .object
            case UInt8(ascii: "["): self = .array
            case UInt8(ascii: "\""): self = .string
            case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .bool
            case UInt8(ascii: "n"): self = .null
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): self = .number
            default: return nil
            }
        }
    }

    /// The kind of the next value, by its first byte.
    ///
    /// - Throws: where no value begins.
    @inline(__always)
    public mutating func peek() throws(JSONError) -> Kind {
        guard let byte = nextByte(), let kind = Kind(firstByte: byte) else {
            throw error("a value is missing")
        }
        return kind
    }

    /// Whether the next value is null, as far as its first byte tells.
    public var isNull: Bool {
        var index = offset
        while index < end, Self.isSpace(bytes[index]) { index += 1 }
        return index < end && bytes[index] == UInt8(ascii: "n")
    }

    /// The kind of the next value by its first byte, or nothing where no value begins.
    var kind: Kind? {
        var index = offset
        while index < end, Self.isSpace(bytes[index]) { index += 1 }
        return index < end ? Kind(firstByte: bytes[index]) : nil
    }

    /// Makes sure that nothing but white space is left.
    public mutating func expectEnd() throws(JSONError) {
        guard nextByte() == nil else { throw error("something stands behind the value") }
    }

    /// Reads null.
    public mutating func readNull() throws(JSONError) { try expect("null") }

    /// Reads true or false.
    public mutating func readBool() throws(JSONError) -> Bool {
        guard nextByte() == UInt8(ascii: "t") else {
            try expect("false")
            return false
        }
        try expect("true")
        return true
    }

    /// Skips white space and returns the byte behind it without taking it.
    @inline(__always)
    mutating func nextByte() -> UInt8? {
        while offset < end {
            let byte = bytes[offset]
            if byte > UInt8(ascii: " ") { return byte }
            guard Self.isSpace(byte) else { return byte }
            if byte == 0x0A || byte == 0x0D { hasLineBreaks = true }
            offset += 1
        }
        return nil
    }

    @inline(__always)
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// Takes a literal.
    mutating func expect(_ literal: StaticString) throws(JSONError) {
        _ = nextByte()
        let start = offset
        for scalar in literal.description.utf8 {
            guard offset < end, bytes[offset] == scalar else {
                offset = start
                throw error("expected \(literal)")
            }
            offset += 1
        }
    }

    /// An error at the present place.
    func error(_ message: String) -> JSONError { JSONError(offset: offset, message: message) }
}
