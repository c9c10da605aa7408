/// Writes compact JSON to the end of an array of bytes; commas come by themselves.
///
/// What is written is JSON as long as the caller closes what it opens and gives each member of an
/// object its name.
public struct JSONWriter: Sendable {
    /// All that was written, behind what stood there before.
    public private(set) var bytes: [UInt8]
    private var needsComma = false

    /// A writer that goes on behind given bytes.
    public init(appendingTo bytes: consuming [UInt8] = []) { self.bytes = bytes }

    /// Takes the bytes away and leaves the writer empty.
    public consuming func finish() -> [UInt8] { bytes }

    /// Writes the `{` of an object.
    public mutating func beginObject() { open(UInt8(ascii: "{")) }

    /// Writes the `}` of an object.
    public mutating func endObject() { close(UInt8(ascii: "}")) }

    /// Writes the `[` of a list.
    public mutating func beginArray() { open(UInt8(ascii: "[")) }

    /// Writes the `]` of a list.
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes a member's name; its value comes next.
    public mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string and escapes what must be.
    public mutating func string(_ text: String) {
        beginValue()
        bytes.append(UInt8(ascii: "\""))
        if Self.isPlain(text.utf8.span) {
            bytes.append(contentsOf: text.utf8)
        } else {
            for byte in text.utf8 { append(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a member's name that is quoted already and has its colon.
    package mutating func key(quoted name: [UInt8]) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: name)
        needsComma = false
    }

    /// Writes a whole number.
    public mutating func integer(_ value: Int64) {
        beginValue()
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        Digits.append(value.magnitude, to: &bytes)
    }

    /// Writes true or false.
    public mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

    /// Writes null.
    public mutating func null() { raw("null") }

    /// Writes text that is JSON already, for instance a number's digits.
    public mutating func raw(_ json: String) {
        beginValue()
        bytes.append(contentsOf: json.utf8)
    }

    /// Writes bytes that are JSON already.
    public mutating func raw(_ json: some Collection<UInt8>) {
        beginValue()
        bytes.append(contentsOf: json)
    }

    /// Writes a value that is JSON already; of an array this is faster than of any collection.
    package mutating func written(_ json: [UInt8]) {
        beginValue()
        bytes.append(contentsOf: json)
    }

    /// Writes text of ASCII without quotes and backslashes as a string, straight into the bytes.
    package mutating func quoted(_ append: (inout [UInt8]) -> Void) {
        beginValue()
        bytes.append(UInt8(ascii: "\""))
        append(&bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a value with all that it holds.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let digits): raw(digits)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                key(member.name)
                self.value(member.value)
            }
            endObject()
        }
    }

    private mutating func open(_ bracket: UInt8) {
        beginValue()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func beginValue() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// Whether text can stand between quotes as it is.
    private static func isPlain(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where mustBeEscaped(text[index]) { return false }
        return true
    }

    @inline(__always)
    private static func mustBeEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func append(_ byte: UInt8) {
        if Self.mustBeEscaped(byte) { escape(byte) } else { bytes.append(byte) }
    }

    private mutating func escape(_ byte: UInt8) {
        let backslash = UInt8(ascii: "\\")
        switch byte {
        case 0x08: bytes.append(contentsOf: [backslash, UInt8(ascii: "b")])
        case 0x09: bytes.append(contentsOf: [backslash, UInt8(ascii: "t")])
        case 0x0A: bytes.append(contentsOf: [backslash, UInt8(ascii: "n")])
        case 0x0C: bytes.append(contentsOf: [backslash, UInt8(ascii: "f")])
        case 0x0D: bytes.append(contentsOf: [backslash, UInt8(ascii: "r")])
        case UInt8(ascii: "\""), backslash: bytes.append(contentsOf: [backslash, byte])
        default:
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(contentsOf: [
                Self.hexadecimal[Int(byte >> 4)], Self.hexadecimal[Int(byte & 15)],
            ])
        }
    }

    private static let hexadecimal = Array("0123456789abcdef".utf8)
}
