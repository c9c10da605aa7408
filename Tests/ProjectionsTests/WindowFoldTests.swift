import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

@Suite struct `A fold by windows` {
    /// Orders that are touched again and again all over the log, in an order of their own each time.
    private func scattered(_ orders: Int, rounds: Int) throws -> TemporaryLedger {
        var random = SeededGenerator(seed: SeededGenerator.announcedSeed(for: "scattered"))
        let ledger = try TemporaryLedger()
        var builders = (0..<orders).map { OrderBuilder("o\($0)") }
        _ = ledger.store.append(
            try builders.indices.map { AppendBatch([try builders[$0].placed()]) }
        )
        for round in 1..<rounds {
            let batches = try builders.indices.shuffled(using: &random).map {
                AppendBatch([try builders[$0].commented("round \(round)")])
            }
            _ = ledger.store.append(batches)
        }
        return ledger
    }

    /// A small limit has stretches joined until they are one for each window.
    @Test(arguments: [(16, 24 << 20), (16, 400), (7, 64), (1, 2_000), (5_000, 1 << 20)])
    func `is the same wherever the records of a window are`(
        windowOrders: Int,
        stretchBytes: Int,
    ) throws {
        let (orders, rounds) = (150, 12)
        let store = try scattered(orders, rounds: rounds).store
        let fold = try WindowFold(
            store,
            last: store.lastPosition,
            orderMaximum: windowOrders,
            stretchBytes: stretchBytes,
            progress: .silent
        )
        let heads = try heads(fold)
        let snapshot = try store.snapshot()
        #expect(heads.count == orders)
        for (index, head) in heads.enumerated() {
            #expect(head.revision == rounds - 1)
            #expect(try snapshot.head(of: UInt32(index + 1)) == head)
        }
    }

    private func heads(_ fold: WindowFold) throws(LedgerError) -> [OrderHead] {
        var heads: [OrderHead] = []
        try fold.forEach { (window) throws(LedgerError) in
            window.entries.map(\.head)
        } inOrder: {
            heads += $0
        }
        return heads
    }

    @Test(arguments: [1, 7, 64, 5_000])
    func `is the same along the look of somebody who told it of the log part by part`(
        windowOrders: Int
    ) throws {
        let seed = SeededGenerator.announcedSeed(for: "a look by \(windowOrders)")
        var random = SeededGenerator(seed: seed)
        let ledger = try TemporaryLedger()
        try Workload.append(1_500, orders: 90, seed: seed, to: ledger.store)
        let last = try ledger.store.lastPosition
        var look = WindowFold.look(
            over: ledger.store,
            through: last,
            orderMaximum: windowOrders
        )
        var rest = try ordinals(of: ledger.store, through: last)[...]
        while !rest.isEmpty {
            let part = rest.prefix(.random(in: 1...400, using: &random))
            look.note(Array(part), from: UInt64(part.startIndex) + 1)
            rest = rest.dropFirst(part.count)
        }
        let own = try WindowFold(
            ledger.store,
            last: last,
            orderMaximum: windowOrders,
            progress: .silent
        )
        let along = try WindowFold(ledger.store, along: look, progress: .silent)
        let expected = try heads(own)
        #expect(expected.count > 80)
        #expect(try heads(along) == expected)
        #expect(along.ledger.rules.position == own.ledger.rules.position)
    }

    private func ordinals(of store: LogStore, through last: UInt64) throws(LedgerError) -> [UInt32]
    {
        var ordinals: [UInt32] = []
        try store.sweep(from: 1, through: last) { (position, bytes, _) throws(LedgerError) in
            ordinals.append(try RecordHeader(bytes, readAt: position).ordinal)
        }
        return ordinals
    }

    /// Orders, deadlines, orders of a window, windows under way.
    @Test(
        arguments: [
            (0, 0, 1_024, 4), (8_000, 0, 1_024, 4), (16_000, 0, 2_001, 4), (80_000, 0, 8_192, 4),
            (9_000_000, 0, 8_192, 4), (9_000_000, 32_768, 8_192, 4),
            (9_000_000, 100_000, 25_000, 4), (100_000, 100_000, 12_501, 4),
            (9_000_000, 131_072, 32_768, 4), (9_000_000, 131_076, 32_769, 3),
            (9_000_000, 174_764, 43_691, 2), (9_000_000, 262_144, 65_536, 2),
            (9_000_000, 40_000_000, 65_536, 2), (100_000, 40_000_000, 12_501, 4),
        ]
    )
    func `has larger windows where there are many deadlines, and fewer of them under way`(
        orders: Int,
        deadlines: Int,
        windowOrders: Int,
        windows: Int,
    ) {
        #expect(WindowFold.windowOrders(of: orders, deadlines: deadlines) == windowOrders)
        #expect(WindowFold.windowsUnderWay(of: windowOrders) == windows)
        #expect(windows * windowOrders <= 131_072)
    }

    @Test(arguments: [(1, 4), (5_000, 4), (65_537, 2), (1_000_000, 2)])
    func `has two windows under way, however large somebody wants them`(
        windowOrders: Int,
        windows: Int,
    ) {
        #expect(WindowFold.windowsUnderWay(of: windowOrders) == windows)
    }

    @Test(arguments: [1, 8, 5_000])
    func `a scattered log leads to the views that were kept`(windowOrders: Int) throws {
        let store = try scattered(90, rounds: 9).store
        let kept = try ViewRows(store)
        #expect(try store.rebuildViews(windowOrders: windowOrders).differences.details == [])
        #expect(try ViewRows(store) == kept)
    }

    @Test func `stretches are kept as they are, and joined over gaps as the plain way does`() {
        var random = SeededGenerator(seed: SeededGenerator.announcedSeed(for: "stretches"))
        var stretches = LogStretches()
        var plain: [ClosedRange<UInt64>] = []
        var end: UInt64 = 0
        for _ in 0..<2_000 {
            let start = end + 2 + .random(in: 0...(random.oneIn(9) ? 1 << 40 : 30), using: &random)
            end = start + .random(in: 0...(random.oneIn(9) ? 1 << 20 : 3), using: &random)
            stretches.append(start...end)
            plain.append(start...end)
        }
        #expect(Array(stretches) == plain)
        for gap: UInt64 in [0, 1, 8, 64, 1 << 45] {
            var joined: [ClosedRange<UInt64>] = []
            for stretch in plain {
                guard let last = joined.last, stretch.lowerBound - last.upperBound - 1 <= gap else {
                    joined.append(stretch)
                    continue
                }
                joined[joined.count - 1] = last.lowerBound...stretch.upperBound
            }
            #expect(Array(stretches.joined(over: gap)) == joined)
        }
    }
}
