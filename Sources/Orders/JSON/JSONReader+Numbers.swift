extension JSONReader {
    /// Reads a number and returns its own digits.
    public mutating func readNumberText() throws(JSONError) -> String {
        guard try peek() == .number else { throw error("expected a number") }
        let start = offset
        try scanNumber()
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    /// Reads a number that is written without point and exponent.
    ///
    /// - Throws: for other numbers and for whole ones that do not fit 64 bits.
    public mutating func readInteger() throws(JSONError) -> Int64 {
        guard try peek() == .number else { throw error("expected a number") }
        let start = offset
        try scanNumber()
        guard let value = integer(in: start..<offset) else {
            throw JSONError(offset: start, message: "expected a whole number of 64 bits")
        }
        return value
    }

    /// The value of a number's digits, or nothing where they have a point or are too many.
    private func integer(in range: Range<Int>) -> Int64? {
        let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
        var value: Int64 = 0
        for index in range.dropFirst(isNegative ? 1 : 0) {
            let digit = bytes[index] &- Digits.zero
            guard digit < 10 else { return nil }
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) =
                isNegative
                ? shifted.subtractingReportingOverflow(Int64(digit))
                : shifted.addingReportingOverflow(Int64(digit))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }

    /// Takes a number: `-`, digits without a zero in front, `.` and digits, `e` and digits.
    mutating func scanNumber() throws(JSONError) {
        if offset < end, bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        let start = offset
        try scanDigits()
        if offset > start + 1, bytes[start] == Digits.zero {
            throw JSONError(offset: start, message: "a number begins with a needless zero")
        }
        if offset < end, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            try scanDigits()
        }
        guard offset < end, bytes[offset] | 0x20 == UInt8(ascii: "e") else { return }
        offset += 1
        if offset < end, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
            offset += 1
        }
        try scanDigits()
    }

    private mutating func scanDigits() throws(JSONError) {
        let start = offset
        while offset < end, Digits.isDigit(bytes[offset]) { offset += 1 }
        guard offset > start else { throw error("a digit is missing") }
    }
}
