import Audit
import EventLog
import Foundation
import LedgerTesting
import MerkleTree
import Orders
import Testing

@Suite struct `Checking a proof without a ledger` {
    private let evidence: EvidenceLedger

    init() throws {
        evidence = try EvidenceLedger()
        try evidence.grow(to: 20)
        try evidence.sign()
    }

    private func proof(of position: UInt64, extra: Bool = true) throws -> [UInt8] {
        let records = try evidence.store.allRecords()
        let leaves = records.map { TreeHasher.leaf($0.bytes.span) }
        let proof = InclusionProof(of: position - 1, in: 20) { level, index in
            var range = CompactRange()
            let start = Int(index) << level
            for leaf in leaves[start..<start + 1 << level] { range.append(leaf) }
            return range.root
        }
        let bytes = records[Int(position) - 1].bytes
        return TLogProof(proof, under: evidence.heads[0].signed, extra: extra ? bytes : nil).bytes
    }

    private func refusal(_ bytes: [UInt8], _ key: VerifierKey?) -> LedgerError.Code? {
        do {
            _ = try ProvenRecord(checking: bytes, log: key)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `every event of a log is proven, with its order and id`() throws {
        let records = try evidence.store.allRecords()
        for record in records {
            let bytes = try proof(of: record.position.rawValue)
            let proven = try ProvenRecord(checking: bytes, log: evidence.key.verifier)
            #expect(proven.position == record.position)
            #expect(proven.order == record.order && proven.id == record.id)
            #expect(proven.type == record.typeName)
            #expect(proven.log == evidence.key.verifier)
        }
    }

    @Test func `without a key the signature is not checked, and the answer says so`() throws {
        #expect(try ProvenRecord(checking: proof(of: 4)).log == nil)
    }

    @Test func `another log's key, and a key of the same name, are refused`() throws {
        let name = evidence.key.verifier.name
        let other = try SigningKey(name: name, seed: Array(32..<64)).verifier
        let foreign = try SigningKey(name: KeyName("other"), seed: Array(0..<32)).verifier
        #expect(try refusal(proof(of: 4), other) == .forked)
        #expect(try refusal(proof(of: 4), foreign) == .forked)
    }

    @Test func `one flipped bit in any byte of a proof is seen`() throws {
        let bytes = try proof(of: 4)
        for index in bytes.indices {
            var flipped = bytes
            flipped[index] ^= 1 << UInt8(index % 8)
            #expect(refusal(flipped, evidence.key.verifier) != nil, "byte \(index)")
        }
    }

    @Test func `a proof that does not carry its event is malformed`() throws {
        #expect(try refusal(proof(of: 4, extra: false), nil) == .malformed)
        #expect(refusal([], nil) == .malformed)
    }

    @Test(.enabled(if: ExternalTool.python != nil, "no python3"))
    func `a plain script says the same of a proof, and of a tampered one`() throws {
        let folder = try TemporaryFolder()
        let python = try #require(ExternalTool.python)
        let file = URL(filePath: folder("event.tlog-proof"))
        let bytes = try proof(of: 4)
        try Data(bytes).write(to: file)
        let key = evidence.key.verifier.description
        let run = try python.run(ExternalTool.script, file.path, "--key", key)
        #expect(run.status == 0, "\(run.text)")
        let head = evidence.heads[0].signed.checkpoint
        #expect(run.text == "entry 3 of 20, root \(head.root)\n")
        for index in stride(from: 0, to: bytes.count - 120, by: 97) {
            var flipped = bytes
            flipped[index] ^= 1
            try Data(flipped).write(to: file)
            let run = try python.run(ExternalTool.script, file.path, "--key", key)
            #expect(run.status == 1, "byte \(index)")
        }
    }
}
