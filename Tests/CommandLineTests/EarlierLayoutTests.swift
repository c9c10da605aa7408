import Audit
import EventLog
import Foundation
import LMDB
import LedgerTesting
import OrderLedger
import Testing

/// A ledger whose heads and views were laid out by an earlier build: nothing of them is read, and a
/// rebuild makes them anew.
@Suite struct `A ledger with views of an earlier build` {
    let folder: TemporaryFolder
    let path: String
    /// The rows that this build had made.
    private let kept: Rows

    /// Values by their keys.
    private struct Rows: Equatable {
        var heads: [UInt64: [UInt8]] = [:]
        var views: [[UInt8]: [UInt8]] = [:]
    }

    init() throws {
        folder = try TemporaryFolder()
        path = folder("ledger")
        try Self.fill(Ledger.create(at: path))
        kept = try Self.rows(of: path, generation: 1)
        #expect(kept.heads.count == 21 && kept.views.count > 5)
        try Self.layOut(path)
    }

    private static func fill(_ ledger: Ledger) throws {
        for number in 1...20 {
            var order = OrderBuilder("order-\(number)")
            let life = try order.wholeLife().prefix(1 + number % 4)
            #expect(ledger.append(AppendBatch(Array(life))).receipt != nil)
        }
    }

    /// Has heads and views be rows of a layout that this build does not know.
    private static func layOut(_ path: String) throws {
        let environment = try Environment(path: path)
        let heads = try environment.openPositionTable("heads.1")
        let views = try environment.openBytesTable("views.1")
        var transaction = try environment.beginWrite()
        var row = try LedgerRow(transaction)
        row.layout = .earlier
        try row.write(in: &transaction)
        try transaction.clear(views)
        for ordinal in UInt8(0)...20 {
            try transaction.put(heads, UInt64(ordinal), [ordinal, 7, 7])
            try transaction.put(views, [1, 1, 4, 0, 0, 0, ordinal], [])
            try transaction.put(views, [5, 0, 0, ordinal], [1])
        }
        try transaction.put(.main, Array("counts.1".utf8), [9, 9, 9])
        try transaction.commit()
    }

    private static func rows(of path: String, generation: UInt32) throws -> Rows {
        let environment = try Environment(path: path)
        let heads = try environment.openPositionTable("heads.\(generation)")
        let views = try environment.openBytesTable("views.\(generation)")
        let transaction = try environment.beginRead()
        var rows = Rows()
        var head = try transaction.cursor(heads)
        while try head.next() { rows.heads[head.positionKey] = head.value.copy() }
        var view = try transaction.cursor(views)
        while try view.next() { rows.views[view.key.copy()] = view.value.copy() }
        return rows
    }

    private func expectRebuilt(_ report: RebuildReport) throws {
        #expect(!report.isCompared && report.differences.isEmpty)
        #expect(try Self.rows(of: path, generation: report.generation) == kept)
        let ledger = try Ledger.open(at: path)
        #expect(try ledger.verify().isSound)
        let again = try ledger.rebuild()
        #expect(again.isCompared && again.differences.isEmpty)
        var order = OrderBuilder("later")
        #expect(ledger.append(AppendBatch([try order.placed()])).receipt != nil)
    }

    @Test(arguments: [LedgerOptions.Access.readWrite, .readOnly, .readOnlyMedia])
    func `is not opened, and told what to do`(access: LedgerOptions.Access) throws {
        let before = try Self.rows(of: path, generation: 1)
        let error = try #require(throws: LedgerError.self) {
            try Ledger.open(at: path, options: LedgerOptions(access: access))
        }
        #expect(error.code == .earlierFormat)
        #expect(error.message.contains("run rebuild"))
        #expect(try Self.rows(of: path, generation: 1) == before)
    }

    @Test func `is rebuilt without a look at them`() throws {
        try expectRebuilt(Ledger.rebuild(at: path))
    }

    @Test func `keeps them where the rebuild is cancelled`() throws {
        let before = try Self.rows(of: path, generation: 1)
        #expect(throws: LedgerError(.cancelled, "")) {
            try Ledger.rebuild(at: path) { _, _ in false }
        }
        let error = try #require(throws: LedgerError.self) { try Ledger.open(at: path) }
        #expect(error.code == .earlierFormat)
        #expect(try Self.rows(of: path, generation: 1) == before)
        try expectRebuilt(Ledger.rebuild(at: path))
    }

    @Test func `without a tree gets that first, and then is rebuilt`() throws {
        do {
            let environment = try Environment(path: path)
            let tree = try environment.openPositionTable("tree")
            var transaction = try environment.beginWrite()
            try transaction.clear(tree)
            var row = try LedgerRow(transaction)
            row.hasTree = false
            try row.write(in: &transaction)
            try transaction.commit()
        }
        try expectRebuilt(Ledger.rebuild(at: path))
    }

    @Test(arguments: [
        "verify", "log", "stats", "tabs", "totals", "orders", "show order-1", "history order-1",
        "due", "effects", "stock", "balance C-1", "settings", "settings webshop.invoiceDue P9D",
        "replay", "rebuild --check", "schedule order-1", "workflows", "followers", "tick",
        "record order-1 commented --data '{\"text\":\"x\"}'", "import none.jsonl",
        "backup copy", "snapshot create evidence", "export journal j.csv", "prove order-1",
        "erase C-1", "explain order-1 total",
    ])
    func `is refused by every command but rebuild`(command: String) throws {
        let outcome = try CommandRun.outcome(
            of: "export ORDERLEDGER_PATH='\(path)'; echo '{}' > none.jsonl; "
                + "orderledger \(command)"
        )
        #expect(outcome.status == "65")
        #expect(outcome.output.isEmpty)
        #expect(outcome.notes.contains("an earlier build laid out the views of this ledger"))
        #expect(outcome.notes.contains("run rebuild"))
    }

    @Test func `is rebuilt by the command, which says that nothing was compared`() throws {
        let outcome = try CommandRun.outcome(
            of: "cp -r '\(path)' copy; orderledger rebuild --ledger copy; "
                + "orderledger rebuild --ledger '\(path)' --format json; "
                + "orderledger verify --ledger '\(path)' --format json"
        )
        #expect(outcome.status == "0")
        #expect(outcome.output.contains("not compared: an earlier build laid out the old views"))
        #expect(outcome.output.contains(#""checked":false,"compared":false,"differences":0"#))
        #expect(outcome.output.contains(#""ok":true"#))
    }
}
