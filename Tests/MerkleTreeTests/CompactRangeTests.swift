import MerkleTree
import Testing

/// The leaves of the reference implementation of Certificate Transparency and the roots over the
/// first of them.
private let leaves: [[UInt8]] = [
    [], [0], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
    Array(0x50...0x57), Array(0x60...0x6f),
]
private let roots = [
    ("6e340b9c", "a01d"), ("fac54203", "c125"), ("aeb6bcfe", "6e77"), ("d37ee418", "14b7"),
    ("4e3bbb1f", "64d4"), ("76e67dad", "87ef"), ("ddb89be4", "4c8c"), ("5dc9da79", "4328"),
]

struct CompactRangeTests {
    @Test func `the tree without leaves has the hash of nothing`() {
        #expect(
            CompactRange().root.description
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
    }

    @Test func `roots are those of the reference implementation`() {
        var range = CompactRange()
        for (leaf, (start, end)) in zip(leaves, roots) {
            range.append(TreeHasher.leaf(leaf.span))
            #expect(range.root.description.hasPrefix(start))
            #expect(range.root.description.hasSuffix(end))
        }
    }
}
