import Crypto
import LedgerTesting
import Testing

@testable import MerkleTree

@Suite("Hashes of leaves and nodes")
struct TreeHasherTests {
    @Test func `an entry of any length hashes like the prefix and its bytes`() {
        let lengths = Array(0...260) + [1022, 1023, 1024, 1025, 65_534, 65_535, 100_000]
        for length in lengths {
            let entry = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            #expect(TreeHasher.leaf(entry.span).bytes == Array(SHA256.hash(data: [0] + entry)))
        }
    }

    @Test func `a node hashes like the prefix and both sides`() {
        let left = TreeHasher.leaf([1, 2, 3].span)
        let right = TreeHasher.emptyRoot
        let expected = Array(SHA256.hash(data: [1] + left.bytes + right.bytes))
        #expect(TreeHasher.node(left, right).bytes == expected)
        #expect(TreeHasher.node(right, left).bytes != expected)
    }

    @Test func `published leaves`() {
        let leaf = TreeHasher.leaf(Array("L123456".utf8).span).description
        #expect(leaf.hasPrefix("395aa064"))
        #expect(leaf.hasSuffix("4d56"))
    }

    @Test func `leaves hash together as they do one by one`() {
        var generator = SeededGenerator(
            seed: SeededGenerator.announcedSeed(for: "leaves together")
        )
        for _ in 0..<300 {
            let entries = Self.entries(&generator)
            let starts = entries.indices.map { entries[..<$0].joined().count }
            let bytes = Array(entries.joined())
            let expected = entries.map { Array(SHA256.hash(data: [0] + $0)) }
            let hashes = TreeHasher.leaves(bytes.span, starts: starts.span)
            #expect(hashes.map(\.bytes) == expected)
            #expect(LibraryTreeHash.leaves(bytes.span, starts: starts.span) == hashes)
        }
    }

    @Test func `bytes before the first of several leaves belong to none`() {
        let bytes: [UInt8] = [9, 9, 1, 2, 3]
        let hashes = TreeHasher.leaves(bytes.span, starts: [2, 4].span)
        #expect(hashes == [TreeHasher.leaf([1, 2].span), TreeHasher.leaf([3].span)])
    }

    @Test func `leaves outside the bytes end the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = TreeHasher.leaves([1, 2].span, starts: [0, 3].span)
        }
        await #expect(processExitsWith: .failure) {
            _ = TreeHasher.leaves([1, 2].span, starts: [-1].span)
        }
        await #expect(processExitsWith: .failure) {
            _ = TreeHasher.leaves([1, 2].span, starts: [1, 0].span)
        }
    }

    /// Up to 20 entries: many of a record's length, some empty, some of many blocks.
    private static func entries(_ generator: inout SeededGenerator) -> [[UInt8]] {
        (0..<Int.random(in: 0...20, using: &generator)).map { _ in
            let most = generator.pick([0, 60, 250, 250, 250, 3_000])
            let length = Int.random(in: 0...most, using: &generator)
            return (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        }
    }

    @Test(arguments: 0...9) func `a perfect tree has the root of its leaves`(level: Int) {
        let leaves = (0..<1 << level).map { TreeHasher.leaf([UInt8($0 & 255), 7].span) }
        var range = CompactRange()
        for leaf in leaves { range.append(leaf) }
        var folded = leaves
        #expect(TreeHasher.root(ofPerfect: &folded) == range.root)
        folded = leaves
        var hashes = folded.mutableSpan
        for bit in (0..<level).reversed() { LibraryTreeHash.fold(&hashes, upTo: 2 << bit) }
        #expect(folded[0] == range.root)
    }

    @Test func `a tree that is not perfect ends the process`() async {
        await #expect(processExitsWith: .failure) {
            var none: [MerkleHash] = []
            _ = TreeHasher.root(ofPerfect: &none)
        }
        await #expect(processExitsWith: .failure) {
            var three = [MerkleHash](repeating: TreeHasher.emptyRoot, count: 3)
            _ = TreeHasher.root(ofPerfect: &three)
        }
    }

    @Test func `the processor and the library make the same hashes`() {
        guard ProcessorTreeHash.isAvailable else {
            return print("skipped: this processor has no SHA-256 instructions")
        }
        for length in 0...700 {
            let entry = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ length) }
            let leaf = ProcessorTreeHash.leaf(entry.span)
            #expect(leaf == LibraryTreeHash.leaf(entry.span))
            let node = ProcessorTreeHash.node(leaf, TreeHasher.emptyRoot)
            #expect(node == LibraryTreeHash.node(leaf, TreeHasher.emptyRoot))
        }
    }
}
