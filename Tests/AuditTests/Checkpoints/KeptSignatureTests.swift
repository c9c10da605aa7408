import Audit
import EventLog
import LedgerTesting
import MerkleTree
import Testing

@Suite
struct `Signatures under what a ledger keeps` {
    private let signed: SignedLedger
    private let head: SignedCheckpoint
    private let witness: SigningKey

    init() throws {
        signed = try SignedLedger(events: 10)
        head = try signed.sign()
        witness = try SigningKey.random(name: KeyName("w.example/one"), algorithm: .cosignature)
    }

    /// The head with one more line under it.
    private func cosigned(isTrue: Bool) throws -> [UInt8] {
        let text = isTrue ? head.note.text : Array("another text\n".utf8)
        let line = try Cosignature(of: text, by: witness, atSeconds: 1_700_000_000)
            .line(of: witness.verifier)
        return try head.note.adding(line).bytes
    }

    private func keep(_ note: [UInt8]) throws {
        try signed.store.keepCheckpoints(ofSize: head.checkpoint.size) { $0[0].note = note }
    }

    private func verify(_ keys: [VerifierKey] = []) throws -> VerificationReport {
        try signed.store.verify(keys: keys)
    }

    private func sentences(_ report: VerificationReport) -> [String] {
        report.faults.details.map(\.what).filter { $0.hasPrefix("the kept checkpoint") }
    }

    @Test
    func `of a witness that nobody knows are counted, and verified once its key is given`() throws {
        try keep(cosigned(isTrue: true))
        let unknown = try verify()
        #expect(sentences(unknown) == [])
        #expect(unknown.signatures.heads == 1 && unknown.signatures.signed == 1)
        #expect(unknown.signatures.cosigned == 0 && unknown.signatures.unknown == 1)
        let known = try verify([witness.verifier])
        #expect(sentences(known) == [])
        #expect(known.signatures.signed == 1)
        #expect(known.signatures.cosigned == 1 && known.signatures.unknown == 0)
    }

    @Test
    func `of a witness that are false are named where its key is given or kept`() throws {
        try keep(cosigned(isTrue: false))
        #expect(sentences(try verify()) == [])
        let given = try verify([witness.verifier])
        #expect(given.signatures.cosigned == 0 && given.signatures.unknown == 0)
        #expect(sentences(given).count == 1)
        #expect(sentences(given).first?.contains("a false signature of a witness") == true)
        try signed.store.keepKey(Array(witness.verifier.description.utf8))
        #expect(sentences(try verify()).count == 1)
        #expect(throws: LedgerError(.corrupted, "")) { try signed.store.proof(of: 3) }
    }

    @Test
    func `of a witness are verified from then on when they are added under its key`() throws {
        let outcome = try signed.store.addSignatures(
            cosigned(isTrue: true),
            of: [witness.verifier]
        )
        #expect(outcome.added.count == 1)
        #expect(try verify().signatures.cosigned == 1)
        try keep(cosigned(isTrue: false))
        #expect(sentences(try verify()).count == 1)
    }

    @Test
    func `of the log are checked by the key that is given, and not by the one that is kept`()
        throws
    {
        let report = try verify([signed.keys.verifier])
        #expect(sentences(report) == [] && report.signatures.signed == 1)
        for name in ["example.com/shop", "example.com/other"] {
            let other = try SigningKey.random(name: KeyName(name)).verifier
            let refused = try verify([other])
            #expect(sentences(refused).count == 1)
            #expect(sentences(refused).first?.contains("by no key that was given") == true)
            #expect(refused.signatures.signed == 0 && refused.signatures.unknown == 1)
            #expect(sentences(try verify([other, signed.keys.verifier])) == [])
        }
    }

    @Test
    func `must be of a key that the ledger keeps, or nothing is proven by them`() throws {
        _ = try signed.store.proof(of: 3)
        var forged = head.bytes
        let place = forged.count - 10
        forged[place] = forged[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        let other = try SigningKey.random(name: KeyName("example.com/shop"))
        for note in [forged, try SignedCheckpoint(head.checkpoint, by: other).bytes] {
            try keep(note)
            let error = try #require(throws: LedgerError.self) {
                try signed.store.proof(of: 3)
            }
            #expect(error.code == .corrupted)
            #expect(error.message.contains("not those of the keys that the ledger keeps"))
        }
    }
}
