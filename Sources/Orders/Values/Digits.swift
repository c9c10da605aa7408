/// Reading and writing runs of decimal digits as ASCII bytes.
enum Digits {
    static let zero = UInt8(ascii: "0")

    static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }

    /// The number that exactly `count` digits spell from an offset on, or nothing where they do
    /// not.
    static func number(in text: Span<UInt8>, at offset: Int, count: Int) -> Int? {
        guard offset + count <= text.count else { return nil }
        var value = 0
        for index in offset..<offset + count {
            let digit = text[index] &- zero
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    /// Appends a number with zeros in front up to a width.
    static func append(_ value: UInt64, width: Int = 1, to bytes: inout [UInt8]) {
        var divisor: UInt64 = 1
        var digits = 1
        while digits < width || value / divisor >= 10 {
            divisor *= 10
            digits += 1
        }
        while divisor > 0 {
            bytes.append(zero + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }
}
