import MerkleTree
import Testing

/// The keys of the golden files.
enum GoldenKey {
    static func log() throws -> SigningKey {
        try SigningKey(name: KeyName("example.com/shop"), seed: Array(0..<32))
    }

    static func witness() throws -> SigningKey {
        try SigningKey(
            name: KeyName("witness.example.org"),
            algorithm: .cosignature,
            seed: Array(32..<64)
        )
    }
}

/// The words of a log that transparency-dev published, with its checkpoints.
private let words = [
    "one", "two", "three", "four", "five", "six", "seven", "eit", "nain", "ten", "ileven", "twelf",
    "threeten", "fourten", "fivten",
]

@Suite("Checkpoints")
struct CheckpointTests {
    private func root(_ count: Int) -> MerkleHash {
        var range = CompactRange()
        for word in words.prefix(count) { range.append(TreeHasher.leaf(Array(word.utf8).span)) }
        return range.root
    }

    @Test func `a published log of 15 entries has its roots, and its checkpoint verifies`() throws {
        #expect(root(15).base64 == "rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=")
        let bytes = Array(
            """
            example.com/log/testdata
            6
            a6sWvsc2eEzmj72vah7mZ5dwFltivehh2b11qwlp5Jg=

            — example.com/log/testdata M9e0ln+nHSdGSHEZBcjvqyYDXDbG8WxDwCDjbbGAMv/NTynAtJWhckSXIpuw\
            pN3yJ4PTtzUbD34YGqIZr6RgJRn16gU=

            """.utf8
        )
        let signed = try SignedCheckpoint(parsing: bytes)
        try signed.verify(log: VerifierKey(PublishedKey.testdata))
        #expect(signed.checkpoint.size == 6)
        #expect(signed.checkpoint.root == root(6))
        #expect(signed.bytes == bytes)
    }

    @Test func `what is no checkpoint is refused`() {
        let hash = TreeHasher.emptyRoot.base64
        let other = root(1).base64
        let texts = [
            "", "o\n", "o\n1\n", "\n1\n\(hash)\n", "o\n1\n\(hash)", "o\n01\n\(hash)\n",
            "o\n+1\n\(hash)\n", "o\n-1\n\(hash)\n", "o\n 1\n\(hash)\n", "o\n\n\(hash)\n",
            "o\n18446744073709551616\n\(hash)\n", "o\n1\n\(hash.dropLast())\n", "o\n1\n\n",
            "o\n1\n\(hash)\n\n", "o\n1\n\(hash)\nextension\n\n", "o\n1\n\(hash)\nextension",
            "o\n1\nAAAA\n", "o\n0\n\(other)\n", "o\n1\n\(hash)AAAA\n",
        ]
        for text in texts {
            let error = code { () throws(MerkleError) in _ = try Checkpoint(text: Array(text.utf8))
            }
            #expect(error?.code == .malformed, "\(text)")
        }
    }

    @Test func `sizes to the end of the numbers and extension lines are read as they stand`() throws
    {
        let hash = TreeHasher.emptyRoot.base64
        for text in [
            "o\n0\n\(hash)\n", "o\n18446744073709551615\n\(hash)\n", "with space\n7\n\(hash)\n",
            "o\n7\n\(hash)\nfirst\nsecond line\n",
        ] {
            #expect(try Checkpoint(text: Array(text.utf8)).text == Array(text.utf8))
        }
    }

    @Test func `the log that signs must bear the name in the text`() throws {
        let key = try GoldenKey.log()
        let head = Checkpoint(origin: try KeyName("example.com/other"), size: 6, root: root(6))
        let error = code { () throws(MerkleError) in _ = try SignedCheckpoint(head, by: key) }
        #expect(error?.code == .wrongOrigin)

        let forged = try SignedCheckpoint(
            SignedNote(text: head.text, signatures: [NoteSignature(of: head.text, by: key)])
        )
        let refusal = code { () throws(MerkleError) in try forged.verify(log: key.verifier) }
        #expect(refusal?.code == .wrongOrigin)
    }

    @Test func `every flipped bit of a checkpoint is refused`() throws {
        let key = try GoldenKey.log()
        let head = Checkpoint(origin: key.verifier.name, size: 6, root: root(6))
        for (place, bytes) in flips(of: try SignedCheckpoint(head, by: key).bytes) {
            let error = code { () throws(MerkleError) in
                try SignedCheckpoint(parsing: bytes).verify(log: key.verifier)
            }
            #expect(error != nil, "\(place)")
        }
    }

    @Test func `a witness's signature is verified with its time`() throws {
        let (log, witness) = (try GoldenKey.log(), try GoldenKey.witness())
        let head = Checkpoint(origin: log.verifier.name, size: 15, root: root(15))
        let signed = try SignedCheckpoint(head, by: log)
        let line = try Cosignature(of: head.text, by: witness, atSeconds: 1_679_315_147)
            .line(of: witness.verifier)
        let cosigned = try signed.adding(line, of: witness.verifier)
        try Fixture.expect(signed.bytes, equal: "checkpoint")
        try Fixture.expect(cosigned.bytes, equal: "checkpoint-cosigned")
        try Fixture.expect(Array("\(witness.verifier)\n".utf8), equal: "witness.vkey")

        #expect(try cosigned.verify(log: log.verifier).isEmpty)
        let found = try cosigned.verify(log: log.verifier, witnesses: [witness.verifier])
        #expect(found.map(\.cosignature.seconds) == [1_679_315_147])
        #expect(try signed.verify(log: log.verifier, witnesses: [witness.verifier]).isEmpty)
        #expect(try cosigned.adding(line, of: witness.verifier) == cosigned)
        #expect(try NoteSignature(parsing: Array(line.line.utf8)) == line)
    }

    @Test func `every flipped bit of a cosignature is refused`() throws {
        let (log, witness) = (try GoldenKey.log(), try GoldenKey.witness())
        let head = Checkpoint(origin: log.verifier.name, size: 15, root: root(15))
        let signed = try SignedCheckpoint(head, by: log)
        let cosignature = try Cosignature(of: head.text, by: witness, atSeconds: 1_679_315_147)
        let line = Array(cosignature.line(of: witness.verifier).line.utf8)
        for (place, bytes) in flips(of: line) where bytes.last == line.last {
            let error = code { () throws(MerkleError) in
                _ = try signed.adding(NoteSignature(parsing: bytes), of: witness.verifier)
            }
            #expect(error != nil, "\(place)")
        }
    }

    @Test func `neither log nor witness can sign in the other's place`() throws {
        let (log, witness) = (try GoldenKey.log(), try GoldenKey.witness())
        let twin = try SigningKey(
            name: log.verifier.name,
            algorithm: .cosignature,
            seed: Array(0..<32)
        )
        let head = Checkpoint(origin: log.verifier.name, size: 15, root: root(15))
        let time = try Cosignature(of: head.text, by: twin, atSeconds: 1).line(of: twin.verifier)
        let note = try SignedNote(text: head.text, signatures: [time])
        let signed = try SignedCheckpoint(note)
        let refusals = [log.verifier, twin.verifier, witness.verifier].map { key in
            code { () throws(MerkleError) in try signed.verify(log: key) }?.code
        }
        #expect(refusals == [.noKnownKey, .wrongOrigin, .wrongOrigin])
    }

    @Test func `a cosignature of another length or a time beyond the format is none`() {
        for count in [0, 8, 64, 71, 73, 2428] {
            #expect(Cosignature([UInt8](repeating: 0, count: count)) == nil)
        }
        #expect(Cosignature([UInt8](repeating: 0x7F, count: 72)) != nil)
        #expect(Cosignature([UInt8](repeating: 0x80, count: 72)) == nil)
    }
}
