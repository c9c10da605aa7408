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

    /// Appends a number with zeros in front up to a width, which is that of the longest at most.
    static func append(_ value: UInt64, width: Int = 1, to bytes: inout [UInt8]) {
        var digits = [20 of UInt8](repeating: zero)
        var start = digits.count
        var rest = value
        repeat {
            start -= 1
            digits[start] = zero + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        for index in min(start, digits.count - width)..<digits.count { bytes.append(digits[index]) }
    }
}
