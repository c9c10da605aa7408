import Foundation
import LedgerTesting
import OrderLedger
import Testing

/// The real orders, which lie beside the checkout or where ORDERLEDGER_DATA says.
private let olistPath: String? = {
    let named = ProcessInfo.processInfo.environment["ORDERLEDGER_DATA"]
    let root = StoryBooks.fixtures.deletingLastPathComponent().deletingLastPathComponent()
    let folder = named.map { URL(filePath: $0) } ?? root.appending(path: "shared/data")
    let path = folder.appending(path: "olist.events.jsonl.gz").path
    return FileManager.default.fileExists(atPath: path) ? path : nil
}()

@Suite(.enabled(if: olistPath != nil, "no real orders: set ORDERLEDGER_DATA"))
struct `Exports of real orders` {
    @Test func `hledger, bean-check and pm4py agree with the olist ledger`() throws {
        let books = try StoryBooks()
        let file = try #require(olistPath)
        let imported = try books.ledger.importEvents(from: [file], policy: .observe)
        #expect(imported.appended == 18_918)
        let totals = try #require(books.ledger.replay().totals.first)
        for dialect in JournalDialect.allCases {
            let path = books.path("olist.\(dialect.rawValue)")
            #expect(try books.ledger.exportJournal(dialect, to: path).entries > 10_000)
            let tool =
                dialect == .hledger
                ? ["hledger", "check", "-s", "ordereddates", "-f"] : ["bean-check"]
            let outcome = try ExternalTool.run(tool + [path])
            #expect(outcome?.status ?? 0 == 0, "\(outcome?.text ?? "")")
        }
        let balance = try ExternalTool.run([
            "hledger", "-f", books.path("olist.hledger"), "balance", "-N", "Income:Orders",
        ])
        let ordered = totals.currency.text(ofSum: -totals.ordered)
        #expect(balance?.text.contains("\(ordered) BRL") ?? true, "\(balance?.text ?? "")")
        let summary = try books.ledger.exportOCEL(to: books.path("olist.json"))
        #expect(summary.entries == 18_918)
        guard let counted = try ExternalTool.pm4pyCounts(ofFile: books.path("olist.json")) else {
            return
        }
        #expect(counted.contains("counted \(summary.entries) \(summary.objects)\n"), "\(counted)")
    }
}
