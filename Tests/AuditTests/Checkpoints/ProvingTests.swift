import Audit
import EventLog
import LMDB
import LedgerTesting
import MerkleTree
import Orders
import Testing

@Suite
struct `Proving an event` {
    @Test
    func `leads every record to the newest head that covers it`() throws {
        let signed = try SignedLedger(events: 30)
        _ = try signed.sign()
        try signed.append(270)
        let middle = try signed.sign()
        try signed.append(5)
        let records = try signed.store.allRecords()
        for position in 1...middle.checkpoint.size {
            let proof = try TLogProof(parsing: signed.store.proof(of: position).bytes)
            #expect(proof.index == position - 1)
            #expect(proof.extra == records[Int(position) - 1].bytes)
            #expect(proof.checkpoint == middle)
            let entry = try #require(proof.extra)
            let leaf = TreeHasher.leaf(entry.span)
            try proof.verifyInclusion(of: leaf)
            #expect(throws: MerkleError.self) {
                try proof.verifyInclusion(of: TreeHasher.node(leaf, leaf))
            }
        }
        #expect(throws: LedgerError(.noCheckpoint, "")) {
            try signed.store.proof(of: middle.checkpoint.size + 1)
        }
        for position: UInt64 in [0, 307, .max] {
            #expect(throws: LedgerError(.malformed, "")) {
                try signed.store.proof(of: position)
            }
        }
    }

    @Test
    func `fails for a record that was altered, and for a head that was`() throws {
        let signed = try SignedLedger(events: 30)
        let head = try signed.sign()
        try signed.alter(7)
        #expect(throws: LedgerError(.corrupted, "")) { try signed.store.proof(of: 7) }
        let size = head.checkpoint.size
        for note in [Array("nothing".utf8), head.bytes.map { $0 == UInt8(ascii: "3") ? 52 : $0 }] {
            try signed.store.keepCheckpoints(ofSize: size) { $0[0].note = note }
            #expect(throws: LedgerError(.corrupted, "")) { try signed.store.proof(of: 9) }
        }
    }

    @Test
    func `makes the hashes that the definition gives, for random places and sizes`() throws {
        var random = SeededGenerator(seed: SeededGenerator.announcedSeed(for: "proofs"))
        let signed = try SignedLedger(events: 900)
        let leaves = try signed.store.allRecords().map { TreeHasher.leaf($0.bytes.span) }
        let snapshot = try signed.store.snapshot()
        for _ in 0..<120 {
            let size = Int.random(in: 1...leaves.count, using: &random)
            let place = Int.random(in: 1...size, using: &random)
            let inclusion = try snapshot.inclusionProof(of: UInt64(place), in: UInt64(size))
            let plain = PlainTree.inclusion(of: place - 1, leaves.prefix(size))
            #expect(inclusion.hashes == plain, "\(place) of \(size)")
            let consistency = try snapshot.consistencyProof(
                from: UInt64(place),
                to: UInt64(size)
            )
            let twin = PlainTree.consistency(of: place, leaves.prefix(size))
            #expect(consistency.hashes == twin, "\(place) to \(size)")
        }
    }
}
