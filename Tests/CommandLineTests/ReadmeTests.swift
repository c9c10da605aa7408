import Foundation
import OrderLedger
import Testing

/// The README's commands run, its Swift compiles, and its demo output is what the demo writes.
@Suite("The README")
struct ReadmeTests {
    private static let root = CommandCase.fixtures.deletingLastPathComponent()

    private static func readme() throws -> String {
        try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    }

    /// The fenced blocks of a language, in order.
    private static func blocks(_ language: String) throws -> [String] {
        try readme().components(separatedBy: "```\(language)\n").dropFirst()
            .compactMap { $0.components(separatedBy: "\n```").first }
    }

    @Test func `its commands on a ledger run as they stand`() throws {
        let script = try #require(Self.blocks("sh").first { $0.contains("orderledger import") })
        let fixtures = CommandCase.fixtures.path
        let run = try CommandRun.outcome(
            of: script.replacingOccurrences(of: "Fixtures/", with: fixtures + "/")
        )
        #expect(run.status == "0", "\(run.notes)")
        #expect(run.output.contains("awaitingPayment"))
        #expect(run.output.contains("match the log"))
    }

    private static let hasTools = ["python3", "openssl"].allSatisfy { tool in
        ["/usr/bin", "/bin"].contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
        }
    }

    @Test(.enabled(if: hasTools, "no python3 or no openssl"))
    func `its commands for auditors run as they stand`() throws {
        let shop = try #require(Self.blocks("sh").first { $0.contains("keys create") })
        let auditor = try #require(Self.blocks("sh").first { $0.contains("verify_export") })
        let story = CommandCase.fixtures.appending(path: "stories/webshop/events.jsonl").path
        let script = """
            orderledger import \(story) --quiet > import
            set -e
            \(shop)
            \(auditor.replacing("Tests/Tools", with: Self.root.appending(path: "Tests/Tools").path))
            """
        let run = try CommandRun.outcome(of: script)
        #expect(run.status == "0", "\(run.output) \(run.notes)")
        #expect(run.output.contains("Signature Verified Successfully"))
    }

    @Test func `its demo output is what the demo writes`() throws {
        let shown = try #require(Self.blocks("text").first)
        let run = try CommandRun.outcome(of: "cd \(Self.root.path) && orderledger demo")
        let written = Set(run.output.split(separator: "\n"))
        for line in shown.split(separator: "\n") where line != "..." {
            #expect(written.contains(line), "the demo does not write: \(line)")
        }
    }

    @Test func `every command it names exists`() throws {
        let known = try CommandRun.outcome(of: "orderledger --help").output
        let rows = try Self.readme().split(separator: "\n").filter { $0.hasPrefix("| `") }
        for row in rows {
            let cell = row.dropFirst(2).prefix { $0 != "|" }
            for name in cell.split(separator: "`").compactMap({ $0.split(separator: " ").first })
            where name.first?.isLowercase == true {
                #expect(known.contains("\n  \(name)"), "there is no command \(name)")
            }
        }
    }

    /// The same lines as in the README; the test above them would not compile otherwise.
    @Test func `its Swift records an order and shows its status`() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "orderledger-readme-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "shop.ledger").path
        // README begins
        let ledger = try Ledger.create(at: path, workflow: "webshop")

        guard let order = OrderID("1001"), let id = EventID("1001/placed"),
            let euro = Currency(code: "EUR")
        else { fatalError("these names are well formed") }

        var data = OrderData()
        data.currency = euro
        data.total = try DecimalAmount(text: "19.90")
        let placed = try NewEvent(order: order, id: id, .placed(data))

        switch ledger.append(AppendBatch([placed], expecting: [OrderExpectation(order, .noStream)]))
        {
        case .recorded(let receipt): print("on the device at", receipt.parts[0].position)
        case .refused(let refusal, _): print(refusal.code, refusal.detail)
        case .wrongRevision(let failures): print(failures)
        case .conditionFailed(let failures, _): print(failures)
        case .failed(let error, _): throw error
        }

        print(try ledger.status(of: order) ?? "no such order")
        // README ends
        #expect(try ledger.status(of: order) == "awaitingInvoice")
    }

    @Test func `the Swift that is tested is the Swift that it shows`() throws {
        let shown = try #require(Self.blocks("swift").first)
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        let tested =
            source.components(separatedBy: "// README begins\n").dropFirst().first?
            .components(separatedBy: "        // README ends").first ?? ""
        // The formatter may break lines that the README keeps together.
        func squeezed(_ text: String) -> String { text.filter { !$0.isWhitespace } }
        let expected = squeezed(
            shown.replacingOccurrences(of: "import OrderLedger", with: "")
                .replacingOccurrences(of: "at: \"shop.ledger\"", with: "at: path")
        )
        #expect(squeezed(tested) == expected)
    }
}
