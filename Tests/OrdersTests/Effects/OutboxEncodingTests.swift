import Orders
import Testing

@Suite struct OutboxEncodingTests {
    private func encoded(_ outbox: Outbox) -> [UInt8] {
        var bytes: [UInt8] = []
        outbox.encode(into: &bytes)
        return bytes
    }

    private func outbox(of count: Int, _ dice: inout SeededDice) -> Outbox {
        var keys: Set<EffectKey> = []
        while keys.count < count {
            let position = dice.happens(oneIn: 2) ? UInt64(dice.number(1...300)) : dice.next()
            keys.insert(EffectKey(dice.pick(EffectKind.allCases), at: Position(max(1, position))))
        }
        var outbox = Outbox()
        for key in keys.sorted() { outbox.raise(EffectKinds(key.kind), at: key.position) }
        return outbox
    }

    @Test func `the bytes are what the format says`() {
        #expect(encoded(Outbox()) == [0])
        var outbox = Outbox()
        outbox.raise([.mailCustomer, .capturePayment], at: Position(0x0102_0304_0506_0708))
        #expect(
            encoded(outbox) == [2, 1, 8, 7, 6, 5, 4, 3, 2, 1, 10, 8, 7, 6, 5, 4, 3, 2, 1]
        )
    }

    @Test(arguments: [0, 1, 2, 9, 127, 128, 129, 1_000, 16_384])
    func `an outbox is read as it was written`(count: Int) {
        var dice = SeededDice.rolled(UInt64(count), for: "outbox encoding")
        let outbox = outbox(of: count, &dice)
        let bytes = encoded(outbox)
        #expect(bytes.count == count * 9 + (count < 128 ? 1 : count < 16_384 ? 2 : 3))
        #expect(Outbox(bytes) == outbox, "seed \(dice.seed)")
    }

    @Test func `the form is appended to what is there`() {
        var outbox = Outbox()
        outbox.raise(.mailCustomer, at: Position(7))
        var bytes: [UInt8] = [1, 2, 3]
        outbox.encode(into: &bytes)
        #expect(Array(bytes.prefix(3)) == [1, 2, 3])
        #expect(Outbox(bytes.span.extracting(3..<bytes.count)) == outbox)
    }

    private static let mail: [UInt8] = [10, 7, 0, 0, 0, 0, 0, 0, 0]
    private static let capture: [UInt8] = [1, 7, 0, 0, 0, 0, 0, 0, 0]

    static let garbage: [(what: String, bytes: [UInt8])] = [
        ("nothing at all", []),
        ("a byte behind an empty outbox", [0, 0]),
        ("a count without effects", [1]),
        ("a count too small", [1] + capture + mail),
        ("a count too large", [3] + capture + mail),
        ("a cut effect", [2] + capture + mail.dropLast()),
        ("a byte too many", [2] + capture + mail + [0]),
        ("effects out of order", [2] + mail + capture),
        ("an effect twice", [2] + mail + mail),
        ("no kind", [1, 0, 7, 0, 0, 0, 0, 0, 0, 0]),
        ("a kind of a later build", [1, 11, 7, 0, 0, 0, 0, 0, 0, 0]),
        ("position zero", [1, 10, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("a count that does not end", [0x81]),
        ("a count with a zero behind it", [0x81, 0x00] + mail),
        ("an empty count in two bytes", [0x80, 0x00]),
        ("a count of eleven bytes", [UInt8](repeating: 0xFF, count: 10) + [1]),
        ("a count beyond 64 bits", [UInt8](repeating: 0x80, count: 9) + [2]),
        ("the largest count", [UInt8](repeating: 0xFF, count: 9) + [1] + mail),
    ]

    @Test(arguments: garbage)
    func `other bytes are refused`(what: String, bytes: [UInt8]) {
        #expect(Outbox(bytes) == nil, "\(what)")
        #expect(Outbox([2] + Self.capture + Self.mail) != nil)
    }

    @Test(arguments: 0..<8)
    func `bytes that are read are written the same, whatever was done to them`(round: Int) {
        var dice = SeededDice.rolled(UInt64(7_100 + round), for: "mangled outboxes")
        for _ in 0..<2_000 {
            var bytes = encoded(outbox(of: dice.number(0...4), &dice))
            switch dice.number(0...3) {
            case 0: bytes[dice.number(0...(bytes.count - 1))] = UInt8(dice.number(0...255))
            case 1: bytes.removeLast()
            case 2: bytes.append(UInt8(dice.number(0...255)))
            default: bytes = (0..<dice.number(0...30)).map { _ in UInt8(dice.number(0...12)) }
            }
            if let outbox = Outbox(bytes) {
                #expect(encoded(outbox) == bytes, "seed \(dice.seed): \(bytes)")
            }
        }
    }
}
