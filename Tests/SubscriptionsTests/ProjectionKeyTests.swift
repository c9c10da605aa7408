import LedgerTesting
import Subscriptions
import Testing

@Suite struct `Keys of projections` {
    @Test func `stand in the order of their parts, and are read as they were written`() {
        let keys: [ProjectionKey] = [
            ProjectionKey(),
            ProjectionKey(.number(.min)), ProjectionKey(-1), ProjectionKey(0), ProjectionKey(0, ""),
            ProjectionKey(1), ProjectionKey(.number(.max)),
            ProjectionKey(""), ProjectionKey("", 1), ProjectionKey("", "a"),
            ProjectionKey("\0"), ProjectionKey("\0\0"), ProjectionKey("\0a"),
            ProjectionKey("a"), ProjectionKey("a", -5), ProjectionKey("a", 7),
            ProjectionKey("a", "b"), ProjectionKey("a\0"), ProjectionKey("a\u{1}"),
            ProjectionKey("ab"), ProjectionKey("b"), ProjectionKey("é"),
        ]
        for (low, left) in keys.enumerated() {
            #expect(ProjectionKey(bytes: left.bytes) == left)
            for (high, right) in keys.enumerated() { #expect((left < right) == (low < high)) }
        }
    }

    @Test func `random ones too, of one text never taken for the beginning of another`() {
        let seed = SeededGenerator.announcedSeed(for: "projection keys")
        var random = SeededGenerator(seed: seed)
        let texts = ["", "\0", "a", "\0\u{ff}", "a\0b", "ab", "ü"]
        for _ in 0..<2_000 {
            let keys = (0..<2).map { _ in
                ProjectionKey(
                    (0..<Int.random(in: 0..<4, using: &random)).map { _ in
                        random.oneIn(2)
                            ? .number(Int64.random(in: -3...3, using: &random))
                            : .text(random.pick(texts))
                    }
                )
            }
            #expect(keys.allSatisfy { ProjectionKey(bytes: $0.bytes) == $0 })
            #expect((keys[0] < keys[1]) == keys[0].parts.precede(keys[1].parts))
        }
    }

    @Test func `bytes that are no key are none`() {
        for bytes: [UInt8] in [
            [0], [3], [1], [1, 0, 0], [2], [2, 97], [2, 0xFF, 0], [2, 0, 0xFF],
        ] {
            #expect(ProjectionKey(bytes: bytes) == nil, "\(bytes)")
        }
    }
}

extension [ProjectionKey.Part] {
    /// The order of keys, told the long way.
    fileprivate func precede(_ others: [ProjectionKey.Part]) -> Bool {
        for (own, other) in zip(self, others) where own != other {
            switch (own, other) {
            case (.number(let left), .number(let right)): return left < right
            case (.text(let left), .text(let right)):
                return left.utf8.lexicographicallyPrecedes(right.utf8)
            case (.number, .text): return true
            case (.text, .number): return false
            }
        }
        return count < others.count
    }
}
