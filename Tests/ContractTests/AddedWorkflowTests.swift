import Audit
import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

@Suite
struct `Workflows that are added to a ledger` {
    private let decoder = GiftWorkflow.decoder

    /// An order that names no workflow, paid and dispatched.
    private func plainLife(_ name: String) throws -> [NewEvent] {
        [
            try NewEvent(name, "e0", "placed", #"{"currency":"EUR","total":"30.00"}"#),
            try NewEvent(name, "e1", "paymentCaptured", #"{"amount":"30.00"}"#),
            try NewEvent(name, "e2", "dispatched"),
        ]
    }

    @Test func `a ledger may begin with a workflow of its own as its default`() throws {
        let ledger = try TemporaryLedger(
            workflow: "gift",
            adding: GiftWorkflow.tables("gift"),
            decoder: decoder
        )
        #expect(ledger.store.defaultWorkflow.name == "gift")
        let records = try ledger.store.allRecords()
        #expect(records.map(\.typeName) == ["ledgerCreated", "workflowAdded"])
        #expect(records.map(\.header.batchFollowing) == [1, 0])
        #expect(records.map(\.header.previous) == [0, 1])
        let life = try plainLife("A-1")
        #expect(ledger.store.append(life[0]).receipt?.parts.first?.status == "wanted")
        #expect(ledger.store.append(life[2]).refusal == .notPaid)
        #expect(try ledger.store.tabs().tabs.map(\.count) == [0, 1, 1])
        #expect(ledger.store.append(life[1]).isNew)
        #expect(ledger.store.append(life[2]).receipt?.parts.first?.status == "given")
        #expect(try ledger.store.tabs().tabs.map(\.count) == [1, 0, 0])
        try ledger.reopen()
        #expect(ledger.store.append(life).receipt?.isDuplicate == true)
        #expect(try ledger.store.rules().workflows.names.last == "gift")
        #expect(try ledger.store.replay().findings.count == 0)
        #expect(try ledger.store.checkViews().differences.details == [])
        #expect(try ledger.store.rebuildViews().differences.details == [])
        #expect(try ledger.store.tabs().tabs.map(\.count) == [1, 0, 0])
    }

    @Test func `a ledger that begins with a workflow may have another default`() throws {
        let ledger = try TemporaryLedger(
            workflow: "dealer",
            adding: GiftWorkflow.tables("gift"),
            decoder: decoder
        )
        #expect(ledger.store.defaultWorkflow.name == "dealer")
        #expect(try ledger.store.rules().workflows.workflow(named: "gift") != nil)
    }

    @Test func `an added workflow is known from its event on, and gets the next code`() throws {
        let ledger = try TemporaryLedger(decoder: decoder)
        let store = ledger.store
        var early = OrderBuilder("A-1", workflow: "gift")
        #expect(store.append(try early.placed()).failure == .malformed)
        #expect(try store.add(workflow: GiftWorkflow.tables("gift")).code.rawValue == 64)
        #expect(try store.add(workflow: GiftWorkflow.tables("grant")).code.rawValue == 65)
        var order = OrderBuilder("A-2", workflow: "gift")
        #expect(store.append(try order.placed()).isNew)
        var other = OrderBuilder("A-3", workflow: "grant")
        #expect(store.append([try other.placed(), try other.captured()]).isNew)
        #expect(store.append(try other.dispatched()).isNew)
        let revoked = #"{"event":"e2","reason":"mistake"}"#
        #expect(store.append(try other.event("revoked", revoked)).isNew)
        let snapshot = try store.snapshot()
        #expect(try snapshot.head(of: 1).core.workflow == 64)
        #expect(try snapshot.head(of: 2).core.workflow == 65)
        #expect(try store.tabs(of: "grant").tabs.map(\.count) == [0, 1, 0])
        var query = OrderQuery(on: CalendarDate(daysSince1970: 0))
        query.through = "grant"
        query.tab = "unpaid"
        var found: [String] = []
        try store.orders(query) { summary in
            found.append(summary.order.rawValue)
            return true
        }
        #expect(found == ["A-2"])
        #expect(try store.replay().findings.count == 0)
        #expect(try store.replay(workflow: "gift").findings.count == 0)
        #expect(try store.checkViews().differences.details == [])
    }

    @Test func `the same tables again answer with the workflow that is there, and write nothing`()
        throws
    {
        let ledger = try TemporaryLedger(decoder: decoder)
        try ledger.store.add(workflow: GiftWorkflow.tables("gift"))
        try ledger.store.add(workflow: GiftWorkflow.tables("grant"))
        let before = try TableDump(ledger.store)
        #expect(try ledger.store.add(workflow: GiftWorkflow.tables("gift")).code == .firstAdded)
        #expect(try TableDump(ledger.store) == before)
    }

    @Test func `a taken name and tables that cannot be read are refused, and write nothing`()
        throws
    {
        let ledger = try TemporaryLedger(decoder: decoder)
        try ledger.store.add(workflow: GiftWorkflow.tables("gift"))
        let before = try TableDump(ledger.store)
        for tables in [GiftWorkflow.tables("dealer"), .null] {
            #expect(throws: LedgerError(.malformed, "")) {
                try ledger.store.add(workflow: tables)
            }
        }
        #expect(try TableDump(ledger.store) == before)
    }

    @Test func `there is room for 192 workflows`() throws {
        let ledger = try TemporaryLedger(decoder: decoder)
        for number in 0..<192 { try ledger.store.add(workflow: GiftWorkflow.tables("w\(number)")) }
        #expect(throws: LedgerError(.malformed, "")) {
            try ledger.store.add(workflow: GiftWorkflow.tables("one more"))
        }
        #expect(try ledger.store.rules().workflows[255]?.name == "w191")
        var order = OrderBuilder("A-1", workflow: "w191")
        #expect(ledger.store.append(try order.placed()).isNew)
        #expect(try ledger.store.checkViews().differences.details == [])
    }

    @Test func `a build that cannot read a ledger's workflow says so`() throws {
        let ledger = try TemporaryLedger(
            workflow: "gift",
            adding: GiftWorkflow.tables("gift"),
            decoder: decoder
        )
        ledger.close()
        var configuration = ledger.configuration
        configuration.decodeWorkflow = { (_, _) throws(DataError) in
            throw DataError(.malformed, message: "the tables are of another time")
        }
        do {
            _ = try LogStore(
                path: ledger.path,
                configuration: configuration,
                projection: OrderViews()
            )
            Issue.record("the ledger was opened")
        } catch {
            #expect(error.code == .newerFormat)
            #expect(error.message.contains("position 2"))
            #expect(error.message.contains("the tables are of another time"))
        }
    }

    @Test func `no ledger is made of tables that cannot be read, or without its default`() throws {
        let folder = try TemporaryFolder()
        let ledger = try TemporaryLedger(decoder: decoder)
        for (name, tables) in [("gift", JSONValue.null), ("gift", GiftWorkflow.tables("grant"))] {
            #expect(throws: LedgerError(.malformed, "")) {
                try LogStore.create(
                    at: folder("none"),
                    genesis: Genesis(ledgerID: "test", workflow: name),
                    adding: tables,
                    configuration: ledger.configuration
                )
            }
            #expect(throws: LedgerError(.noSuchLedger, "")) {
                _ = try LogStore(
                    path: folder("none"),
                    configuration: ledger.configuration,
                    projection: OrderViews()
                )
            }
        }
    }
}
