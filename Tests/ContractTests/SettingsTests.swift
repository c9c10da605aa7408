import Audit
import EventLog
import Foundation
import LedgerTesting
import OrderLedger
import Orders
import Projections
import Testing

@Suite
struct `Settings on the ledger's own stream` {
    private let handOver = "reseller.handOver"

    /// An order that waits for the system's approval; the reseller approved at its third event.
    private func readyOrder(_ name: String, in store: LogStore) throws -> OrderBuilder {
        var order = OrderBuilder(name, workflow: "reseller")
        for event in try order.wholeLife().dropLast() { #expect(store.append(event).isNew) }
        return order
    }

    /// The system's approval some hours after the reseller's.
    private func approval(of order: OrderBuilder, hours: Int, id: String) throws -> NewEvent {
        let approved = ManualClock.start.adding(.seconds(2 * 7_200))
        return try NewEvent(
            order.order.rawValue,
            id,
            "approved",
            #"{"by":"system"}"#,
            at: approved.adding(.seconds(Int64(hours) * 3_600))
        )
    }

    @Test(arguments: [1, 5_000])
    func `a changed setting decides from the next event on, and replay decides as of each time`(
        windowOrders: Int,
    ) throws {
        let ledger = try TemporaryLedger(workflow: "reseller")
        let store = ledger.store
        let first = try readyOrder("A-1", in: store)
        let second = try readyOrder("A-2", in: store)
        let third = try readyOrder("A-3", in: store)
        let early = try approval(of: first, hours: 3, id: "s")
        #expect(store.append(early).refusal == .notReady, "four hours have not passed")
        try #require(try store.change(setting: handOver, to: "2 hours") != nil)
        #expect(store.append(early).isNew)
        try #require(try store.change(setting: handOver, to: "9 hours") != nil)
        let late = try approval(of: second, hours: 3, id: "s")
        #expect(store.append(late).refusal == .notReady)
        #expect(store.append(late, policy: .observe).isNew)
        try #require(try store.change(setting: handOver, to: "1 hours") != nil)
        #expect(store.append(try approval(of: third, hours: 1, id: "s")).isNew)
        let report = try store.replay(windowOrders: windowOrders)
        #expect(report.findings.counts == ["approved:notReady": 1])
        #expect(report.findings.details.map(\.order) == ["A-2"])
        #expect(report.projectionsMatch == true)
    }

    @Test(arguments: [
        ("reseller.handOver", "soon"), ("webshop.invoiceDue", "-1"), ("reseller.never", "1"),
        ("", ""),
    ])
    func `a setting that is refused writes nothing`(key: String, value: String) throws {
        let ledger = try TemporaryLedger()
        let before = try TableDump(ledger.store)
        #expect(throws: LedgerError(.malformed, "")) {
            try ledger.store.change(setting: key, to: value)
        }
        #expect(try TableDump(ledger.store) == before)
    }

    @Test func `a value that stands already writes nothing`() throws {
        let ledger = try TemporaryLedger()
        let before = try TableDump(ledger.store)
        #expect(try ledger.store.change(setting: "webshop.invoiceDue", to: "30 days") == nil)
        #expect(try TableDump(ledger.store) == before)
        let positions = try ["31 days", "31", "30"].map { value in
            try ledger.store.change(setting: "webshop.invoiceDue", to: value)
        }
        #expect(positions == [Position(2), nil, Position(3)])
        #expect(try ledger.store.rules().settings == WorkflowSettings())
    }

    @Test func `a change is an event of the stream, with who made it, and is exported as such`()
        throws
    {
        let ledger = try TemporaryLedger()
        let facade = try ledger.facade()
        var order = OrderBuilder("A-1")
        #expect(facade.append(AppendBatch([try order.placed()])).isNew)
        let actor = try Actor(text: "administrator:eva")
        let position = try facade.change(setting: handOver, to: "2 hours", actor: actor)
        #expect(position == Position(3))
        var events: [StoredEvent] = []
        try facade.forEachEvent(order: .ledger) { event in
            events.append(event)
            return true
        }
        #expect(events.map(\.type) == ["ledgerCreated", "settingChanged"])
        #expect(events.map(\.revision.rawValue) == [0, 1])
        let event = try #require(events.last)
        #expect(event.position == Position(3))
        #expect(event.actor == "administrator:eva")
        #expect(
            String(decoding: event.data, as: UTF8.self)
                == #"{"key":"reseller.handOver","value":"2 hours"}"#
        )
        let line = String(decoding: event.cloudEvent, as: UTF8.self)
        #expect(line.contains(#""type":"ledger.settingChanged","subject":"$ledger""#))
        #expect(try facade.replay().findings.count == 0)
    }

    @Test func `an import passes over all events of another ledger's own stream`() throws {
        let source = try TemporaryLedger()
        let facade = try source.facade()
        try facade.change(setting: handOver, to: "2 hours")
        var order = OrderBuilder("A-1")
        #expect(facade.append(AppendBatch([try order.placed()])).isNew)
        var lines: [UInt8] = []
        try facade.forEachEvent { event in
            lines += event.cloudEvent + [UInt8(ascii: "\n")]
            return true
        }
        let file = source.folder("log.jsonl")
        try Data(lines).write(to: URL(fileURLWithPath: file))
        let target = try TemporaryLedger()
        let copy = try target.facade()
        let summary = try copy.importEvents(from: [file])
        #expect(summary.read == 1 && summary.appended == 1)
        #expect(try copy.settings == WorkflowSettings())
    }

    @Test func `what another process changed decides here, and is seen here`() async throws {
        let ledger = try TemporaryLedger(workflow: "reseller")
        let order = try readyOrder("A-1", in: ledger.store)
        let early = try approval(of: order, hours: 3, id: "s")
        #expect(ledger.store.append(early).refusal == .notReady)
        await #expect(processExitsWith: .success) { [path = ledger.path as String] in
            let configuration = LogStore.Configuration { ManualClock.start }
            let store = try LogStore(
                path: path,
                configuration: configuration,
                projection: OrderViews()
            )
            for hours in [7, 1] { try store.change(setting: "reseller.handOver", to: "\(hours)") }
        }
        #expect(ledger.store.append(early).isNew)
        #expect(try ledger.store.rules().settings.handOver == .seconds(3_600))
        #expect(try ledger.store.change(setting: handOver, to: "2 hours") != nil)
        #expect(try ledger.store.replay().findings.count == 0)
        #expect(try ledger.store.checkViews().differences.details == [])
    }

    @Test func `whoever changes settings beside appenders, positions stay dense`() async throws {
        let ledger = try TemporaryLedger()
        let store = ledger.store
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<3 {
                group.addTask {
                    for number in 0..<30 {
                        do {
                            try store.change(setting: "reseller.handOver", to: "\(writer + number)")
                        } catch { Issue.record(error) }
                    }
                }
                group.addTask {
                    for number in 0..<30 {
                        do {
                            var order = OrderBuilder("order-\(writer)-\(number)")
                            for event in try order.wholeLife() { store.append(event) }
                        } catch { Issue.record(error) }
                    }
                }
            }
        }
        let records = try store.allRecords()
        #expect(records.map(\.position.rawValue) == Array(1...UInt64(records.count)))
        let own = records.filter { $0.header.ordinal == 0 }
        #expect(own.map(\.header.revision) == Array(0..<UInt32(own.count)))
        #expect(own.count > 60)
        #expect(try store.replay().findings.count == 0)
        #expect(try store.checkViews().differences.details == [])
        #expect(try store.rebuildViews().differences.details == [])
    }

    @Test func `colours go by the settings of the moment that is looked at`() throws {
        let ledger = try TemporaryLedger(workflow: "webshop")
        let facade = try ledger.facade()
        var order = OrderBuilder("A-1", workflow: "webshop")
        for event in try order.wholeLife().prefix(2) {
            #expect(facade.append(AppendBatch([event])).isNew)
        }
        let date = try CalendarDate(text: "2026-01-20")
        func colours(_ moment: AsOf) throws -> [String?] {
            var query = OrderQuery(on: date)
            query.asOf = try facade.position(at: moment)
            var listed: [String?] = []
            try facade.orders(matching: query) { summary in
                listed.append(summary.colour)
                return true
            }
            let shown = try facade.document(of: order.order, on: date, asOf: moment)
            return listed + [shown?.summary.colour]
        }
        #expect(try colours(.head) == [nil, nil])
        try #require(try facade.change(setting: "webshop.invoiceDue", to: "14 days") != nil)
        #expect(try facade.order(order.order, on: date)?.colour == "red")
        #expect(try colours(.head) == ["red", "red"])
        #expect(try colours(.position(Position(3))) == [nil, nil])
        #expect(try colours(.position(Position(4))) == ["red", "red"])
    }
}
