import MerkleTree
import Testing

@Suite("Proofs in a file")
struct TLogProofTests {
    private let key: SigningKey
    private let entries = (0..<11).map { Array("entry \($0)".utf8) }
    private let proof: TLogProof

    init() throws {
        key = try GoldenKey.log()
        let store = SubtreeStore(entries.map { TreeHasher.leaf($0.span) })
        let head = Checkpoint(origin: key.verifier.name, size: 11, root: store.root(11))
        proof = TLogProof(
            InclusionProof(of: 4, in: 11, subtree: store.hash),
            under: try SignedCheckpoint(head, by: key),
            extra: entries[4]
        )
    }

    private func check(_ bytes: [UInt8]) throws(MerkleError) {
        let proof = try TLogProof(parsing: bytes)
        try proof.checkpoint.verify(log: key.verifier)
        let entry = proof.extra ?? []
        try proof.verifyInclusion(of: TreeHasher.leaf(entry.span))
    }

    @Test func `the golden file is written, read and proves its entry`() throws {
        try Fixture.expect(proof.bytes, equal: "entry.tlog-proof")
        #expect(try TLogProof(parsing: proof.bytes) == proof)
        try check(proof.bytes)
    }

    @Test func `every flipped bit of a file is refused`() {
        for (place, bytes) in flips(of: proof.bytes) {
            #expect(code { () throws(MerkleError) in try check(bytes) } != nil, "\(place)")
        }
    }

    @Test func `every cut of a file is refused`() {
        let bytes = proof.bytes
        for end in bytes.indices {
            let error = code { () throws(MerkleError) in try check(Array(bytes[..<end])) }
            #expect(error?.code == .malformed, "\(end)")
        }
    }

    @Test func `a tree of one leaf is proven by no hash, and extra may be absent`() throws {
        let entry = entries[0]
        let leaf = TreeHasher.leaf(entry.span)
        let head = Checkpoint(origin: key.verifier.name, size: 1, root: leaf)
        let proof = TLogProof(
            InclusionProof(index: 0, size: 1, hashes: []),
            under: try SignedCheckpoint(head, by: key),
            extra: []
        )
        let read = try TLogProof(parsing: proof.bytes)
        #expect(read == proof)
        #expect(read.extra == nil)
        try read.verifyInclusion(of: leaf)
    }

    @Test func `what is no proof is refused`() {
        let text = String(decoding: proof.bytes, as: UTF8.self)
        let hash = proof.hashes[0].base64 + "\n"
        let changes: [(String, String)] = [
            ("@v1", "@v2"), ("index 4", "index 04"), ("index 4", "index"), ("index 4\n", ""),
            ("index 4", "index 4 "), ("extra ", "extra  "), ("index 4", "extra AAAA\nindex 4"),
            ("index 4", "index 18446744073709551616"), (Base64.encode(entries[4]), ""),
            (hash, String(hash.dropFirst(4))), (hash, "A\(hash)"), ("\n", "\r\n"),
            (hash, String(repeating: hash, count: 62)),
        ]
        var texts: [String] = ["", "\n", " \(text)", "\(text)\n", "\(text) "]
        for (old, new) in changes { texts.append(text.replacing(old, with: new)) }
        for text in texts {
            let error = code { () throws(MerkleError) in try check(Array(text.utf8)) }
            #expect(error?.code == .malformed, "\(text)")
        }
    }

    @Test func `64 hashes are read, though no tree of ours needs them`() throws {
        let text = String(decoding: proof.bytes, as: UTF8.self)
        let hash = proof.hashes[0].base64 + "\n"
        let long = text.replacing(hash, with: String(repeating: hash, count: 61))
        #expect(try TLogProof(parsing: Array(long.utf8)).hashes.count == 64)
        let error = code { () throws(MerkleError) in try check(Array(long.utf8)) }
        #expect(error?.code == .notProven)
    }
}
