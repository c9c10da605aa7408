/// The lines of a text of the evidence formats: each ends with a line feed, the last one too.
struct TextLines {
    private var rest: ArraySlice<UInt8>

    init(_ text: some Collection<UInt8>) { rest = ArraySlice(text) }

    /// True when every line was taken.
    var isAtEnd: Bool { rest.isEmpty }

    /// What no line was taken of yet.
    var remainder: ArraySlice<UInt8> { rest }

    /// Takes the next line, without its line feed; nothing where none is left or none ends.
    mutating func next() -> ArraySlice<UInt8>? {
        guard let end = rest.firstIndex(of: .lineFeed) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return rest[..<end]
    }
}

extension UInt8 {
    static let lineFeed = UInt8(ascii: "\n")
    static let space = UInt8(ascii: " ")
    static let plus = UInt8(ascii: "+")
}

extension UInt64 {
    /// The number that decimal digits spell, without leading zeros; nothing for anything else.
    init?(decimal digits: some Collection<UInt8>) {
        guard let first = digits.first, digits.count == 1 || first != UInt8(ascii: "0") else {
            return nil
        }
        var number: UInt64 = 0
        for digit in digits {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return nil }
            let (shifted, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, isBeyond) = shifted.addingReportingOverflow(UInt64(digit) - 48)
            guard !isTooLarge, !isBeyond else { return nil }
            number = sum
        }
        self = number
    }

    /// The number that eight bytes hold, the highest first.
    init(bigEndian bytes: ArraySlice<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The eight bytes of the number, the highest first.
    var bigEndianBytes: [UInt8] {
        stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> $0) }
    }
}

extension MerkleHash {
    /// The hash whose 32 bytes a base64 text holds; nothing for more or fewer bytes.
    package init?(base64 text: some Collection<UInt8>) {
        guard let bytes = Base64.decode(text) else { return nil }
        self.init(bytes)
    }

    /// The 44 characters of the 32 bytes.
    package var base64: String { Base64.encode(bytes) }
}
