import Foundation
public import OrderLedger

/// What is measured of a ledger, each piece small enough to be run beside its raw counterpart.
public final class LedgerWork {
    public let ledger: Ledger
    private var orders: OrderStream

    /// Events of one transaction of the bulk door, as the raw loop's.
    public static let bulkBatch = 10_000

    /// A fault that would make a figure meaningless.
    public struct Unexpected: Error {
        public let what: String

        public init(what: String) { self.what = what }
    }

    /// Makes an empty ledger in a folder that is not there yet.
    public init(folder: String) throws {
        ledger = try Ledger.create(at: folder)
        orders = try OrderStream()
    }

    /// Prepares the events of whole orders.
    public func prepare(events: Int) throws -> [NewEvent] {
        try orders.next(orders: events / OrderStream.eventsPerOrder)
    }

    /// Appends events as one atomic, synced transaction.
    public func append(_ events: [NewEvent]) throws {
        try Self.check(ledger.append(AppendBatch(events)))
    }

    /// Appends events one by one, each its own synced transaction.
    public func appendSingly(_ events: [NewEvent]) throws {
        for event in events { try append([event]) }
    }

    /// Appends from many tasks at once, each task its share of whole orders, one event a call.
    public func appendConcurrently(_ events: [NewEvent], tasks: Int) async throws {
        let share = events.count / tasks / OrderStream.eventsPerOrder * OrderStream.eventsPerOrder
        let ledger = ledger
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<tasks {
                let mine = Array(events[task * share..<(task + 1) * share])
                group.addTask {
                    for event in mine { try await Self.check(ledger.append(AppendBatch([event]))) }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func check(_ verdict: AppendVerdict) throws {
        guard case .recorded(let receipt) = verdict, !receipt.isDuplicate else {
            throw Unexpected(what: "\(verdict)")
        }
    }
}
