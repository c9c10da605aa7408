import Audit
import EventLog
import Foundation
import LMDB
import LedgerTesting
import MerkleTree
import Orders
import Testing

@Suite
struct `Signing a tree` {
    @Test
    func `signs the root over the records as they are stored, at every size, and keeps each head`()
        throws
    {
        let signed = try SignedLedger()
        var heads: [SignedCheckpoint] = []
        for count in [0, 1, 1, 100, 153, 1, 255, 7] {
            try signed.append(count)
            let head = try signed.sign(heads.count.isMultiple(of: 3) ? .everything : .new)
            try head.verify(log: signed.keys.verifier)
            let size = try signed.store.lastPosition
            #expect(head.checkpoint.size == size)
            #expect(try head.checkpoint.root == signed.plainRoot(of: size))
            #expect(try signed.keys.lastHead() == head)
            heads.append(head)
        }
        let kept = try signed.store.snapshot().checkpoints()
        #expect(kept.map(\.note) == heads.map(\.bytes))
        #expect(kept.map(\.size) == heads.map(\.checkpoint.size))
    }

    @Test
    func `signs the same size again with the same bytes`() throws {
        let signed = try SignedLedger(events: 10)
        let head = try signed.sign()
        #expect(try signed.sign() == head)
        #expect(try signed.sign(.everything) == head)
        #expect(try signed.store.snapshot().checkpoints().count == 1)
    }

    @Test
    func `keeps a head that was signed by a process that died before it could`() throws {
        let signed = try SignedLedger(events: 10)
        try signed.copy(to: "before")
        let first = try signed.sign()
        // The key has signed, and the ledger is as if nothing had been kept.
        try signed.putBack("before")
        try signed.append(3)
        let second = try signed.sign()
        let kept = try signed.store.snapshot().checkpoints()
        #expect(kept.map(\.note) == [first.bytes, second.bytes])
    }

    @Test
    func `refuses an older copy of the ledger`() throws {
        let signed = try SignedLedger(events: 10)
        try signed.copy(to: "before")
        try signed.append(5)
        let head = try signed.sign()
        try signed.putBack("before")
        for extent in [RehashExtent.new, .everything] {
            #expect(throws: LedgerError(.refusedToSign, "")) { try signed.sign(extent) }
        }
        #expect(try signed.store.snapshot().checkpoints().isEmpty)
        #expect(try signed.keys.lastHead() == head)
    }

    @Test(arguments: [4, 300])
    func `refuses a ledger that went another way, however long it is by now`(more: Int) throws {
        let signed = try SignedLedger(events: 10)
        try signed.copy(to: "before")
        try signed.append(5)
        _ = try signed.sign()
        try signed.putBack("before")
        signed.ledger.clock.advance(by: .seconds(60))
        try signed.append(more + 1)
        for extent in [RehashExtent.new, .everything] {
            #expect(throws: LedgerError(.refusedToSign, "")) { try signed.sign(extent) }
        }
    }

    @Test(arguments: [5, 260, 300, 599])
    func `signs nothing where a record of those that it reads was altered`(
        position: UInt64
    ) throws {
        let signed = try SignedLedger(events: 250)
        let head = try signed.sign()
        try signed.append(400)
        try signed.alter(position)
        let extents: [RehashExtent] = [.new, .everything]
        for extent in extents {
            // What the key signed before is not read again unless that is asked for, but it is the
            // block in which that ended.
            #expect(throws: LedgerError.self) { try signed.sign(extent) }
        }
        #expect(try signed.keys.lastHead() == head)
        #expect(try signed.store.snapshot().checkpoints().count == 1)
    }

    @Test
    func `with older blocks taken from the tree signs what was signed before of them`() throws {
        let signed = try SignedLedger(events: 700)
        _ = try signed.sign()
        let root = try signed.plainRoot(of: 701)
        try signed.append(1)
        try signed.alter(5)
        // The root is over the record as it was, so that the altered one cannot be proven by it.
        let head = try signed.sign()
        #expect(try head.checkpoint.root != signed.plainRoot(of: 702))
        #expect(try signed.store.snapshot().treeRoot(of: 701) == root)
        #expect(throws: LedgerError(.corrupted, "")) { try signed.store.proof(of: 5) }
        #expect(throws: LedgerError(.refusedToSign, "")) { try signed.sign(.everything) }
    }

    @Test
    func `signs nothing where the tree was altered`() throws {
        let signed = try SignedLedger(events: 700)
        let tree = try #require(try signed.store.snapshot().tables.tree)
        let key: UInt64 = 62 << 56 | 1
        var row = try #require(try signed.store.snapshot().transaction.copyValue(tree, key))
        row[9] ^= 1
        var transaction = try signed.store.beginWrite()
        try transaction.put(tree, key, row)
        try transaction.commit()
        #expect(throws: LedgerError(.corrupted, "")) { try signed.sign() }
        #expect(try signed.keys.lastHead().checkpoint.size == 0)
    }

    @Test
    func `keeps the heads of two keys at one size apart`() throws {
        let signed = try SignedLedger(events: 3)
        let other = try KeyFolder.create(at: signed.ledger.folder("other"), name: "example.com/b")
        let heads = [try signed.sign(), try signed.store.signCheckpoint(with: other)]
        try signed.append(1)
        #expect(try signed.store.snapshot().checkpoints().map(\.note) == heads.map(\.bytes))
    }

    @Test
    func `of a ledger opened for reading keeps nothing and says so`() throws {
        let signed = try SignedLedger(events: 3)
        var configuration = signed.ledger.configuration
        signed.ledger.close()
        configuration.access = .readOnly
        let store = try LogStore(
            path: signed.ledger.path,
            configuration: configuration,
            projection: NoViews()
        )
        #expect(throws: LedgerError(.accessDenied, "")) {
            try store.signCheckpoint(with: signed.keys)
        }
    }
}

@Suite
struct `The folder of a log's key` {
    @Test
    func `holds the key for its owner alone, and the public half in the form of signed notes`()
        throws
    {
        let folder = try TemporaryFolder()
        let keys = try KeyFolder.create(at: folder("keys"), name: "example.com/shop")
        func text(_ name: String) throws -> String {
            try String(contentsOfFile: folder("keys/\(name)"), encoding: .utf8)
        }
        func mode(_ name: String) throws -> Int? {
            let path = folder("keys/\(name)")
            return try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try text("log.key").hasPrefix("PRIVATE+KEY+example.com/shop+\(keys.verifier.id)+"))
        #expect(try text("log.vkey") == "\(keys.verifier)\n")
        #expect(try mode("log.key") == 0o600)
        #expect(try mode("log.state") == 0o600)
        #expect(try KeyFolder(at: folder("keys")).verifier == keys.verifier)
        #expect(try keys.lastHead().checkpoint.size == 0)
    }

    @Test
    func `is never overwritten`() throws {
        let folder = try TemporaryFolder()
        let keys = try KeyFolder.create(at: folder("keys"), name: "a")
        #expect(throws: LedgerError(.alreadyExists, "")) {
            try KeyFolder.create(at: folder("keys"), name: "b")
        }
        #expect(try KeyFolder(at: folder("keys")).verifier == keys.verifier)
    }

    @Test
    func `must have a key of its owner's alone, and the halves must fit`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: LedgerError(.noSuchKey, "")) { try KeyFolder(at: folder("none")) }
        #expect(throws: LedgerError(.malformed, "")) {
            try KeyFolder.create(at: folder("bad"), name: "a name")
        }
        _ = try KeyFolder.create(at: folder("keys"), name: "a")
        let other = try KeyFolder.create(at: folder("other"), name: "a")
        try "\(other.verifier)\n"
            .write(toFile: folder("keys/log.vkey"), atomically: true, encoding: .utf8)
        #expect(throws: LedgerError(.malformed, "")) { try KeyFolder(at: folder("keys")) }
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644],
            ofItemAtPath: folder("other/log.key")
        )
        #expect(throws: LedgerError(.accessDenied, "")) { try KeyFolder(at: folder("other")) }
    }

    @Test
    func `that forgot what it signed signs no more`() throws {
        let signed = try SignedLedger(events: 3)
        let state = signed.ledger.folder("keys/log.state")
        let before = try Data(contentsOf: URL(filePath: state))
        _ = try signed.sign()
        for lost in [Data(), Data("x".utf8), before.dropLast(9) + Data("AAAAAAAA\n".utf8)] {
            try lost.write(to: URL(filePath: state))
            #expect(throws: LedgerError(.malformed, "")) { try signed.sign() }
        }
        try FileManager.default.removeItem(atPath: state)
        #expect(throws: LedgerError(.malformed, "")) { try signed.sign() }
    }

    @Test
    func `is used by one signer at a time`() throws {
        let signed = try SignedLedger(events: 3)
        let lock = try FolderLock(signed.keys.path)
        #expect(throws: LedgerError(.busy, "")) { try signed.sign() }
        withExtendedLifetime(lock) {}
    }
}
