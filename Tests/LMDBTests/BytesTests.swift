import LMDB
import Testing

@Suite
struct `Integers in bytes` {
    @Test
    func `are read and written in the stated order at any offset`() {
        var bytes: [UInt8] = [0]
        bytes.appendLittleEndian(UInt16(0x0201))
        bytes.appendLittleEndian(UInt32(0x0605_0403))
        bytes.appendLittleEndian(Int64(-2))
        bytes.appendBigEndian(UInt64(1))
        #expect(bytes.prefix(8) == [0, 1, 2, 3, 4, 5, 6, 0xFE])
        let numbers = (
            bytes.span.uint16(at: 1), bytes.span.uint32(at: 3), bytes.span.int64(at: 7),
            bytes.span.bigEndian(UInt64.self, at: 15)
        )
        #expect(numbers == (0x0201, 0x0605_0403, -2, 1))
        bytes.storeLittleEndian(UInt64(0x0807_0605_0403_0201), at: 3)
        #expect(bytes[3...10] == [1, 2, 3, 4, 5, 6, 7, 8])
        bytes.storeBigEndian(UInt16(0x0102), at: 21)
        #expect(bytes.suffix(2) == [1, 2])
    }

    @Test
    func `big-endian forms sort as their values do`() {
        let values: [UInt32] = [0, 1, 255, 256, 65_535, 65_536, .max]
        let keys = values.map { value in
            var key: [UInt8] = []
            key.appendBigEndian(value)
            return key
        }
        #expect(keys == keys.sorted { $0.lexicographicallyPrecedes($1) })
    }

    @Test
    func `parts are copied whole`() {
        let bytes: [UInt8] = [1, 2, 3, 4]
        let part = bytes.span.bytes(in: 1..<3)
        #expect(part == [2, 3])
        #expect(bytes.span.bytes(in: 4..<4) == [])
        var other: [UInt8] = [0]
        other.append(copying: bytes.span)
        #expect(other == [0, 1, 2, 3, 4])
        var span = other.mutableSpan
        span.store(part.span, at: 3)
        #expect(other == [0, 1, 2, 2, 3])
    }

    /// Strings of up to 15 bytes are kept apart by the standard library.
    @Test
    func `are texts, and what is no UTF-8 is replaced, whatever the length`() {
        for count in 0..<40 {
            let ascii = (0..<count).map { UInt8(0x41 + $0 % 26) }
            #expect(ascii.span.text(in: 0..<count) == String(decoding: ascii, as: UTF8.self))
            for place in 0..<count {
                for bytes in [[0xFF], Array("é".utf8), Array("é".utf8.prefix(1)), [0]] {
                    let text = ascii[..<place] + bytes + ascii[place...]
                    #expect(
                        Array(text).span.text(in: text.indices)
                            == String(decoding: text, as: UTF8.self)
                    )
                }
            }
        }
    }
}
