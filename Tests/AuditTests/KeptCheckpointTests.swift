import Audit
import Foundation
import LedgerTesting
import MerkleTree
import Orders
import Projections
import Testing

@testable import EventLog

@Suite struct `Comparing a ledger with checkpoints that were kept elsewhere` {
    private static let count = 50

    /// A ledger that grew in steps, with a copy of its folder and a checkpoint from each of them.
    private struct Grown {
        let folder: TemporaryFolder
        let key: SigningKey
        var checkpoints: [SignedCheckpoint] = []

        init() throws {
            folder = try TemporaryFolder()
            key = try SigningKey.random(name: KeyName("example.org/shop"))
            // Of a plain ledger, the file alone is the whole of it: a copy can be appended to.
            let ledger = try TemporaryLedger(isPlain: true, at: folder("grown"))
            for step in 0..<count {
                var order = OrderBuilder("o\(step)")
                ledger.store.append([try order.placed(), try order.captured()])
                if step % 3 == 0 { ledger.store.append(try order.commented("more")) }
                checkpoints.append(try sign(ledger.store))
                let copy = folder("copy-\(step)")
                try FileManager.default.createDirectory(
                    atPath: copy,
                    withIntermediateDirectories: true
                )
                try FileManager.default.copyItem(
                    atPath: folder("grown/data.mdb"),
                    toPath: copy + "/data.mdb"
                )
            }
        }

        func sign(_ store: LogStore) throws -> SignedCheckpoint {
            let snapshot = try store.snapshot()
            let size = try snapshot.tail.position
            return try SignedCheckpoint(
                Checkpoint(
                    origin: key.verifier.name,
                    size: size,
                    root: snapshot.treeRoot(of: size)
                ),
                by: key
            )
        }

        func open(_ step: Int) throws -> LogStore {
            try LogStore(
                path: folder("copy-\(step)"),
                configuration: LogStore.Configuration { ManualClock.start },
                projection: OrderViews()
            )
        }

        /// What a ledger is to a checkpoint, and whether that alone was objected to.
        func verdict(
            _ store: LogStore,
            _ checkpoint: SignedCheckpoint
        ) throws -> CheckpointComparison.Verdict? {
            let foreign = ForeignCheckpoint(checkpoint, keys: [key.verifier])
            let report = try store.verifyLog(against: foreign)
            #expect(report.against?.signature == .verified)
            #expect(report.faults.count == (report.against?.verdict == .prefix ? 0 : 1))
            return report.against?.verdict
        }
    }

    @Test func `an older copy is told from every later checkpoint, all pairs`() throws {
        let grown = try Grown()
        for step in 0..<Self.count {
            let store = try grown.open(step)
            for (other, checkpoint) in grown.checkpoints.enumerated() {
                let verdict = try grown.verdict(store, checkpoint)
                #expect(verdict == (other <= step ? .prefix : .rollback), "\(step), \(other)")
            }
        }
    }

    @Test func `a copy that went another way is told, however it was signed`() throws {
        let grown = try Grown()
        let last = try #require(grown.checkpoints.last)
        let original = try grown.open(Self.count - 1)
        for step in 0..<Self.count - 1 {
            let store = try grown.open(step)
            var number = 0
            while try store.lastPosition < last.checkpoint.size {
                var order = OrderBuilder("fork-\(number)")
                try #require(store.append([try order.placed()]).isNew)
                number += 1
            }
            let resigned = try grown.sign(store)
            #expect(try grown.verdict(original, resigned) != .prefix, "\(step) signed again")
            for (other, checkpoint) in grown.checkpoints.enumerated() {
                let verdict = try grown.verdict(store, checkpoint)
                #expect(verdict == (other <= step ? .prefix : .fork), "\(step), \(other)")
            }
        }
    }

    @Test func `a signature is checked by the key, and said to be unchecked without one`() throws {
        let ledger = try TemporaryLedger()
        let key = try SigningKey.random(name: KeyName("example.org/shop"))
        let other = try SigningKey.random(name: KeyName("example.org/shop"))
        let snapshot = try ledger.store.snapshot()
        let head = Checkpoint(
            origin: key.verifier.name,
            size: 1,
            root: try snapshot.treeRoot(of: 1)
        )
        _ = consume snapshot
        let signed = try SignedCheckpoint(head, by: key)
        let unchecked = try ledger.store.verify(against: ForeignCheckpoint(signed))
        #expect(unchecked.isSound)
        #expect(unchecked.against?.signature == .unchecked)
        let refused = try ledger.store.verify(
            against: ForeignCheckpoint(signed, keys: [other.verifier])
        )
        #expect(!refused.isSound)
        #expect(refused.against?.verdict == .prefix)
        #expect(refused.against?.signature == .refused)
    }

    @Test func `roots at sizes within and at the ends of spans are those of the log`() throws {
        let ledger = try TemporaryLedger()
        let key = try SigningKey.random(name: KeyName("example.org/shop"))
        var order = OrderBuilder("long")
        ledger.store.append(try order.placed())
        for number in 0..<790 { ledger.store.append(try order.commented("\(number)")) }
        for size in [1, 2, 255, 256, 257, 511, 512, 513, 768, 769, 792] as [UInt64] {
            let root = try ledger.store.snapshot().treeRoot(of: size)
            let head = Checkpoint(origin: key.verifier.name, size: size, root: root)
            let foreign = ForeignCheckpoint(try SignedCheckpoint(head, by: key))
            for level in [8, 16] {
                let report = try ledger.store.verify(against: foreign, spanLevel: level)
                #expect(report.against?.verdict == .prefix, "size \(size), level \(level)")
                #expect(report.isSound)
            }
        }
    }
}

@Suite struct `Checkpoints that a ledger keeps` {
    /// What a verification says of a ledger of five records that keeps a note under a size.
    private func faults(
        keeping size: UInt64,
        _ note: (SigningKey, borrowing LogSnapshot) throws -> [UInt8],
    ) throws -> [VerificationFault] {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("a")
        for event in try order.wholeLife() { ledger.store.append(event) }
        let key = try SigningKey.random(name: KeyName("example.org/shop"))
        let bytes = try note(key, ledger.store.snapshot())
        try ledger.store.keepCheckpoints(ofSize: size) { (kept) throws(LedgerError) in
            try kept.add(note: bytes, size: size)
        }
        return try ledger.store.verify().faults.details
    }

    private func note(_ key: SigningKey, _ size: UInt64, _ root: MerkleHash) throws -> [UInt8] {
        let head = Checkpoint(origin: key.verifier.name, size: size, root: root)
        return try SignedCheckpoint(head, by: key).bytes
    }

    @Test func `a true one passes, at every size`() throws {
        for size in 1...5 as ClosedRange<UInt64> {
            let faults = try faults(keeping: size) { key, snapshot in
                try note(key, size, snapshot.treeRoot(of: size))
            }
            #expect(faults == [])
        }
    }

    @Test func `one of another tree, a later one and one that is none are named`() throws {
        let other = try faults(keeping: 3) { key, snapshot in
            try note(key, 3, snapshot.treeRoot(of: 2))
        }
        #expect(other.map(\.position) == [3])
        let later = try faults(keeping: 9) { key, snapshot in
            try note(key, 9, snapshot.treeRoot(of: 2))
        }
        #expect(later.map(\.position) == [9])
        let misplaced = try faults(keeping: 3) { key, snapshot in
            try note(key, 2, snapshot.treeRoot(of: 2))
        }
        #expect(misplaced.map(\.position) == [3])
        let garbage = try faults(keeping: 3) { _, _ in Array("nothing".utf8) }
        #expect(garbage.map(\.position) == [3])
    }

    @Test(arguments: [1, 128] as [UInt8])
    func `one under a number behind a gap is named`(number: UInt8) throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("a")
        for event in try order.wholeLife() { ledger.store.append(event) }
        let key = try SigningKey.random(name: KeyName("example.org/shop"))
        let bytes = try note(key, 3, ledger.store.snapshot().treeRoot(of: 3))
        try ledger.store.keepCheckpoints(ofSize: 3) { (kept) throws(LedgerError) in
            kept = [KeptCheckpoint(size: 3, number: number, note: bytes)]
        }
        let faults = try ledger.store.verify().faults.details
        #expect(faults.map(\.what).contains { $0.contains("kept checkpoints") })
    }
}
