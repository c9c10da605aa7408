/// A string of JSON that was checked but not decoded: the range between its quotes.
package struct StringToken {
    package let range: Range<Int>
    package let hasEscapes: Bool
}

extension JSONReader {
    /// Reads a string and decodes its escapes.
    public mutating func readString() throws(JSONError) -> String {
        // In two steps: asked of in one, the reader would be copied first.
        let token = try readStringToken()
        return string(token)
    }

    /// Takes the next value where it is a string that is written with exactly these bytes; else
    /// nothing is taken.
    package mutating func skipString(_ bytes: Span<UInt8>) -> Bool {
        guard nextByte() == UInt8(ascii: "\""), end - offset >= bytes.count + 2,
            self.bytes[offset + bytes.count + 1] == UInt8(ascii: "\"")
        else { return false }
        guard self.bytes.span.holds(bytes, at: offset + 1) else { return false }
        offset += bytes.count + 2
        return true
    }

    /// Takes the next member's name and its colon where it is written with exactly these bytes and no
    /// white space stands before it; else nothing is taken.
    package mutating func skipName(_ name: Span<UInt8>) -> Bool {
        let quote = UInt8(ascii: "\"")
        let start = isAtFirst ? offset : offset + 1
        let last = start + name.count + 1
        guard last + 1 < end, isAtFirst || bytes[offset] == UInt8(ascii: ","),
            bytes[start] == quote, bytes[last] == quote, bytes[last + 1] == UInt8(ascii: ":"),
            bytes.span.holds(name, at: start + 1)
        else { return false }
        offset = last + 2
        isAtFirst = false
        return true
    }

    /// Reads a string without decoding it.
    package mutating func readStringToken() throws(JSONError) -> StringToken {
        guard nextByte() == UInt8(ascii: "\"") else { throw error("expected a string") }
        return try scanString()
    }

    /// The text of a string that was scanned.
    package func string(_ token: StringToken) -> String {
        guard token.hasEscapes else {
            return String(decoding: bytes[token.range], as: UTF8.self)
        }
        return String(decoding: unescaped(token.range), as: UTF8.self)
    }

    /// Takes a string from its first quote to its last and checks all between.
    @inline(__always)
    mutating func scanString() throws(JSONError) -> StringToken {
        let start = offset + 1
        var index = skipPlainText(from: start)
        while index < end {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                offset = index + 1
                return StringToken(range: start..<index, hasEscapes: false)
            }
            guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\\") else { break }
            index += 1
        }
        return try scanSpecialString(from: start, at: index)
    }

    /// Passes over plain ASCII, as far as eight bytes stand there at a time.
    @inline(__always)
    private func skipPlainText(from start: Int) -> Int {
        var index = start
        while end - index >= EightBytes.count {
            let count = EightBytes(bytes.span, at: index).countOfPlainText
            index += count
            guard count == EightBytes.count else { break }
        }
        return index
    }

    /// Goes on with a string from its first byte that is no plain ASCII.
    private mutating func scanSpecialString(
        from start: Int,
        at first: Int
    ) throws(JSONError) -> StringToken {
        var hasEscapes = false
        offset = first
        while offset < end {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                offset += 1
                return StringToken(range: start..<offset - 1, hasEscapes: hasEscapes)
            } else if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                try scanEscape()
            } else if byte >= 0x80 {
                try scanMultibyteScalar()
            } else {
                guard byte >= 0x20 else { throw error("a control character in a string") }
                offset += 1
            }
        }
        throw error("a string does not end")
    }

    /// Takes an escape, both halves of it where it is a surrogate pair.
    private mutating func scanEscape() throws(JSONError) {
        let start = offset
        guard offset + 1 < end else { throw error("a string does not end") }
        let letter = bytes[offset + 1]
        guard letter == UInt8(ascii: "u") else {
            guard Self.escaped(letter) != nil else { throw error("an unknown escape") }
            offset += 2
            return
        }
        guard let unit = codeUnit(at: offset + 2) else {
            throw error("four hex digits are missing")
        }
        offset += 6
        guard unit & 0xF800 == 0xD800 else { return }
        guard unit < 0xDC00, offset + 1 < end, bytes[offset] == UInt8(ascii: "\\"),
            bytes[offset + 1] == UInt8(ascii: "u"),
            let low = codeUnit(at: offset + 2), low & 0xFC00 == 0xDC00
        else { throw JSONError(offset: start, message: "half of a surrogate pair") }
        offset += 6
    }

    /// The 16 bits that four hexadecimal digits spell, or nothing where they do not.
    private func codeUnit(at start: Int) -> UInt32? {
        guard start + 4 <= end else { return nil }
        var value: UInt32 = 0
        for index in start..<start + 4 {
            let letter = bytes[index] | 0x20
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                value = value << 4 | UInt32(bytes[index] - Digits.zero)
            case _ where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(letter):
                value = value << 4 | UInt32(letter - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }

    /// The byte that a letter behind a backslash stands for.
    private static func escaped(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// The bytes of a checked string with its escapes decoded.
    private func unescaped(_ range: Range<Int>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            guard bytes[index] == UInt8(ascii: "\\") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            if let byte = Self.escaped(bytes[index + 1]) {
                result.append(byte)
                index += 2
            } else {
                index = appendScalar(at: index, to: &result)
            }
        }
        return result
    }

    /// Appends the scalar of a `\u` escape or of a pair of them; returns the offset behind.
    private func appendScalar(at start: Int, to result: inout [UInt8]) -> Int {
        var value = codeUnit(at: start + 2) ?? 0
        var next = start + 6
        if value & 0xF800 == 0xD800 {
            value = 0x10000 + (value & 0x3FF) << 10 + ((codeUnit(at: next + 2) ?? 0) & 0x3FF)
            next += 6
        }
        if let scalar = Unicode.Scalar(value) { result.append(contentsOf: String(scalar).utf8) }
        return next
    }
}

extension JSONReader {
    /// Takes one scalar of two to four bytes, in the shortest form and no surrogate.
    private mutating func scanMultibyteScalar() throws(JSONError) {
        let lead = bytes[offset]
        let (count, second): (Int, ClosedRange<UInt8>) =
            switch lead {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: (0, 0...0)
            }
        guard count > 0, offset + count <= end, second.contains(bytes[offset + 1]) else {
            throw error("bytes that are no UTF-8")
        }
        for index in offset + 2..<offset + count where bytes[index] & 0xC0 != 0x80 {
            throw error("bytes that are no UTF-8")
        }
        offset += count
    }
}
