import Testing

@testable import Orders

@Suite("Eight bytes at a time")
struct EightBytesTests {
    @Test func `they count as one byte after the other does`() {
        var dice = SeededDice.rolled(52, for: "eight bytes")
        let special: [UInt8] = [0, 1, 0x0A, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0x7F]
        let beyond: [UInt8] = [0x80, 0x8A, 0xA2, 0xDC, 0xFF]
        for round in 0..<20_000 {
            let bytes = (0..<11).map { _ in
                dice.happens(oneIn: 3) ? dice.pick(special + beyond) : UInt8(dice.number(97...122))
            }
            let place: Testing.Comment = "seed \(dice.seed), round \(round), \(bytes)"
            let start = dice.number(0...3)
            let text = bytes[start..<start + 8]
            let eight = EightBytes(bytes.span, at: start)
            for byte in special + beyond {
                let count = text.prefix { $0 != byte }.count
                #expect(eight.count(before: byte) == count, place)
            }
            let plain = text.prefix { $0 >= 0x20 && $0 < 0x80 && $0 != 0x22 && $0 != 0x5C }.count
            #expect(eight.countOfPlainText == plain, place)
        }
    }
}
