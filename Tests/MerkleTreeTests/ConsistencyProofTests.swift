import MerkleTree
import Testing

@Suite("Consistency proofs")
struct ConsistencyProofTests {
    @Test func `every two sizes of a tree of up to 300 leaves have the proof of the definition`()
        throws
    {
        var tree = NaiveTree(count: 300)
        let store = SubtreeStore(tree.leaves)
        for new in 1...300 {
            let newRoot = tree.root(0..<new)
            for old in 1...new {
                let proof = ConsistencyProof(
                    from: UInt64(old),
                    to: UInt64(new),
                    subtree: store.hash
                )
                #expect(proof.hashes == tree.subproof(old, in: 0..<new, isWhole: true))
                try proof.verify(oldRoot: tree.root(0..<old), newRoot: newRoot)
            }
        }
    }

    @Test func `trees around the powers of two up to a million leaves`() throws {
        let store = BigTree.store
        let powers: [UInt64] = (1...20).map { 1 << $0 }
        let sizes: [UInt64] = powers.flatMap { [$0 - 1, $0, $0 + 1] }
        for (place, new) in sizes.enumerated() {
            let newRoot = store.root(new)
            let older: [UInt64] = Array(sizes[...place].suffix(12)) + Array(sizes.prefix(4))
            for old in older where old <= new {
                let proof = ConsistencyProof(from: old, to: new, subtree: store.hash)
                try proof.verify(oldRoot: store.root(old), newRoot: newRoot)
            }
        }
    }

    @Test func `other roots and other lengths are refused`() throws {
        var tree = NaiveTree(count: 24)
        let store = SubtreeStore(tree.leaves)
        for new in UInt64(1)...24 {
            for old in 1...new {
                let (oldRoot, newRoot) = (tree.root(0..<Int(old)), tree.root(0..<Int(new)))
                let proof = ConsistencyProof(from: old, to: new, subtree: store.hash)
                #expect(isRefused(proof, oldRoot, tree.leaves[3]))
                #expect(isRefused(proof, tree.leaves[3], newRoot))
                if old != new { #expect(isRefused(proof, newRoot, oldRoot)) }
                for hashes in [
                    proof.hashes + [oldRoot], [oldRoot] + proof.hashes, [newRoot] + proof.hashes,
                    Array(proof.hashes.dropFirst()), Array(proof.hashes.dropLast()), [],
                ] where hashes != proof.hashes {
                    let other = ConsistencyProof(oldSize: old, newSize: new, hashes: hashes)
                    #expect(isRefused(other, oldRoot, newRoot))
                }
            }
        }
    }

    @Test func `every bit of every hash of a proof counts`() throws {
        var tree = NaiveTree(count: 13)
        let store = SubtreeStore(tree.leaves)
        for old in [6, 7, 8] {
            let proof = ConsistencyProof(from: UInt64(old), to: 13, subtree: store.hash)
            for (place, bytes) in flips(of: proof.hashes.flatMap(\.bytes)) {
                let flipped = ConsistencyProof(
                    oldSize: UInt64(old),
                    newSize: 13,
                    hashes: try HashTile(parsing: bytes).hashes
                )
                #expect(isRefused(flipped, tree.root(0..<old), tree.root(0..<13)), "\(place)")
            }
        }
    }

    @Test func `nothing is proven of an empty tree, whatever the roots`() {
        for new in [0, 1, 5, UInt64.max] {
            let proof = ConsistencyProof(oldSize: 0, newSize: new, hashes: [])
            #expect(isRefused(proof, TreeHasher.emptyRoot, TreeHasher.emptyRoot))
        }
    }

    @Test func `sizes at the end of the numbers are refused, not trapped upon`() {
        let hash = TreeHasher.emptyRoot
        for new in [1, 2, .max - 1, .max] as [UInt64] {
            for old in [1, 2, 3, 1 << 63, .max - 1, .max] as [UInt64] {
                for count in [0, 1, 63, 64, 65, 200] where !(old == new && count == 0) {
                    let proof = ConsistencyProof(
                        oldSize: old,
                        newSize: new,
                        hashes: Array(repeating: hash, count: count)
                    )
                    #expect(isRefused(proof, hash, hash))
                }
            }
        }
    }

    private func isRefused(_ proof: ConsistencyProof, _ old: MerkleHash, _ new: MerkleHash) -> Bool
    {
        code { () throws(MerkleError) in try proof.verify(oldRoot: old, newRoot: new) }?.code
            == .notProven
    }
}
