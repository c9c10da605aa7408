import EventLog
import Foundation
import LMDB
import LedgerTesting
import OrderLedger
import Synchronization
import Testing

/// Counts the events of each order, and remembers the last one: what a plain fold can check.
struct OrderCounter: LedgerProjection {
    var name = "counter"
    var version = 1
    var tables = ["orders", "sums"]
    var filter = EventFilter.all
    /// What each event counts for.
    var weight = 1
    /// Called before an event is folded in.
    var look: @Sendable (StoredEvent) throws -> Void = { _ in }

    struct Count: Codable, Equatable {
        var events: Int
        var last: UInt64
    }

    func initial(_ rows: inout ProjectionRows) throws {
        try rows.put(0, in: "sums", at: "events")
    }

    func apply(_ event: StoredEvent, to rows: inout ProjectionRows) throws {
        let key = ProjectionKey(.text(event.order))
        let count = try rows.value(Count.self, in: "orders", at: key)
        let events = (count?.events ?? 0) + weight
        try rows.put(Count(events: events, last: event.position.rawValue), in: "orders", at: key)
        let sum = try rows.value(Int.self, in: "sums", at: "events")
        try rows.put((sum ?? 0) + weight, in: "sums", at: "events")
        try look(event)
    }

    /// The rows that a plain fold of the log through a position leads to.
    func expected(in ledger: Ledger, through last: UInt64) throws -> [String: Count] {
        var counts: [String: Count] = [:]
        for event in try ledger.allEvents() where event.position.rawValue <= last {
            if let types = filter.types, !types.contains(event.type) { continue }
            let events = (counts[event.order]?.events ?? 0) + weight
            counts[event.order] = Count(events: events, last: event.position.rawValue)
        }
        return counts
    }

    /// The rows that a ledger has, which must agree with the sum beside them.
    func rows(in ledger: Ledger) throws -> (position: UInt64, counts: [String: Count]) {
        let snapshot = try ledger.projection(name, version: version)
        var counts: [String: Count] = [:]
        for row in try snapshot.rows(in: "orders", limit: .max) {
            counts["\(row.key)"] = try row.value()
        }
        let sum = try snapshot.value(Int.self, in: "sums", at: "events")
        #expect(sum == counts.values.reduce(0) { $0 + $1.events })
        return (snapshot.position.rawValue, counts)
    }

    /// Checks that rows and position agree; answers the position.
    @discardableResult
    func check(in ledger: Ledger) throws -> UInt64 {
        let (position, counts) = try rows(in: ledger)
        #expect(try counts == expected(in: ledger, through: position))
        return position
    }
}

/// What a projection of the tests objects to.
struct Objection: Error {
    let position: UInt64
}

extension Ledger {
    /// A new ledger at a path, which is read and written by the tests' clock.
    static func make(at path: String) throws -> Ledger {
        try create(at: path, workflow: "webshop", isPlain: true, options: .tests)
    }

    /// Every event of the log.
    func allEvents() throws -> [StoredEvent] {
        var events: [StoredEvent] = []
        for event in try store.allRecords() {
            events.append(try StoredEvent(event, in: store.snapshot()))
        }
        return events
    }

    /// Appends an order of some events; answers whether it was recorded.
    @discardableResult
    func place(_ name: String, comments: Int = 2) throws -> Bool {
        var order = OrderBuilder(name, workflow: "webshop")
        var events = [try order.placed()]
        for number in 0..<comments { events.append(try order.commented("\(number)")) }
        return append(AppendBatch(events)).isNew
    }

    /// The names of all rows and tables of projections.
    func projectionNames() throws -> [String] {
        let transaction = try store.beginRead()
        var cursor = try transaction.cursor(BytesTable.main)
        var names: [String] = []
        while try cursor.next() { names.append(String(decoding: cursor.key.copy(), as: UTF8.self)) }
        return names.filter { $0.hasPrefix("projection.") }
    }

    var last: UInt64 { get throws { try store.lastPosition } }
}

extension LedgerOptions {
    static var tests: LedgerOptions { LedgerOptions { ManualClock.start } }
}

/// Counts what happens on other threads.
final class Counter<Value: Sendable>: Sendable {
    private let all = Mutex<[Value]>([])

    var values: [Value] { all.withLock { $0 } }

    func add(_ value: Value) { all.withLock { $0.append(value) } }
}
