import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

/// The slow twin reads the log itself; what follows is told of it, part by part.
@Suite struct `A fold that follows the log` {
    @Test(arguments: [1, 3, 40, 5_000])
    func `ends where one does that reads it, whatever part of the log it was told of`(
        windowOrders: Int
    ) throws {
        let seed = SeededGenerator.announcedSeed(for: "following by \(windowOrders)")
        let ledger = try TemporaryLedger()
        try Workload.append(1_500, orders: 90, seed: seed, to: ledger.store)
        let last = try ledger.store.lastPosition
        let log = try Log(ledger.store, through: last)
        let expected = try FoldedOrder.all(of: fold(ledger.store, last, windowOrders))
        #expect(expected.count > 80)
        for end in [0, 1, 2, 300, 1_111, last] {
            var fold = fold(ledger.store, last, windowOrders)
            for part in log.parts(through: end) {
                let steps = part.steps.filter { $0.ordinal <= fold.lastFollowed }
                try fold.follow(steps.map(\.step), [part.extent], through: part.end)
            }
            fold.learn(log.extents)
            #expect(try FoldedOrder.all(of: fold) == expected, "followed up to \(end)")
        }
    }

    private func fold(_ store: LogStore, _ last: UInt64, _ windowOrders: Int) -> OrderFold {
        OrderFold(store, last: last, orders: 90, orderMaximum: windowOrders, progress: .silent)
    }
}

/// What a fold says of an order.
private struct FoldedOrder: Equatable {
    let ordinal: UInt32
    let head: OrderHead
    let needsHistory: Bool

    static func all(of fold: consuming OrderFold) throws -> [FoldedOrder] {
        var orders: [FoldedOrder] = []
        while true {
            let windows = try fold.next()
            guard !windows.isEmpty else { return orders }
            for window in windows {
                #expect(window.brokenLinks.isEmpty)
                for (index, entry) in window.entries.enumerated() {
                    orders.append(
                        FoldedOrder(
                            ordinal: window.firstOrdinal + UInt32(index),
                            head: entry.head,
                            needsHistory: entry.needsHistory
                        )
                    )
                }
            }
        }
    }
}

/// A log in parts, as somebody who reads it tells of it.
private struct Log {
    private var stretches: [Part] = []

    struct Part {
        var steps: [(ordinal: UInt32, step: RecordStep)] = []
        var extent: OrderExtent
        var end: UInt64
    }

    private static let partRecords: UInt64 = 100

    init(_ store: LogStore, through last: UInt64) throws {
        self = try Self.read(store, from: 1, through: last)
    }

    private init() {}

    private static func read(
        _ store: LogStore,
        from start: UInt64,
        through last: UInt64,
    ) throws(LedgerError) -> Log {
        var log = Log()
        try store.sweep(from: start, through: last) {
            (position, bytes, snapshot) throws(LedgerError) in
            if (position - 1) % partRecords == 0 {
                log.stretches.append(Part(extent: OrderExtent(from: position), end: position))
            }
            let header = try RecordHeader(bytes, readAt: position)
            let step = try RecordStep(header, at: position, bytes, in: snapshot)
            log.stretches[log.stretches.count - 1].add(step, of: header.ordinal, at: position)
        }
        return log
    }

    var extents: [OrderExtent] { stretches.map(\.extent) }

    /// The parts up to a position, the last of them cut off there.
    func parts(through end: UInt64) -> [Part] {
        stretches.compactMap { $0.cut(after: end) }
    }
}

extension Log.Part {
    fileprivate mutating func add(_ step: RecordStep, of ordinal: UInt32, at position: UInt64) {
        steps.append((ordinal, step))
        extent.include(ordinal)
        end = position
    }

    fileprivate func cut(after last: UInt64) -> Log.Part? {
        let count = steps.count - Int(clamping: end > last ? end - last : 0)
        guard count > 0 else { return nil }
        var part = self
        part.steps.removeLast(steps.count - count)
        part.end = min(end, last)
        return part
    }
}
