import Foundation
import LedgerTesting
import OrderLedger
import Testing

@Suite struct `Journals for accountants` {
    private static let stories = ["marketplace", "dealer", "webshop", "billing", "reseller"]

    /// An order with everything that moves money, in two currencies, with names that mean
    /// something to a journal.
    private func fullBooks() throws -> StoryBooks {
        let books = try StoryBooks(workflow: "webshop")
        let name = "a, b; \"date:2020-13-45\" [x] \\ %"
        try books.tell(
            name,
            "1",
            "placed",
            #"{"currency":"EUR","total":"30.00"}"#,
            by: "customer:7"
        )
        try books.tell(name, "2", "paymentCaptured", #"{"amount":"50.00"}"#, by: "gateway:a, b")
        try books.tell(name, "3", "refunded", #"{"amount":"5.00"}"#)
        try books.tell(name, "4", "disputeOpened", #"{"reference":"d","amount":"10.00"}"#)
        try books.tell(name, "5", "disputeClosed", #"{"reference":"d","outcome":"lost"}"#)
        try books.tell(name, "6", "amended", #"{"total":"35.00"}"#)
        try books.tell(name, "7", "cancelled")
        try books.tell(name, "8", "revoked", #"{"event":"7","reason":"a mistake"}"#)
        try books.tell("yen", "1", "placed", #"{"currency":"JPY","total":"900"}"#)
        try books.tell("yen", "2", "paymentCaptured", #"{"amount":"901"}"#)
        try books.tell("yen", "3", "cancelled")
        try books.tell("yen", "4", "refunded", #"{"amount":"901"}"#)
        try books.tell("dinar", "1", "placed", #"{"currency":"KWD","total":"1.234"}"#)
        // A currency that no order has at the end.
        try books.tell("krona", "1", "placed", #"{"currency":"SEK","total":"7.00"}"#)
        try books.tell("krona", "2", "revoked", #"{"event":"1","reason":"a mistake"}"#)
        let plan = #"{"kind":"subscription","every":"P1M","first":"2026-01-31","amount":"9.99"}"#
        try books.tell(
            "plan",
            "1",
            "placed",
            #"{"currency":"EUR","workflow":"billing","billing":\#(plan)}"#
        )
        try books.tell("plan", "2", "paymentCaptured", #"{"amount":"9.99","billingEvent":"1"}"#)
        return books
    }

    @Test(arguments: JournalDialect.allCases)
    func `a story's journal is as it was`(dialect: JournalDialect) throws {
        let books = try StoryBooks(story: "marketplace")
        try books.ledger.exportJournal(dialect, to: books.path("journal"))
        let text = books.normal(try books.text(ofFile: "journal"))
        try StoryBooks.compare(text, golden: "journal/marketplace.\(dialect.rawValue)")
    }

    @Test func `it adds up to the control totals of a replay`() throws {
        let books = try fullBooks()
        try books.ledger.exportJournal(.hledger, to: books.path("journal"))
        let text = try books.text(ofFile: "journal")
        for totals in try books.ledger.replay().totals {
            let ordered = totals.currency.text(ofSum: -totals.ordered)
            #expect(
                totals.ordered == 0
                    || text.contains(
                        "closing balance Income:Orders \(ordered) \(totals.currency)\n"
                    )
            )
            #expect(text.contains("control totals \(totals.currency): orders \(totals.orders), "))
        }
        #expect(text.contains("closing balance Assets:Clearing 44.99 EUR"))
        #expect(text.contains("closing balance Expenses:Disputes 10.00 EUR"))
        #expect(text.contains("closing balance Income:Collections -9.99 EUR"))
        // An order that was cancelled and paid back owes and is owed nothing.
        #expect(!text.contains("closing balance Assets:Receivable 0"))
        #expect(!text.contains("closing balance Assets:Clearing 0 JPY"))
    }

    @Test(arguments: stories)
    func `hledger accepts it, and no copy with another figure`(story: String) throws {
        let books = try StoryBooks(story: story)
        try check(books, .hledger, ["hledger", "check", "-s", "ordereddates", "-f"])
    }

    @Test(arguments: stories)
    func `bean-check accepts it, and no copy with another figure`(story: String) throws {
        let books = try StoryBooks(story: story)
        try check(books, .beancount, ["bean-check"])
    }

    @Test func `both accept every name and every kind of event`() throws {
        let books = try fullBooks()
        try check(books, .hledger, ["hledger", "check", "-s", "ordereddates", "-f"])
        try check(books, .beancount, ["bean-check"])
        guard
            let found = try ExternalTool.run([
                "hledger", "-f", books.path("journal.hledger"), "register", "-O", "csv",
                "tag:actor=^customer:7$",
            ])
        else { return }
        #expect(found.status == 0)
        // Both postings of the one entry, and nothing else.
        #expect(found.text.split(separator: "\n").count == 3, "\(found.text)")
    }

    /// Checks a journal with a tool, and copies of it in each of which one figure is another.
    private func check(
        _ books: StoryBooks,
        _ dialect: JournalDialect,
        _ tool: [String],
    ) throws {
        let path = books.path("journal.\(dialect.rawValue)")
        try books.ledger.exportJournal(dialect, to: path)
        guard let outcome = try ExternalTool.run(tool + [path]) else { return }
        #expect(outcome.status == 0, "\(outcome.text)")
        let lines = try books.text(ofFile: "journal.\(dialect.rawValue)")
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let figures = lines.indices.filter { lines[$0].contains(/^ +(Assets|Income|Expenses):/) }
        #expect(!figures.isEmpty)
        let seed = SeededGenerator.announcedSeed(for: "figures of a journal that are changed")
        var random = SeededGenerator(seed: seed)
        let copy = books.path("copy.\(dialect.rawValue)")
        for _ in 0..<3 {
            var changed = lines
            let index = random.pick(figures)
            // The first figure's last digit, by one.
            changed[index] = lines[index].replacing(/(\d)( [A-Z]{3})/, maxReplacements: 1) {
                match in
                let digit = (Int(match.output.1) ?? 0) == 9 ? 8 : (Int(match.output.1) ?? 0) + 1
                return "\(digit)\(match.output.2)"
            }
            #expect(changed[index] != lines[index])
            try changed.joined(separator: "\n").write(
                toFile: copy,
                atomically: true,
                encoding: .utf8
            )
            let outcome = try ExternalTool.run(tool + [copy])
            #expect(outcome?.status != 0, "line \(index + 1): \(changed[index])")
        }
        // An entry that is taken away whole balances, and is missed by the next assertion.
        guard let place = figures.dropLast().last,
            let start = lines[..<place].lastIndex(of: ""),
            let end = lines[place...].firstIndex(of: "")
        else { return }
        let rest = lines[..<start] + lines[end...]
        try rest.joined(separator: "\n").write(toFile: copy, atomically: true, encoding: .utf8)
        let isLast = !lines[end...].contains { $0.contains(/^ +(Assets|Income|Expenses):/) }
        if !isLast || dialect == .beancount {
            #expect(try ExternalTool.run(tool + [copy])?.status != 0, "lines \(start) to \(end)")
        }
    }

    @Test func `the same ledger gives the same bytes`() throws {
        let books = try fullBooks()
        for dialect in JournalDialect.allCases {
            var first: [UInt8] = []
            var second: [UInt8] = []
            _ = try books.ledger.writeJournal(dialect) { first += $0 }
            _ = try books.ledger.writeJournal(dialect) { second += $0 }
            #expect(first == second)
        }
    }

    @Test func `entries of random histories lead to what the orders have`() throws {
        let seed = SeededGenerator.announcedSeed(for: "journals of random histories")
        let books = try StoryBooks()
        var generator = HistoryGenerator(seed: seed, orders: 25)
        for _ in 0..<900 {
            _ = books.ledger.append(AppendBatch([generator.readableEvent()], policy: .observe))
        }
        // It throws where they do not.
        let summary = try books.ledger.exportJournal(.hledger, to: books.path("journal.hledger"))
        #expect(summary.entries > 50)
        let outcome = try ExternalTool.run(
            ["hledger", "check", "-s", "ordereddates", "-f", books.path("journal.hledger")]
        )
        #expect(outcome?.status ?? 0 == 0, "\(outcome?.text ?? "")")
        try books.ledger.exportJournal(.beancount, to: books.path("journal.beancount"))
        let second = try ExternalTool.run(["bean-check", books.path("journal.beancount")])
        #expect(second?.status ?? 0 == 0, "\(second?.text ?? "")")
    }

    @Test func `a file that cannot be written leaves nothing behind`() throws {
        let books = try StoryBooks(story: "webshop")
        #expect(throws: LedgerError(.cannotCreate, "")) {
            try books.ledger.exportJournal(.hledger, to: books.path("no/such/folder"))
        }
        #expect(throws: LedgerError(.cancelled, "")) {
            try books.ledger.exportJournal(.hledger, to: books.path("new")) { _, _ in false }
        }
        let folder = URL(filePath: books.path("new")).deletingLastPathComponent().path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(!names.contains { $0.hasPrefix("new") })
    }
}
