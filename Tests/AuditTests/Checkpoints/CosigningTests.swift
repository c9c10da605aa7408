import Audit
import EventLog
import LedgerTesting
import MerkleTree
import Testing

@Suite
struct `Adding signatures of witnesses` {
    private let signed: SignedLedger
    private let heads: [SignedCheckpoint]
    private let witness: SigningKey
    private let other: SigningKey

    init() throws {
        signed = try SignedLedger(events: 10)
        var heads = [try signed.sign()]
        try signed.append(3)
        heads.append(try signed.sign())
        self.heads = heads
        witness = try SigningKey.random(name: KeyName("w.example/one"), algorithm: .cosignature)
        other = try SigningKey.random(name: KeyName("w.example/two"), algorithm: .cosignature)
    }

    private func line(of key: SigningKey, over head: SignedCheckpoint) throws -> NoteSignature {
        try Cosignature(of: head.note.text, by: key, atSeconds: 1_700_000_000)
            .line(of: key.verifier)
    }

    @Test
    func `takes the lines that a witness answers, for whichever head they are over`() throws {
        for (index, head) in heads.enumerated() {
            let line = try line(of: witness, over: head)
            let outcome = try signed.store.addSignatures(
                Array(line.line.utf8),
                of: [other.verifier, witness.verifier]
            )
            #expect(outcome.added == [line])
            #expect(outcome.checkpoint.note.text == head.note.text)
            let kept = try signed.store.snapshot().checkpoints()[index]
            let now = try SignedCheckpoint(parsing: kept.note)
            let found = try now.verify(
                log: signed.keys.verifier,
                witnesses: [witness.verifier]
            )
            #expect(found.map(\.key) == [witness.verifier])
            // Once more, and nothing changes.
            let again = try signed.store.addSignatures(
                Array(line.line.utf8),
                of: [witness.verifier]
            )
            #expect(again.added.isEmpty)
            #expect(try signed.store.snapshot().checkpoints()[index] == kept)
        }
        // Signed again at the same size, the head comes with what was added.
        #expect(try signed.sign().note.signatures.count == 2)
    }

    @Test
    func `takes a whole checkpoint, and leaves out who is not known`() throws {
        let head = heads[0]
        let note = try head.note.adding(line(of: witness, over: head))
            .adding(line(of: other, over: head))
        let outcome = try signed.store.addSignatures(note.bytes, of: [other.verifier])
        #expect(outcome.added.map(\.name) == [other.verifier.name])
        #expect(outcome.unknown.map(\.name) == [witness.verifier.name])
        #expect(outcome.checkpoint.note.signatures.count == 2)
    }

    @Test
    func `refuses a false signature, a strange text and what is neither`() throws {
        let rows = try TableDump(signed.store)
        let line = try line(of: witness, over: heads[0])
        // The signature of one head under the text of another.
        let mixed = try heads[1].note.adding(line)
        #expect(throws: LedgerError(.malformed, "")) {
            try signed.store.addSignatures(mixed.bytes, of: [witness.verifier])
        }
        let strange = try SignedLedger(events: 4).sign()
        #expect(throws: LedgerError(.noCheckpoint, "")) {
            try signed.store.addSignatures(strange.bytes, of: [witness.verifier])
        }
        let strangeLine = try self.line(of: witness, over: strange)
        #expect(throws: LedgerError(.noCheckpoint, "")) {
            try signed.store.addSignatures(Array(strangeLine.line.utf8), of: [witness.verifier])
        }
        for (file, keys) in [(line.line, []), ("hello\n", [witness.verifier])] {
            #expect(throws: LedgerError(.malformed, "")) {
                try signed.store.addSignatures(Array(file.utf8), of: keys)
            }
        }
        #expect(try TableDump(signed.store) == rows)
    }
}
