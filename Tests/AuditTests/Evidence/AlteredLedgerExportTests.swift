import Audit
import EventLog
import Foundation
import LMDB
import LedgerTesting
import MerkleTree
import Testing

@Suite struct `Exporting tiles of a ledger that was altered` {
    private let folder: TemporaryFolder
    private let evidence: EvidenceLedger

    /// An export of 600 records, a long payload among them, and a ledger that has 20 more since.
    init() throws {
        folder = try TemporaryFolder()
        evidence = try EvidenceLedger()
        try evidence.grow(to: 300)
        try evidence.appendLongComment()
        try evidence.grow(to: 600)
        try evidence.sign()
        try evidence.export(to: folder("out"))
        try evidence.grow(to: 620)
        try evidence.sign()
    }

    /// Changes a ledger's tables beneath it, as an accident or somebody with a tool would.
    private func tamper(
        _ body: (inout WriteTransaction, LogTables) throws -> Void
    ) throws {
        let tables = try evidence.store.snapshot().tables
        var transaction = try evidence.store.beginWrite()
        try body(&transaction, tables)
        try transaction.commit()
    }

    private func alterRecord(_ position: UInt64) throws {
        var bytes = try evidence.store.snapshot().record(at: position).bytes
        bytes[bytes.count - 1] ^= 1
        try tamper { transaction, tables in try transaction.put(tables.log, position, bytes.span) }
    }

    @Test func `a long payload that is altered in the ledger is the ledger's fault`() throws {
        let blobs = try files(below: folder("out/blobs")).keys.sorted()
        let hash = try #require([UInt8](hexadecimal: blobs[0]))
        try tamper { transaction, tables in try transaction.put(tables.blobs, hash.span, [7].span) }
        let refusal = #expect(throws: LedgerError.self) { try evidence.export(to: folder("out")) }
        #expect(refusal?.code == .corrupted)
        #expect(refusal?.message.contains("payload \(blobs[0]) is altered in the ledger") == true)
        #expect {
            try evidence.export(to: folder("new"))
        } throws: { error in
            let error = error as? LedgerError
            return error?.code == .corrupted
                && error?.message.contains("of record 302 is missing or altered") == true
        }
    }

    @Test func `a record that is altered in the ledger is told, unless the folder has it sound`()
        throws
    {
        let sound = try files(below: folder("out"))
        // Its bundle is whole in the folder, and the ledger's tree vouches for what stands there.
        try alterRecord(100)
        try evidence.export(to: folder("out"))
        let name = "tile/entries/000"
        #expect(try files(below: folder("out"))[name] == sound[name])
        #expect(throws: LedgerError(.corrupted, "")) { try evidence.export(to: folder("new")) }
    }

    @Test(arguments: [(560, .forked), (610, .corrupted)] as [(UInt64, LedgerError.Code)])
    func `a record of the last bundle that is altered in the ledger is told`(
        position: UInt64,
        code: LedgerError.Code
    ) throws {
        try alterRecord(position)
        #expect(throws: LedgerError(code, "")) { try evidence.export(to: folder("out")) }
    }
}
