import Audit
import EventLog
import Foundation
import LMDB
import LedgerTesting
import OrderLedger
import Orders
import Testing

/// Checks 41, 42, 44 and 46 of what experts expect: events of other builds, archives, and that
/// nothing that is stored is ever changed.
@Suite
struct `What is stored stays` {
    /// An order with an event that this build does not know, and one of a newer version.
    private func mixedLedger() throws -> (ledger: TemporaryLedger, order: OrderID) {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        let data = Array(#"{"kg":"1.5"}"#.utf8)
        for (id, type, version) in [("x", "weighed", 1), ("y", "delivered", 9)]
            as [(String, String, UInt8)]
        {
            let event = try NewEvent(
                order: order.order,
                id: try #require(EventID(id)),
                typeName: type,
                typeVersion: version,
                data: data,
                range: data.indices
            )
            #expect(ledger.store.append(event).isNew)
        }
        #expect(try ledger.store.append(order.captured()).isNew)
        return (ledger, order.order)
    }

    @Test
    func `check 41: events of other versions are kept in order, told apart, and reported`() throws {
        let (ledger, order) = try mixedLedger()
        let report = try ledger.store.replay()
        #expect(report.findings.counts.values.reduce(0, +) == 2)
        #expect(report.findings.counts.keys.allSatisfy { $0.hasSuffix(":unknownType") })
        let facade = try ledger.facade()
        var told: [String] = []
        try facade.forEachEvent { event in
            if event.order == order.rawValue { told.append("\(event.type) \(event.typeVersion)") }
            return true
        }
        #expect(told == ["placed 1", "weighed 1", "delivered 9", "paymentCaptured 1"])
        #expect(try facade.order(order)?.status == "processing")
    }

    /// A record as a newer build would have written it: a known type's code, and a version that
    /// this build has never heard of.
    @Test func `check 42: rolled back a version, a ledger opens and lists what it cannot read`()
        throws
    {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.wholeLife()).isNew)
        let last = try ledger.store.lastPosition
        var bytes = try ledger.store.snapshot().record(at: last).bytes
        bytes[3] = 2
        let tables = try ledger.store.snapshot().tables
        var transaction = try ledger.store.beginWrite()
        try transaction.put(tables.log, last, bytes)
        try transaction.commit()
        try ledger.reopen()
        let record = try ledger.store.snapshot().record(at: last)
        #expect(record.typeName == "delivered")
        #expect(record.header.digest.type == .unknown)
        let report = try ledger.store.replay()
        #expect(report.findings.counts == ["delivered:unknownType": 1])
        #expect(report.findings.details.map(\.position) == [Position(last)])
        #expect(report.findings.details[0].detail.contains("version 2 of the event is newer"))
        // The newer build's views stand until they are made anew by this build's lights.
        _ = try ledger.store.rebuildViews()
        #expect(try ledger.store.checkViews().differences.isEmpty)
        let history = try #require(try ledger.store.history(of: order.order))
        #expect(history.last?.event == .unknown(name: "delivered"))
        do {
            let facade = try ledger.facade()
            #expect(try facade.order(order.order)?.status == "fulfilled")
            let event = try #require(try facade.records(of: order.order).last)
            #expect(event.familiarity == .newer(than: 1))
            #expect(event.data == Array("{}".utf8))
        }
    }

    @Test func `check 42: a ledger with events of a newer program opens, and lists them`() throws {
        let (ledger, order) = try mixedLedger()
        try ledger.reopen()
        let report = try ledger.store.replay()
        #expect(report.findings.details.map(\.position) == [Position(3), Position(4)])
        #expect(try ledger.store.rebuildViews().differences.isEmpty)
        #expect(try ledger.store.history(of: order)?.count == 4)
    }

    @Test
    func `check 44: an archived order leaves its tab, stays in the log, and keeps its id`() throws {
        let ledger = try TemporaryLedger(workflow: "dealer")
        var order = OrderBuilder("A-1", workflow: "dealer")
        let life = try order.wholeLife()
        #expect(ledger.store.append(life).isNew)
        #expect(try ledger.store.append(order.event("accepted")).refusal == .archived)
        let placed = try order.event("placed", #"{"currency":"EUR","total":"1.00"}"#)
        #expect(!ledger.store.append(placed, .noStream).isNew)
        #expect(ledger.store.append(placed).refusal == .alreadyPlaced)
        #expect(try ledger.store.history(of: order.order)?.count == life.count)
        let tabs = try ledger.facade().tabs(of: "dealer").tabs.filter { $0.count > 0 }
        #expect(tabs.map(\.tab) == ["archived"])
    }

    @Test func `check 46: whatever is done to a ledger, its records keep their bytes`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.wholeLife()).isNew)
        let before = try ledger.store.allRecords().map(\.bytes)
        _ = try ledger.store.rebuildViews()
        _ = try ledger.store.erase("C-1")
        do {
            let facade = try ledger.facade()
            try facade.change(setting: "marketplace.autoCancel", to: "48 hours")
            _ = try facade.tick(at: ledger.clock.now.adding(.seconds(90 * 86_400)))
            _ = try facade.rebuild()
        }
        try ledger.reopen()
        let after = try ledger.store.allRecords().map(\.bytes)
        #expect(Array(after.prefix(before.count)) == before)
        #expect(after.count > before.count)
    }

    @Test func `check 46: no name of the façade promises to change what is stored`() throws {
        let sources = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/OrderLedger").path
        let offer = try Regex(#"public (static )?func (delete|update|remove|replace|truncate)"#)
        let files = try #require(FileManager.default.enumerator(atPath: sources))
        var count = 0
        for case let file as String in files where file.hasSuffix(".swift") {
            count += 1
            let text = try String(contentsOfFile: "\(sources)/\(file)", encoding: .utf8)
            #expect(text.firstMatch(of: offer) == nil, "\(file)")
        }
        #expect(count > 30)
    }
}
