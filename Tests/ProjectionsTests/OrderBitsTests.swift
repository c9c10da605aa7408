import LMDB
import LedgerTesting
import Testing

@testable import Projections

@Suite struct `Bits of a block of orders` {
    private static func bits(_ places: some Sequence<Int>) -> OrderBits {
        var bits = OrderBits()
        for place in places { bits.insert(place) }
        return bits
    }

    private static func bytes(_ bits: OrderBits) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: OrderBits.byteCount)
        bits.write(into: &bytes)
        return bytes
    }

    @Test(arguments: 0..<256)
    func `a place is a bit of a byte`(place: Int) {
        var expected = [UInt8](repeating: 0, count: 32)
        expected[place / 8] = 1 << UInt8(place % 8)
        #expect(Self.bytes(Self.bits([place])) == expected)
        let read = OrderBits(expected.span)
        #expect(read == Self.bits([place]))
    }

    @Test func `they are what a set of places is`() {
        let seed = SeededGenerator.announcedSeed(for: "bits")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            func places() -> Set<Int> {
                let count = Int.random(in: 0...256, using: &random)
                return Set((0..<count).map { _ in Int.random(in: 0...255, using: &random) })
            }
            let (left, right) = (places(), places())
            var (union, common, rest) = (Self.bits(left), Self.bits(left), Self.bits(left))
            union.formUnion(Self.bits(right))
            common.formIntersection(Self.bits(right))
            rest.subtract(Self.bits(right))
            #expect(union == Self.bits(left.union(right)))
            #expect(common == Self.bits(left.intersection(right)))
            #expect(rest == Self.bits(left.subtracting(right)))
            #expect(union.population == left.union(right).count)
            #expect(common.isEmpty == left.isDisjoint(with: right))
            var (up, down): ([Int], [Int]) = ([], [])
            while let place = union.popFirst() { up.append(place) }
            var again = Self.bits(left.union(right))
            while let place = again.popLast() { down.append(place) }
            #expect(up == left.union(right).sorted())
            #expect(down == up.reversed())
        }
    }

    @Test func `a range is all of its places`() {
        for first in 0..<256 {
            for last in first..<256 {
                #expect(OrderBits(first...last) == Self.bits(first...last))
            }
        }
    }

    @Test(arguments: [0, 1, 31, 33, 64])
    func `bytes of another length are none`(count: Int) {
        let bytes = [UInt8](repeating: 1, count: count)
        let read = OrderBits(bytes.span)
        #expect(read == nil)
    }
}

@Suite struct `Keys of a block of orders` {
    /// A key and its bytes.
    private static let examples: [(BlockKey, [UInt8])] = [
        (BlockKey(MembershipList(kind: 1, workflow: 2, code: 3), holding: 0), [1, 2, 3, 0, 0, 0]),
        (
            BlockKey(MembershipList(kind: 2, workflow: 5, code: 9), holding: 767),
            [2, 5, 9, 0, 0, 2]
        ),
        (BlockKey(.effects, holding: 0x0102_03FF), [5, 1, 2, 3]),
        (BlockKey(.effects, holding: .max), [5, 0xFF, 0xFF, 0xFF]),
    ]

    @Test func `say list and block`() {
        for (key, bytes) in Self.examples {
            #expect(key.bytes == bytes)
            let read = BlockKey(bytes.span)
            #expect(read == key)
        }
    }

    @Test(
        arguments: [
            [1], [1, 2, 3, 0, 0], [1, 2, 3, 0, 0, 0, 0], [0, 2, 3, 0, 0, 0], [3, 2, 3, 0, 0, 0],
            [5, 2, 3, 0, 0, 0], [1, 2, 3, 4], [5, 0, 0], [4, 0, 0, 0],
        ] as [[UInt8]]
    )
    func `are nothing else`(bytes: [UInt8]) {
        let read = BlockKey(bytes.span)
        #expect(read == nil)
    }

    @Test func `have the places of a range of ordinals that are theirs`() {
        let key = BlockKey(.effects, holding: 700)
        #expect(key.firstOrdinal == 512 && key.lastOrdinal == 767)
        #expect(key.places(of: 0...511).isEmpty)
        #expect(key.places(of: 768...UInt32.max).isEmpty)
        #expect(key.places(of: 0...512) == OrderBits(0...0))
        #expect(key.places(of: 600...600) == OrderBits(88...88))
        #expect(key.places(of: 1...UInt32.max) == OrderBits(0...255))
    }
}
