import MerkleTree
import Testing

@Suite("Inclusion proofs")
struct InclusionProofTests {
    @Test func `every leaf of every tree of up to 300 leaves has the proof of the definition`()
        throws
    {
        var tree = NaiveTree(count: 300)
        let store = SubtreeStore(tree.leaves)
        for size in 1...300 {
            let root = tree.root(0..<size)
            for index in 0..<size {
                let proof = InclusionProof(of: UInt64(index), in: UInt64(size), subtree: store.hash)
                #expect(proof.hashes == tree.path(index, in: 0..<size))
                try proof.verify(leaf: tree.leaves[index], root: root)
            }
        }
    }

    @Test func `a proof is as long as the bits of its index and size say`() {
        let store = SubtreeStore(NaiveTree(count: 300).leaves)
        for (index, size) in [(0, 1), (0, 2), (6, 7), (255, 256), (256, 257), (299, 300)] {
            let proof = InclusionProof(of: UInt64(index), in: UInt64(size), subtree: store.hash)
            let inner = Int.bitWidth - (index ^ (size - 1)).leadingZeroBitCount
            #expect(proof.hashes.count == inner + (index >> inner).nonzeroBitCount)
        }
    }

    @Test func `trees around the powers of two up to a million leaves`() throws {
        let store = BigTree.store
        for exponent in UInt64(8)...20 {
            let power: UInt64 = 1 << exponent
            for size: UInt64 in [power - 1, power, power + 1] {
                let root = store.root(size)
                let indices: [UInt64] = [0, 1, size / 3, size / 2, size - 2, size - 1]
                for index in indices {
                    let proof = InclusionProof(of: index, in: size, subtree: store.hash)
                    try proof.verify(leaf: store.hash(0, index), root: root)
                }
            }
        }
    }

    @Test func `another leaf, index, root or length is refused`() throws {
        var tree = NaiveTree(count: 24)
        let store = SubtreeStore(tree.leaves)
        for size in UInt64(1)...24 {
            let root = tree.root(0..<Int(size))
            for index in 0..<size {
                let proof = InclusionProof(of: index, in: size, subtree: store.hash)
                let leaf = tree.leaves[Int(index)]
                for other in 0..<size + 2 where other != index {
                    let moved = InclusionProof(index: other, size: size, hashes: proof.hashes)
                    #expect(isRefused(moved, leaf, root))
                    guard other < size else { continue }
                    #expect(isRefused(proof, tree.leaves[Int(other)], root))
                }
                #expect(isRefused(proof, leaf, TreeHasher.emptyRoot))
                for hashes in [
                    proof.hashes + [leaf], [leaf] + proof.hashes, Array(proof.hashes.dropLast()),
                    Array(proof.hashes.dropFirst()), proof.hashes + [root],
                ] where hashes != proof.hashes {
                    let other = InclusionProof(index: index, size: size, hashes: hashes)
                    #expect(isRefused(other, leaf, root))
                }
            }
        }
    }

    @Test func `every bit of every hash of a proof counts`() throws {
        var tree = NaiveTree(count: 11)
        let store = SubtreeStore(tree.leaves)
        let root = tree.root(0..<11)
        let proof = InclusionProof(of: 4, in: 11, subtree: store.hash)
        #expect(proof.hashes.count == 4)
        for (place, bytes) in flips(of: proof.hashes.flatMap(\.bytes)) {
            let hashes = try HashTile(parsing: bytes).hashes
            let flipped = InclusionProof(index: 4, size: 11, hashes: hashes)
            #expect(isRefused(flipped, tree.leaves[4], root), "\(place)")
        }
    }

    @Test func `a hash has 32 bytes, not one more or less`() {
        for count in [0, 1, 31, 33, 64] {
            #expect(MerkleHash([UInt8](repeating: 7, count: count)) == nil)
        }
        #expect(MerkleHash([UInt8](repeating: 7, count: 32)) != nil)
    }

    @Test func `sizes and indices at the end of the numbers are refused, not trapped upon`() {
        let hash = TreeHasher.emptyRoot
        for size in [0, 1, .max - 1, .max] as [UInt64] {
            for index in [0, 1, .max - 1, .max] as [UInt64] {
                for count in [0, 1, 63, 64, 65, 200] where !(index == 0 && size == 1 && count == 0)
                {
                    let proof = InclusionProof(
                        index: index,
                        size: size,
                        hashes: Array(repeating: hash, count: count)
                    )
                    #expect(isRefused(proof, hash, hash))
                }
            }
        }
    }

    private func isRefused(_ proof: InclusionProof, _ leaf: MerkleHash, _ root: MerkleHash) -> Bool
    {
        code { () throws(MerkleError) in try proof.verify(leaf: leaf, root: root) }?.code
            == .notProven
    }
}

/// A tree of one leaf more than 2^20, built once.
enum BigTree {
    static let store: SubtreeStore = {
        let count: UInt64 = (1 << 20) + 1
        return SubtreeStore((0..<count).map(leaf))
    }()

    private static func leaf(_ number: UInt64) -> MerkleHash {
        let bytes = (0..<3).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
        return TreeHasher.leaf(bytes.span)
    }
}
