import LMDB
import LedgerTesting
import MerkleTree
import Orders
import Testing

@testable import EventLog

@Suite
struct `The tree kept with the log` {
    @Test
    func `begins with the records that a ledger is made with`() throws {
        let ledger = try TemporaryLedger()
        let genesis = try #require(ledger.store.allRecords().first)
        let snapshot = try ledger.store.snapshot()
        #expect(try snapshot.treeRoot(of: 0) == TreeHasher.emptyRoot)
        #expect(try snapshot.treeRoot(of: 1) == TreeHasher.leaf(genesis.bytes.span))
        #expect(try snapshot.treeSize == 1)
    }

    @Test
    func `has the root that the definition gives, at every size, however events were batched`()
        throws
    {
        var random = SeededGenerator(
            seed: SeededGenerator.announcedSeed(for: "tree in random batches")
        )
        let ledger = try TemporaryLedger(projection: NoViews())
        var writer = CommentWriter()
        var checked: UInt64 = 0
        while try ledger.store.lastPosition < 900 {
            if random.oneIn(5) { try ledger.reopen() }
            let size = random.pick([1, 1, 2, 3, 63, 64, 65, 200, 255, 256, 257, 300])
            #expect(ledger.store.append(try writer.next(size)).isNew)
            let end = try ledger.store.lastPosition
            try expectRoots(ledger.store, behind: checked, through: end)
            checked = end
        }
        try expectBlocks(ledger.store)
    }

    @Test
    func `of several batches in one transaction leaves out what was refused`() throws {
        let ledger = try TemporaryLedger()
        var first = OrderBuilder("A-1")
        var second = OrderBuilder("A-2")
        let verdicts = ledger.store.append([
            AppendBatch([try first.placed()]),
            AppendBatch([try first.commented("so"), try first.event("delivered")]),
            AppendBatch([try second.placed()]),
        ])
        #expect(verdicts.map(\.isNew) == [true, false, true])
        try expectRoots(ledger.store, behind: 0, through: 3)
    }

    @Test
    func `hashes whole blocks of what stays, whatever was taken back across their borders`()
        throws
    {
        var random = SeededGenerator(
            seed: SeededGenerator.announcedSeed(for: "tree of refused batches")
        )
        let ledger = try TemporaryLedger(projection: NoViews())
        var writer = CommentWriter()
        #expect(ledger.store.append(try writer.next(1)).isNew)
        for _ in 0..<6 {
            var batches: [AppendBatch] = []
            var isRefused: [Bool] = []
            for _ in 0..<8 {
                var events = try writer.next(random.pick([1, 50, 200, 255, 256, 257, 600]))
                isRefused.append(random.oneIn(3))
                if isRefused.last == true { events.append(try writer.refused()) }
                batches.append(AppendBatch(events))
            }
            let verdicts: [AppendVerdict] = ledger.store.append(batches)
            #expect(verdicts.map(\.isNew) == isRefused.map(!))
        }
        try expectBlocks(ledger.store)
        #expect(
            try ledger.store.snapshot().treeRoot(of: ledger.store.lastPosition)
                == PlainTree.root(leaves(of: ledger.store)[...])
        )
    }

    @Test
    func `keeps the roots of groups of 65,536 leaves and of the blocks beneath them`() throws {
        let ledger = try TemporaryLedger(projection: NoViews())
        var writer = CommentWriter()
        while try ledger.store.lastPosition < 66_000 {
            #expect(ledger.store.append(try writer.next(10_000)).isNew)
        }
        let leaves = try leaves(of: ledger.store)
        let snapshot = try ledger.store.snapshot()
        #expect(
            try snapshot.treeGroup(level: 2, index: 0) == PlainTree.root(leaves.prefix(65_536))
        )
        #expect(try snapshot.treeGroup(level: 2, index: 1) == nil)
        for size in [65_535, 65_536, 65_537, 65_792, 65_793, leaves.count] {
            #expect(
                try snapshot.treeRoot(of: UInt64(size)) == PlainTree.root(leaves.prefix(size)),
                "size \(size)"
            )
        }
        _ = consume snapshot
        try expectBlocks(ledger.store)
        try ledger.reopen()
        #expect(ledger.store.append(try writer.next(1)).isNew)
        let size = try ledger.store.lastPosition
        let edge = try ledger.store.edgeFromRows()
        #expect(try ledger.store.snapshot().treeRoot(of: size) == edge.root)
    }

    @Test
    func `is the same from two processes that append in turn`() async throws {
        let ledger = try TemporaryLedger(projection: NoViews())
        var writer = CommentWriter()
        #expect(ledger.store.append(try writer.next(250)).isNew)
        // The store of this process keeps its edge while another process moves the log on.
        for round in 0..<3 {
            await #expect(processExitsWith: .success) {
                [path = ledger.path as String, round = round as Int] in
                let configuration = LogStore.Configuration { ManualClock.start }
                let other = try LogStore(
                    path: path,
                    configuration: configuration,
                    projection: NoViews()
                )
                var writer = CommentWriter(order: "other-\(round)")
                for size in [1, 2, 4] { #expect(other.append(try writer.next(size)).isNew) }
            }
            #expect(ledger.store.append(try writer.next(1)).isNew)
            let end = try ledger.store.lastPosition
            try expectRoots(ledger.store, behind: end - 8, through: end)
        }
        try expectBlocks(ledger.store)
    }
}

@Suite
struct `A ledger from before the tree` {
    private static let events = 700

    @Test
    func `is read as it is, and its roots are made from the records`() throws {
        let ledger = try Self.oldLedger()
        ledger.close()
        var configuration = ledger.configuration
        configuration.access = .readOnly
        let store = try LogStore(
            path: ledger.path,
            configuration: configuration,
            projection: NoViews()
        )
        let end = try store.lastPosition
        #expect(try store.snapshot().treeSize == 0)
        try expectRoots(store, behind: end - 3, through: end)
    }

    @Test(arguments: [1, 300])
    func `catches up in its next append`(batch: Int) throws {
        let ledger = try Self.oldLedger()
        try ledger.reopen()
        var writer = CommentWriter(order: "later")
        #expect(ledger.store.append(try writer.next(batch)).isNew)
        let end = try ledger.store.lastPosition
        #expect(try ledger.store.snapshot().treeSize == end)
        try expectRoots(ledger.store, behind: end - 10, through: end)
        try expectBlocks(ledger.store)
    }

    @Test
    func `catches up without an append where it is asked to`() throws {
        let ledger = try Self.oldLedger()
        try ledger.reopen()
        try ledger.store.catchUpTree()
        let end = try ledger.store.lastPosition
        #expect(try ledger.store.snapshot().treeSize == end)
        try expectBlocks(ledger.store)
        let rows = try TableDump(ledger.store)
        try ledger.store.catchUpTree()
        #expect(try TableDump(ledger.store) == rows)
    }

    @Test
    func `that an earlier build appended to once more catches up all the same`() throws {
        let ledger = try TemporaryLedger(projection: NoViews())
        var writer = CommentWriter()
        #expect(ledger.store.append(try writer.next(600)).isNew)
        // As if the last records had been appended by a build that knows no tree.
        var transaction = try ledger.store.beginWrite()
        let tree = try #require(try ledger.store.snapshot().tables.tree)
        try transaction.delete(tree, TreeKey.block(2))
        try transaction.commit()
        #expect(try ledger.store.snapshot().treeSize == 512)
        #expect(ledger.store.append(try writer.next(1)).isNew)
        let end = try ledger.store.lastPosition
        try expectRoots(ledger.store, behind: end - 10, through: end)
        try expectBlocks(ledger.store)
    }

    /// A ledger without the tables of the tree, closed.
    private static func oldLedger() throws -> TemporaryLedger {
        let ledger = try TemporaryLedger(projection: NoViews())
        var writer = CommentWriter()
        _ = ledger.store.append(try writer.next(events))
        let tables = try ledger.store.snapshot().tables
        try ledger.store.environment.dropTable(try #require(tables.tree))
        try ledger.store.environment.dropTable(try #require(tables.checkpoints))
        ledger.close()
        return ledger
    }
}

@Suite
struct `A tree that contradicts its log` {
    @Test
    func `takes no append where the last records were changed`() throws {
        let ledger = try TemporaryLedger(projection: NoViews())
        var writer = CommentWriter()
        #expect(ledger.store.append(try writer.next(40)).isNew)
        let tables = try ledger.store.snapshot().tables
        var record = try ledger.store.snapshot().record(at: 7).bytes
        record[record.count - 3] ^= 1
        var transaction = try ledger.store.beginWrite()
        try transaction.put(tables.log, 7, record)
        try transaction.commit()
        try ledger.reopen()
        let before = try TableDump(ledger.store)
        #expect(ledger.store.append(try writer.next(1)).failure == .corrupted)
        #expect(try TableDump(ledger.store) == before)
    }

    @Test
    func `takes no append where it has more leaves than the log has records`() throws {
        let ledger = try TemporaryLedger(projection: NoViews())
        var writer = CommentWriter()
        #expect(ledger.store.append(try writer.next(255)).isNew)
        let log = try ledger.store.snapshot().tables.log
        var transaction = try ledger.store.beginWrite()
        #expect(try transaction.delete(log, 256))
        try transaction.commit()
        try ledger.reopen()
        #expect(ledger.store.append(try writer.next(1)).failure == .corrupted)
    }
}

/// Comments of ever different lengths on one order.
private struct CommentWriter {
    private var builder: OrderBuilder
    private var isPlaced = false

    init(order: String = "A-1") { builder = OrderBuilder(order) }

    mutating func next(_ count: Int) throws -> [NewEvent] {
        var events: [NewEvent] = []
        if !isPlaced { events.append(try builder.placed()) }
        isPlaced = true
        while events.count < count {
            let text = String(repeating: "x", count: builder.count % 90)
            events.append(try builder.commented(text))
        }
        return events
    }

    /// An event that the workflow refuses of an order that is merely placed.
    mutating func refused() throws -> NewEvent { try builder.event("delivered") }
}

/// The leaf hashes of all records.
private func leaves(of store: LogStore) throws -> [MerkleHash] {
    try store.allRecords().map { TreeHasher.leaf($0.bytes.span) }
}

private func expectRoots(
    _ store: LogStore,
    behind first: UInt64,
    through last: UInt64,
    sourceLocation: SourceLocation = #_sourceLocation,
) throws {
    let leaves = try leaves(of: store)
    let snapshot = try store.snapshot()
    for size in first...last {
        let root = try snapshot.treeRoot(of: size)
        #expect(
            root == PlainTree.root(leaves.prefix(Int(size))),
            "size \(size)",
            sourceLocation: sourceLocation
        )
    }
}

/// Every block of the tree is made of the records that it covers.
private func expectBlocks(
    _ store: LogStore,
    sourceLocation: SourceLocation = #_sourceLocation,
) throws {
    let leaves = try leaves(of: store)
    var next = 0
    try store.snapshot().scanTree(from: 0, limit: .max) { block in
        let range = Int(block.positions.lowerBound) - 1..<Int(block.positions.upperBound)
        #expect(range.lowerBound == next, sourceLocation: sourceLocation)
        #expect(block.root == PlainTree.root(leaves[range]), sourceLocation: sourceLocation)
        #expect(block.prefixes == leaves[range].map(\.prefix), sourceLocation: sourceLocation)
        next = range.upperBound
    }
    #expect(next == leaves.count, sourceLocation: sourceLocation)
}

extension LogStore {
    /// The edge as a store would read it that had none in memory.
    fileprivate func edgeFromRows() throws -> TreeEdge {
        let snapshot = try snapshot()
        guard let tree = snapshot.tables.tree else { return TreeEdge() }
        return try snapshot.tables.treeEdge(tree, in: snapshot.transaction)
    }
}
