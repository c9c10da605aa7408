import EventLog

/// Reads values of the Distinguished Encoding Rules (X.690) one after the other, and takes nothing
/// that they do not allow.
struct DERReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    /// The tags that are met in a time-stamp response.
    enum Tag: UInt8 {
        case integer = 0x02
        case octetString = 0x04
        case null = 0x05
        case objectIdentifier = 0x06
        case generalizedTime = 0x18
        case sequence = 0x30
        case set = 0x31
        case explicit0 = 0xA0
    }

    /// The content of the next value, which must have this tag.
    mutating func value(_ tag: Tag) throws(LedgerError) -> ArraySlice<UInt8> {
        guard rest.first == tag.rawValue else { throw Self.unexpected(tag, rest.startIndex) }
        return try content()
    }

    /// A reader of what is inside the next value, which must have this tag.
    mutating func inside(_ tag: Tag) throws(LedgerError) -> DERReader {
        DERReader(try value(tag))
    }

    /// Passes over the next value where it has this tag.
    mutating func skip(ifNext tag: Tag) throws(LedgerError) {
        if rest.first == tag.rawValue { _ = try content() }
    }

    /// Passes over values of any tag.
    mutating func skipRest() throws(LedgerError) {
        while !isAtEnd { _ = try content() }
    }

    /// - Throws: `malformed` where something is left.
    func requireEnd() throws(LedgerError) {
        guard isAtEnd else { throw Self.malformed("something follows the end", rest.startIndex) }
    }

    /// Takes tag and length of the next value, and answers its content.
    private mutating func content() throws(LedgerError) -> ArraySlice<UInt8> {
        let start = rest.startIndex
        guard rest.count >= 2, rest[start] & 0x1F != 0x1F else {
            throw Self.malformed("a value is cut short, or has a long tag", start)
        }
        rest = rest.dropFirst()
        var length = Int(rest.removeFirst())
        if length >= 0x80 {
            let digits = length & 0x7F
            guard (1...4).contains(digits), rest.count >= digits else {
                throw Self.malformed("a length is endless or cut short", start)
            }
            length = rest.prefix(digits).reduce(0) { $0 << 8 | Int($1) }
            guard length >= 0x80, digits == 1 || length >> (8 * (digits - 1)) > 0 else {
                throw Self.malformed("a length is longer than it need be", start)
            }
            rest = rest.dropFirst(digits)
        }
        guard rest.count >= length else { throw Self.malformed("a value is cut short", start) }
        defer { rest = rest.dropFirst(length) }
        return rest.prefix(length)
    }

    private static func unexpected(_ tag: Tag, _ offset: Int) -> LedgerError {
        malformed("there is no \(tag) where one must be", offset)
    }

    private static func malformed(_ what: String, _ offset: Int) -> LedgerError {
        LedgerError(.malformed, "the token is no DER: \(what), at byte \(offset)", offset: offset)
    }
}
