import Foundation
import LedgerTesting
import OrderLedger
import Testing

@Suite struct `Logs for process miners` {
    private func json(_ ledger: Ledger) throws -> (bytes: [UInt8], summary: ExportSummary) {
        var bytes: [UInt8] = []
        let summary = try ledger.writeOCEL { bytes += $0 }
        return (bytes, summary)
    }

    @Test func `a story's log is as it was`() throws {
        let books = try StoryBooks(story: "dealer")
        let text = books.normal(String(decoding: try json(books.ledger).bytes, as: UTF8.self))
        try StoryBooks.compare(text, golden: "ocel/dealer.json")
    }

    @Test func `an empty ledger gives a log without events`() throws {
        let books = try StoryBooks()
        let (bytes, summary) = try json(books.ledger)
        let log = try JSONValue(json: bytes)
        #expect(log["objects"] == .array([]) && log["events"] == .array([]))
        #expect(summary.entries == 0 && summary.objects == 0 && summary.treeSize == 1)
    }

    @Test(arguments: ["marketplace", "dealer", "webshop", "billing", "reseller"])
    func `every event of the log is there once, and every object that it names`(
        story: String
    ) throws {
        let books = try StoryBooks(story: story)
        let (bytes, summary) = try json(books.ledger)
        let log = try JSONValue(json: bytes)
        let objects = Self.texts(log["objects"], "id")
        let events = Self.elements(log["events"])
        #expect(objects.count == Set(objects).count && objects.count == summary.objects)
        var expected: [String] = []
        try books.ledger.forEachEvent { event in
            if event.order != "$ledger" { expected.append(event.position.description) }
            return true
        }
        #expect(Self.texts(log["events"], "id") == expected)
        #expect(summary.entries == expected.count)
        let types = Set(Self.texts(log["eventTypes"], "name"))
        #expect(types == Set(Self.texts(log["events"], "type")))
        for event in events + Self.elements(log["objects"]) {
            for named in Self.texts(event["relationships"], "objectId") {
                #expect(objects.contains(named), "\(named)")
            }
        }
        let things = objects.filter { !$0.hasPrefix("order:") }
        #expect(things == Self.firsts(of: events.flatMap(Self.named)))
    }

    @Test func `more things than memory holds are in the order of their first mentions`() throws {
        let seed = SeededGenerator.announcedSeed(for: "many things")
        var random = SeededGenerator(seed: seed)
        var mentions: [Int] = []
        for number in 0..<20_000 {
            // No neighbour in the log is one in the order of the names.
            mentions.append(
                number > 0 && random.oneIn(10) ? random.pick(mentions) : number * 7_919 % 100_003
            )
        }
        let books = try StoryBooks()
        for start in stride(from: 0, to: mentions.count, by: 1_000) {
            let events = try (start..<start + 1_000).map { index in
                let data = #"{"amount":"1.00","reference":"\#(mentions[index])"}"#
                return try NewEvent("\(index % 90)", "\(index)", "paymentCaptured", data)
            }
            let verdict = books.ledger.append(AppendBatch(events, policy: .observe))
            guard case .recorded = verdict else {
                Issue.record("\(verdict)")
                return
            }
        }
        try books.ledger.exportOCEL(to: books.path("log.json"))
        let things = try books.text(ofFile: "log.json").split(separator: "\n")
            .compactMap { $0.firstMatch(of: /^{"id":"payment:(\d+)"/)?.1 }
        #expect(things == Self.firsts(of: mentions.map { Substring("\($0)") }))
        #expect(things.count > 16_384, "there are more than are at hand")
    }

    @Test func `names of other bytes are other things, though they look the same`() throws {
        let books = try StoryBooks()
        for (id, name) in ["caf\u{E9}", "cafe\u{301}", "caf\u{E9}"].enumerated() {
            let data = #"{"amount":"1.00","reference":"\#(name)"}"#
            try books.tell("A", "\(id)", "paymentCaptured", data)
        }
        let things = Self.texts(try JSONValue(json: json(books.ledger).bytes)["objects"], "id")
        #expect(
            things.dropFirst().map { Array($0.utf8) } == [
                Array("payment:caf\u{E9}".utf8), Array("payment:cafe\u{301}".utf8),
            ]
        )
    }

    @Test func `an export that ends early leaves nothing behind`() throws {
        let books = try StoryBooks(story: "webshop")
        let path = books.path("log.json")
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let before = try Set(FileManager.default.contentsOfDirectory(atPath: folder))
        for end in 1...3 {
            let told = Counter<Int>()
            #expect(throws: LedgerError(.cancelled, "")) {
                try books.ledger.exportOCEL(to: path) { done, _ in
                    told.add(done)
                    return told.values.count < end
                }
            }
        }
        #expect(throws: LedgerError(.cannotCreate, "")) {
            try books.ledger.exportOCEL(to: books.path("no/such/folder"))
        }
        #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder)) == before)
    }

    @Test func `things that orders share are one object, and packages their order's own`() throws {
        let books = try StoryBooks()
        for order in ["a/b", "a"] {
            let customer = #"{"id":"C-1","name":"Ann Lee","email":"ann@example.org"}"#
            try books.tell(
                order,
                "1",
                "placed",
                #"{"currency":"EUR","total":"5.00","customer":\#(customer)}"#
            )
            try books.tell(order, "2", "paymentCaptured", #"{"amount":"5.00","reference":"P"}"#)
            try books.tell(order, "3", "dispatched", #"{"tracking":"T","package":"p"}"#)
            try books.tell(order, "4", "delivered", #"{"package":"p"}"#)
            try books.tell(order, "5", "weighed", #"{"grams":"12"}"#)
        }
        let (bytes, _) = try json(books.ledger)
        let log = try JSONValue(json: bytes)
        #expect(
            Self.texts(log["objects"], "id") == [
                "order:a/b", "order:a", "customer:C-1", "payment:P", "package:a%2Fb/p",
                "package:a/p",
            ]
        )
        #expect(
            Self.texts(log["eventTypes"], "name") == [
                "placed", "paymentCaptured", "dispatched", "delivered", "weighed",
            ]
        )
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains("Ann") && !text.contains("example.org"))
        #expect(text.contains(#"{"name":"amount","value":"5.00"}"#))
    }

    @Test(arguments: ["marketplace", "dealer", "webshop", "billing", "reseller"])
    func `pm4py reads it and counts the same`(story: String) throws {
        let books = try StoryBooks(story: story)
        let path = books.path("log.json")
        let summary = try books.ledger.exportOCEL(to: path)
        guard let counted = try ExternalTool.pm4pyCounts(ofFile: path) else { return }
        #expect(
            counted.contains("counted \(summary.entries) \(summary.objects)\n"),
            "\(counted)"
        )
        // A copy that lacks an event is counted otherwise.
        let text = try books.text(ofFile: "log.json")
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex(of: "],\"events\":["))
        lines.remove(at: start + 1)
        let copy = books.path("copy.json")
        try lines.joined(separator: "\n").write(toFile: copy, atomically: true, encoding: .utf8)
        let second = try ExternalTool.pm4pyCounts(ofFile: copy)
        #expect(second?.contains("counted \(summary.entries) ") == false)
    }

    @Test func `the same ledger gives the same bytes`() throws {
        let books = try StoryBooks(story: "billing")
        #expect(try json(books.ledger).bytes == json(books.ledger).bytes)
    }

    /// The first of each that are equal, in their order: the plain way.
    private static func firsts<Name: Hashable>(of names: [Name]) -> [Name] {
        var known: Set<Name> = []
        return names.filter { known.insert($0).inserted }
    }

    /// What an event names beside its order.
    private static func named(_ event: JSONValue) -> [String] {
        texts(event["relationships"], "objectId").filter { !$0.hasPrefix("order:") }
    }

    private static func elements(_ list: JSONValue?) -> [JSONValue] {
        if case .array(let elements)? = list { elements } else { [] }
    }

    private static func texts(_ list: JSONValue?, _ member: String) -> [String] {
        elements(list).compactMap { element in
            if case .string(let text)? = element[member] { text } else { nil }
        }
    }
}
