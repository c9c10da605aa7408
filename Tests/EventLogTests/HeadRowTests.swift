import LedgerTesting
import Testing

@testable import EventLog
@testable import Orders

@Suite
struct `The row of a head` {
    private func row(_ head: OrderHead) -> [UInt8] {
        var bytes: [UInt8] = []
        head.encode(into: &bytes)
        return bytes
    }

    /// An order that was placed, paid and delivered: 9 words are not zero.
    private var ordinary: OrderHead {
        var head = OrderHead(firstPosition: 0x01_0000)
        head.lastPosition = head.firstPosition + 4
        head.dataPosition = head.firstPosition
        head.revision = 4
        head.idFilter = 0x8070_6050_4030_2010
        head.updatedAt = 0x06_4D22_1F00_0007
        var core = OrderCore()
        core.facts = [.placed, .paid, .delivered, .captured, .begun, .priced]
        core.total = 10_000
        core.captured = 10_000
        core.startedMicroseconds = head.updatedAt - 6
        core.placedMicroseconds = core.startedMicroseconds
        core.latestMicroseconds = head.updatedAt
        core.lastToggleMicroseconds = head.updatedAt
        core.currencyNumber = 978
        core.paymentMethodCode = 1
        head.standing.core = core
        return head
    }

    /// The bytes of that head, part by part.
    private enum Ordinary {
        /// Words 0, 1, 3, 5, 6, 13, 14 and 18, and bit 20.
        static let presence: [UInt8] = [0b0110_1011, 0b0110_0000, 0b0001_0100]
        /// From the lowest bit on: 3, 1, 1, 6, 2, 7, 1 and 4 bytes, less one each.
        static let lengths: [UInt8] = [0b0000_0010, 0b0001_1010, 0b0110_0011]
        static let filter: [UInt8] = [0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0x80]
        static let words: [[UInt8]] = [
            [0, 0, 1], [4], [4], [0x01, 0x21, 0, 0, 0x09, 0x02], [0x10, 0x27],
            [0x07, 0, 0, 0x1F, 0x22, 0x4D, 0x06], [6], [0xD2, 0x03, 0, 0x01],
        ]
    }

    @Test func `is what the layout says`() {
        let parts = [Ordinary.presence, Ordinary.lengths, Ordinary.filter] + Ordinary.words
        #expect(row(ordinary) == parts.flatMap(\.self))
        #expect(OrderHead(row(ordinary).span) == ordinary)
        #expect(row(ordinary).count == 39)
    }

    /// Rows that say what another row says, or nothing.
    private var others: [(what: String, bytes: [UInt8])] {
        let presence = Ordinary.presence
        let words = Ordinary.words.dropLast(2).flatMap(\.self)
        let codes: [UInt8] = [0xD2, 0x03, 0, 0x01]
        let whole = row(ordinary)
        return [
            ("nothing", []),
            ("no filter", presence + Ordinary.lengths),
            ("a bit that stands for nothing", [whole[0], whole[1], whole[2] | 0x80] + whole[3...]),
            ("a longer word", row(presence, [2, 0x1A, 0x67], words + [6, 0] + codes)),
            (
                "a word that is zero",
                row([0x6B, 0x60, 0x16], [2, 0x1A, 0x03, 0x03], words + [6, 0] + codes)
            ),
            ("a turning at no time", row([0, 0x20, 0x10], [7], [0, 0, 0, 0, 0, 0, 0, 0x80])),
            ("a time of no turning", row([0, 0, 2], [0], [1])),
            ("a revision of five bytes", row([8, 0, 0], [4], [0, 0, 0, 0, 1])),
            ("codes of five bytes", row([0, 0, 4], [4], [0, 0, 0, 0, 1])),
            ("a length of no word", row([8, 0, 0], [8], [4])),
            ("a word behind the end", row([8, 0, 0], [1], [4])),
            ("an agenda of nothing", whole + [0, 0, 0, 0, 0, 0, 0]),
        ]
    }

    private func row(_ presence: [UInt8], _ lengths: [UInt8], _ words: [UInt8]) -> [UInt8] {
        presence + lengths + Ordinary.filter + words
    }

    @Test func `has no other form`() {
        for other in others { #expect(OrderHead(other.bytes.span) == nil, "\(other.what)") }
        #expect(OrderHead(row([8, 0, 0], [0], [4]).span)?.revision == 4)
    }

    @Test func `is read as it was written, and in no other form`() {
        let seed = SeededGenerator.announcedSeed(for: "rows of heads")
        var generator = HeadGenerator(random: SeededGenerator(seed: seed))
        for _ in 0..<20_000 {
            let head = generator.head()
            #expect(OrderHead(row(head).span) == head, "seed \(seed)")
        }
        let heads = (0..<150).map { _ in generator.head() }
        for head in heads + [OrderHead(firstPosition: 0), ordinary] {
            for bytes in changes(of: row(head), &generator.random) {
                guard let read = OrderHead(bytes.span) else { continue }
                #expect(row(read) == bytes, "seed \(seed)")
            }
        }
    }

    /// Each bit changed, each part from the beginning, and longer ones.
    private func changes(of row: [UInt8], _ random: inout SeededGenerator) -> [[UInt8]] {
        var changes: [[UInt8]] = row.indices.map { Array(row[..<$0]) }
        for bit in 0..<row.count * 8 {
            var changed = row
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            changes.append(changed)
        }
        for byte: UInt8 in [0, 1, 0xFF, .random(in: 0...255, using: &random)] {
            changes.append(row + [byte])
            changes.append(row + [UInt8](repeating: byte, count: 8))
        }
        return changes
    }
}
