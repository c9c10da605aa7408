/// The stored form: how many effects, then nine bytes an effect, in order.
///
/// | bytes | field |
/// |---|---|
/// | 1 to 10 | count, seven bits a byte, the lowest first, the top bit set where more follow |
/// | 1 | code of the kind |
/// | 8 | position, little-endian |
///
/// Every outbox has one form; bytes in any other are refused.
extension Outbox {
    /// The bytes of one effect.
    private static let keyByteCount = 9
    /// The bytes that a count may take.
    private static let countByteCountMax = 10

    /// Appends the stored form.
    public func encode(into bytes: inout [UInt8]) {
        var count = UInt64(self.count)
        while count >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: count) | 0x80)
            count >>= 7
        }
        bytes.append(UInt8(count))
        forEach { key in
            bytes.append(key.kind.rawValue)
            for byte in 0..<8 {
                bytes.append(UInt8(truncatingIfNeeded: key.position.rawValue >> UInt64(byte * 8)))
            }
        }
    }

    /// Reads the stored form, or nothing where the bytes are not exactly one.
    public init?(_ bytes: borrowing Span<UInt8>) {
        guard let (count, start) = Self.count(in: bytes) else { return nil }
        let rest = bytes.count - start
        // The length decides first, so that a made-up count reserves nothing.
        guard rest % Self.keyByteCount == 0, UInt64(rest / Self.keyByteCount) == count else {
            return nil
        }
        var open: [EffectKey] = []
        open.reserveCapacity(rest / Self.keyByteCount)
        for offset in stride(from: start, to: bytes.count, by: Self.keyByteCount) {
            guard let key = Self.key(in: bytes, at: offset) else { return nil }
            if let last = open.last, last >= key { return nil }
            open.append(key)
        }
        self.init(sorted: open)
    }

    /// Reads the stored form from an array, or nothing where the bytes are not exactly one.
    public init?(_ bytes: [UInt8]) { self.init(bytes.span) }

    private static func count(in bytes: borrowing Span<UInt8>) -> (count: UInt64, start: Int)? {
        var count: UInt64 = 0
        for offset in 0..<min(bytes.count, countByteCountMax) {
            let byte = bytes[offset]
            // The tenth byte holds the last bit.
            if offset == countByteCountMax - 1, byte > 1 { return nil }
            count |= UInt64(byte & 0x7F) << UInt64(offset * 7)
            guard byte & 0x80 == 0 else { continue }
            // A zero at the end says nothing: the shorter form is the only one.
            return byte == 0 && offset > 0 ? nil : (count, offset + 1)
        }
        return nil
    }

    private static func key(in bytes: borrowing Span<UInt8>, at offset: Int) -> EffectKey? {
        guard let kind = EffectKind(rawValue: bytes[offset]) else { return nil }
        var position: UInt64 = 0
        for byte in 0..<8 { position |= UInt64(bytes[offset + 1 + byte]) << UInt64(byte * 8) }
        return position == 0 ? nil : EffectKey(kind, at: Position(position))
    }
}
