import EventLog
import Foundation
import Interchange
import LedgerTesting
import OrderLedger
import Orders
import Testing

/// Looking back at a position must show what a ledger shows that has only the records up to there.
@Suite
struct `Looking back, beside a fresh ledger` {
    private static let stories = [
        "marketplace", "dealer", "webshop", "billing", "reseller",
    ]

    @Test(arguments: stories)
    func `check 19: as of every position an order is what a ledger of that prefix shows`(
        story: String
    ) throws {
        let whole = try TemporaryLedger(workflow: story)
        try whole.tell(story)
        let prefix = try TemporaryLedger(workflow: story)
        let records = try whole.store.snapshot().records(from: 2)
        let past = try whole.facade()
        let present = try prefix.facade()
        for record in records {
            try prefix.append(record, of: past, to: present)
            let position = AsOf.position(record.position)
            let order = try #require(OrderID(record.order))
            let shown = try Self.json(of: past.document(of: order, asOf: position))
            #expect(try shown == Self.json(of: present.document(of: order)))
            let schedule = try past.schedule(of: order, asOf: position)
            #expect(try schedule == present.schedule(of: order))
            #expect(try past.tabs(asOf: record.position) == present.tabs())
            let sample = record.position.rawValue.isMultiple(of: 17)
            if sample || record.position == records.last?.position {
                try Self.compareLists(past, present, asOf: record.position)
            }
        }
    }

    /// Lists and every order in them, also those that the last event did not touch.
    private static func compareLists(
        _ past: Ledger,
        _ present: Ledger,
        asOf position: Position
    ) throws {
        let day = try past.instant(at: .position(position)).date
        var query = OrderQuery(on: day)
        var expected: [OrderSummary] = []
        try present.orders(matching: query) {
            expected.append($0)
            return true
        }
        query.asOf = position
        var found: [OrderSummary] = []
        try past.orders(matching: query) {
            found.append($0)
            return true
        }
        #expect(found.map(\.row) == expected.map(\.row))
        for summary in expected {
            let shown = try json(of: past.document(of: summary.order, asOf: .position(position)))
            #expect(try shown == json(of: present.document(of: summary.order)))
        }
    }

    private static func json(of document: OrderDocument?) throws -> String? {
        guard let document else { return nil }
        var writer = JSONWriter()
        document.write(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `settings and workflows are those of the moment`() throws {
        let ledger = try TemporaryLedger(workflow: "webshop")
        let facade = try ledger.facade()
        let placed = try NewEvent("A", "1", "placed", #"{"currency":"EUR","total":"5.00"}"#)
        let invoiced = try NewEvent("A", "2", "invoiced", "{}")
        #expect(facade.append(AppendBatch([placed, invoiced])).isNew)
        let before = try #require(try facade.position(at: .recordedTime(ledger.clock.now)))
        ledger.clock.advance(by: .seconds(20 * 86_400))
        let after = try #require(
            try facade.change(setting: "webshop.invoiceDue", to: "14 days")
        )
        let order = try #require(OrderID("A"))
        let day = ledger.clock.now.date
        func colour(_ position: Position) throws -> String? {
            try facade.document(of: order, on: day, asOf: .position(position))?.summary.colour
        }
        #expect(try colour(before) == nil)
        #expect(try colour(after) == "red")
        // Without a day given, the past is seen on its own.
        let seen = try facade.document(of: order, asOf: .position(before))
        #expect(seen?.summary.colour == nil)
    }

    @Test func `a checkpoint is a moment only where its root is this ledger's`() throws {
        let ledger = try TemporaryLedger()
        try ledger.tell("marketplace")
        let facade = try ledger.facade()
        let size = try facade.statistics().head.rawValue / 2
        let root = try TemporaryLedger.root(of: size, in: facade)
        let moment = AsOf.tree(size: size, root: root)
        #expect(try facade.position(at: moment) == Position(size))
        let other = AsOf.tree(size: size - 1, root: root)
        #expect(throws: LedgerError(.malformed, "")) { try facade.position(at: other) }
        let beyond = AsOf.tree(size: 1 << 40, root: root)
        #expect(throws: LedgerError(.malformed, "")) { try facade.position(at: beyond) }
    }
}

extension OrderSummary {
    /// What a list writes of an order.
    fileprivate var row: String {
        var writer = JSONWriter()
        write(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension TemporaryLedger {
    /// Tells a story, an hour an event.
    func tell(_ story: String) throws {
        let path = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/stories/\(story)/events.jsonl").path
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        for line in lines {
            clock.advance(by: .seconds(3_600))
            let event = try Self.event(of: Array(line.utf8))
            _ = store.append(event)
        }
    }

    private static func event(of line: [UInt8]) throws -> NewEvent {
        let value = try JSONValue(json: line)
        func text(_ name: String) throws -> String {
            guard case .string(let text)? = value[name] else { throw MissingMember(name: name) }
            return text
        }
        let data = (value["data"] ?? .object([])).json
        return try NewEvent(
            text("subject"),
            text("id"),
            String(text("type").dropFirst("order.".count)),
            String(decoding: data, as: UTF8.self),
            at: Timestamp(text: text("time"))
        )
    }

    private struct MissingMember: Error {
        let name: String
    }

    /// Appends what another ledger recorded, at the time at which that one did.
    func append(_ record: Record, of other: Ledger, to facade: Ledger) throws {
        clock.now = record.recordedAt
        let stored = try other.events(from: record.position, limit: 1)
        let data = try #require(stored.first).data
        let event = try NewEvent(
            record.order,
            record.id,
            record.typeName,
            String(decoding: data, as: UTF8.self),
            at: record.occurredAt
        )
        #expect(facade.append(AppendBatch([event])).isNew)
    }

    /// The root over the first records, by the slow hashing of them all.
    static func root(of size: UInt64, in ledger: Ledger) throws -> MerkleHash {
        var range = CompactRange()
        try ledger.forEachEvent { event in
            guard event.position.rawValue <= size else { return false }
            range.append(event.slice.read { TreeHasher.leaf($0) })
            return true
        }
        return range.root
    }
}
