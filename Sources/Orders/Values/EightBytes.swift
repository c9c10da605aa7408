/// Eight bytes that follow one another, looked at together: a search takes them in a fraction of
/// the time that it takes for one after the other.
@usableFromInline
package struct EightBytes {
    /// The first byte is the lowest.
    @usableFromInline let word: UInt64

    // Inlined into other modules: a call for eight bytes costs more than what it does.
    @inlinable package static var count: Int { 8 }
    @inlinable static var ones: UInt64 { 0x0101_0101_0101_0101 }
    @inlinable static var highBits: UInt64 { 0x8080_8080_8080_8080 }

    /// - Precondition: eight bytes stand there.
    @inlinable
    @inline(__always)
    package init(_ bytes: Span<UInt8>, at offset: Int) {
        // The bounds are looked at once, and the eight bytes are loaded as one.
        let bytes = bytes.extracting(offset..<offset + Self.count)
        let low =
            UInt64(bytes[0]) | UInt64(bytes[1]) << 8 | UInt64(bytes[2]) << 16
            | UInt64(bytes[3]) << 24
        word =
            low | UInt64(bytes[4]) << 32 | UInt64(bytes[5]) << 40 | UInt64(bytes[6]) << 48
            | UInt64(bytes[7]) << 56
    }

    /// How many bytes stand before the first that is `byte`: eight where none is.
    @inlinable
    @inline(__always)
    package func count(before byte: UInt8) -> Int { Self.count(before: marks(of: byte)) }

    /// How many bytes stand before the first that JSON does not take as it is in a string, or that
    /// is no ASCII.
    @inline(__always)
    var countOfPlainText: Int {
        let controls = (word &- Self.ones &* 0x20) & ~word
        let quotes = marks(of: UInt8(ascii: "\"")) | marks(of: UInt8(ascii: "\\"))
        return Self.count(before: (controls | word) & Self.highBits | quotes)
    }

    /// The high bit of each byte that is `byte`, up to the first; what is above it may be wrong.
    @inlinable
    @inline(__always)
    func marks(of byte: UInt8) -> UInt64 {
        let difference = word ^ Self.ones &* UInt64(byte)
        return (difference &- Self.ones) & ~difference & Self.highBits
    }

    @inlinable
    @inline(__always)
    static func count(before marks: UInt64) -> Int { marks.trailingZeroBitCount / 8 }
}

extension Span where Element == UInt8 {
    /// Whether exactly these bytes stand at a place.
    ///
    /// - Precondition: as many bytes stand there.
    @inline(__always)
    func holds(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        let here = extracting(start..<start + bytes.count)
        var index = 0
        while bytes.count - index >= EightBytes.count {
            let isSame = EightBytes(here, at: index).word == EightBytes(bytes, at: index).word
            guard isSame else { return false }
            index += EightBytes.count
        }
        while index < bytes.count {
            guard here[index] == bytes[index] else { return false }
            index += 1
        }
        return true
    }
}
