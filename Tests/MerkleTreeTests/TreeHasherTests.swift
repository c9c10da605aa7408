import Crypto
import MerkleTree
import Testing

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
}
