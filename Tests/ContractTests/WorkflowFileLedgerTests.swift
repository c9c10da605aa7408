import Foundation
import LMDB
import LedgerTesting
import OrderLedger
import Testing

@Suite
struct `Ledgers and workflow files` {
    private let folder: TemporaryFolder
    private let clock = ManualClock()

    init() throws { folder = try TemporaryFolder() }

    private var options: LedgerOptions { LedgerOptions { [clock] in clock.now } }

    private func made(_ name: String = "ledger") throws -> Ledger {
        try Ledger.create(
            at: folder(name),
            workflowFile: WorkflowFile(RepairShop.file(in: folder)),
            options: options
        )
    }

    /// A ledger under a user's workflow with two repairs: one at its end, one that is quoted.
    private func makeShop() throws {
        let ledger = try made()
        for event in try RepairShop.repair("R-1") { #expect(ledger.append(event).isNew) }
        for event in try RepairShop.repair("R-2").prefix(2) { #expect(ledger.append(event).isNew) }
    }

    @Test func `a ledger under a user's workflow replays on another machine without the file`()
        throws
    {
        try makeShop()
        let files = FileManager.default
        try files.createDirectory(atPath: folder("elsewhere"), withIntermediateDirectories: true)
        try files.copyItem(atPath: folder("ledger"), toPath: folder("elsewhere/ledger"))
        try files.removeItem(atPath: folder("ledger"))
        try files.removeItem(atPath: folder("repair-shop.yaml"))
        let ledger = try Ledger.open(at: folder("elsewhere/ledger"), options: options)
        let report = try ledger.replay()
        #expect(report.findings.count == 0)
        #expect(report.projectionsMatch == true)
        #expect(try ledger.rebuild(check: true).differences.isEmpty)
        #expect(try ledger.rebuild().differences.isEmpty)
        #expect(ledger.defaultWorkflow.name == "repair-shop")
        #expect(try ledger.tabs().tabs.map(\.count) == [0, 0, 0, 0, 1])
        let listed = try ledger.listed(OrderQuery(on: clock.now.date))
        #expect(listed.map(\.workflow) == ["repair-shop", "repair-shop"])
        #expect(listed.map(\.status) == ["quoted", "handedBack"])
        #expect(listed.map(\.tabs) == [[], ["history"]])
        #expect(listed.map(\.colour) == [nil, "green"])
        let rest = try RepairShop.repair("R-2")
        #expect(ledger.append(rest[3]).refusal == .notAccepted)
        for event in rest.dropFirst(2) { #expect(ledger.append(event).isNew) }
        #expect(try ledger.tabs().tabs.map(\.count) == [0, 0, 0, 0, 2])
    }

    @Test func `an order names an added workflow, and all see it by its rules`() throws {
        let ledger = try Ledger.create(at: folder("ledger"), workflow: "dealer", options: options)
        let early = try RepairShop.repair("R-0", workflow: "repair-shop")[0]
        #expect(ledger.append(early).failure == .malformed)
        let file = try WorkflowFile(RepairShop.file(in: folder))
        let actor = try Actor(text: "administrator:eva")
        #expect(try ledger.add(workflowFile: file, actor: actor).code == .firstAdded)
        #expect(
            try ledger.events(from: Position(2), limit: 1).map(\.actor) == ["administrator:eva"]
        )
        var plain = OrderBuilder("D-1", workflow: "dealer")
        for event in try plain.wholeLife() { #expect(ledger.append(event).isNew) }
        let repair = try RepairShop.repair("R-1", workflow: "repair-shop")
        for event in repair.dropLast() { #expect(ledger.append(event).isNew) }
        let order = repair[0].order
        #expect(try ledger.status(of: order) == "ready")
        #expect(try ledger.order(order, through: "dealer")?.status == "paid")
        #expect(try ledger.order(plain.order, through: "repair-shop")?.status == "closed")
        let returned = try NewEvent("R-1", "early", "delivered")
        #expect(ledger.append(returned).refusal == .notDispatched)
        #expect(ledger.append(returned, .observe).isNew)
        #expect(try ledger.replay().findings.counts == ["delivered:notDispatched": 1])
        var query = OrderQuery(on: clock.now.date)
        query.workflow = "repair-shop"
        #expect(try ledger.listed(query).map(\.order) == [order])
        query = OrderQuery(on: clock.now.date)
        query.through = "repair-shop"
        query.tab = "call"
        #expect(try ledger.listed(query).map(\.order) == [order])
        #expect(try ledger.tabs(of: "repair-shop").tabs.map(\.count) == [0, 0, 1, 0, 0])
        let document = try #require(try ledger.document(of: order))
        #expect(document.allowed.contains("dispatched"))
        #expect(document.confirmed == true)
    }

    @Test func `an import goes by an added workflow`() throws {
        try makeShop()
        var lines: [UInt8] = []
        do {
            let ledger = try Ledger.open(at: folder("ledger"), options: options)
            try ledger.forEachEvent { event in
                lines += event.cloudEvent + [UInt8(ascii: "\n")]
                return true
            }
        }
        let file = folder("log.jsonl")
        try Data(lines).write(to: URL(fileURLWithPath: file))
        let target = try made("target")
        let summary = try target.importEvents(from: [file])
        #expect(summary.appended == 9 && summary.refused.isEmpty)
        #expect(try target.tabs().tabs.map(\.count) == [0, 0, 0, 0, 1])
        let marketplace = try Ledger.create(at: folder("other"), options: options)
        #expect(try marketplace.importEvents(from: [file]).refused.isEmpty == false)
    }

    @Test func `a tampered file is refused with its line, and nothing is made of it`() throws {
        let path = try RepairShop.file(
            in: folder,
            replacing: "required: [dispatchedAll, paid]",
            with: "required: [dispatchedAll, payed]"
        )
        let file = try WorkflowFile(path)
        let lines = try RepairShop.text().split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.contains("[dispatchedAll, paid]") }) + 1
        let refusal = #expect(throws: FileFaults.self) {
            try Ledger.create(at: folder("ledger"), workflowFile: file, options: options)
        }
        #expect(refusal?.all.map(\.line) == [line])
        #expect(refusal?.all.first?.description.hasPrefix("\(path):\(line):31: ") == true)
        #expect(try folder.entries == ["repair-shop.yaml"])
        let ledger = try Ledger.create(at: folder("ledger"), options: options)
        #expect(throws: FileFaults.self) { try ledger.add(workflowFile: file) }
        #expect(try ledger.statistics().events == 1)
    }

    @Test func `the same rules again change nothing, and other rules of the name are refused`()
        throws
    {
        let ledger = try made()
        let again = try WorkflowFile(RepairShop.file(in: folder))
        #expect(try ledger.add(workflowFile: again).code == .firstAdded)
        let rewritten = try WorkflowFile(
            yaml: Array(ledger.defaultWorkflow.yaml.utf8),
            file: "written by the ledger"
        )
        #expect(try ledger.add(workflowFile: rewritten).code == .firstAdded)
        let path = try RepairShop.file(in: folder, replacing: "colour: amber", with: "colour: blue")
        #expect(throws: LedgerError(.malformed, "")) {
            try ledger.add(workflowFile: WorkflowFile(path))
        }
        #expect(try ledger.statistics().events == 2)
        #expect(try ledger.workflows.added.map(\.name) == ["repair-shop"])
    }

    @Test func `a file with the rules of a workflow of this build is that workflow`() throws {
        let file = try WorkflowFile(yaml: Array(Workflow.dealer.yaml.utf8), file: "dealer.yaml")
        let ledger = try Ledger.create(
            at: folder("ledger"),
            workflowFile: file,
            options: options
        )
        #expect(ledger.defaultWorkflow.code == .dealer)
        #expect(try ledger.add(workflowFile: file).code == .dealer)
        #expect(try ledger.statistics().events == 1)
        #expect(try ledger.workflows.added.isEmpty)
    }

    @Test func `a process that has the ledger open sees what another one adds`() async throws {
        let ledger = try Ledger.create(at: folder("ledger"), options: options)
        #expect(try ledger.workflows.added.isEmpty)
        let repair = try RepairShop.repair("R-1", workflow: "repair-shop")
        #expect(ledger.append(repair[0]).failure == .malformed)
        let file = try RepairShop.file(in: folder)
        await #expect(processExitsWith: .success) {
            [path = folder("ledger") as String, file = file as String] in
            let other = try Ledger.open(at: path)
            try other.add(workflowFile: WorkflowFile(file))
        }
        for event in repair { #expect(ledger.append(event).isNew) }
        #expect(try ledger.workflows.added.map(\.name) == ["repair-shop"])
        #expect(try ledger.tabs(of: "repair-shop").tabs.map(\.count) == [0, 0, 0, 0, 1])
        #expect(try ledger.replay().projectionsMatch == true)
    }
}
