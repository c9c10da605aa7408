import Foundation
import Testing

/// One story of `Fixtures/stories`: its events as CloudEvents lines, and what must come of them.
struct Story: Sendable, CustomTestStringConvertible {
    let name: String
    let eventsPath: String
    let expected: Expectations

    var testDescription: String { name }

    /// The stories that need no clock: one of each workflow, and every combination of the webshop's
    /// five boxes.
    static let names = [
        "marketplace", "dealer", "webshop", "webshop/boxes", "billing", "reseller",
    ]

    init(named name: String) throws {
        let folder = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/stories/\(name)")
        self.name = name
        eventsPath = folder.appending(path: "events.jsonl").path
        expected = try JSONDecoder().decode(
            Expectations.self,
            from: Data(contentsOf: folder.appending(path: "expected.json")),
        )
    }

    /// The lines of the story, in the order in which they arrive.
    func lines() throws -> [String] {
        try String(contentsOfFile: eventsPath, encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }
}

/// The end of a story, as `expected.json` tells it.
struct Expectations: Sendable, Decodable {
    let workflow: String
    /// What the first import counts, and what the second one does: it appends nothing.
    let firstImport: ImportCounts
    let again: ImportCounts
    let tabs: [String: Int]
    /// Orders that were spoken of but never came into being, with the reason.
    let absent: [String: String]
    /// What replay reports, keyed `event:code`: types that the ledger does not know, nothing else.
    let findings: [String: Int]
    let orders: [String: ExpectedOrder]
    let refusals: [ExpectedRefusal]

    private enum CodingKeys: String, CodingKey {
        case workflow, again, tabs, absent, findings, orders, refusals
        case firstImport = "import"
    }
}

/// The summary of an import.
struct ImportCounts: Sendable, Equatable, Decodable {
    var read: Int
    var appended: Int
    var duplicates: Int
    /// Keyed `event:code`.
    var refused: [String: Int]
    var malformed: Int
}

/// An event that the rules turn away.
struct ExpectedRefusal: Sendable, Decodable {
    let order: String
    let event: String
    let code: String

    /// How an import's summary names it.
    var key: String { "\(event):\(code)" }
}

/// What one order must look like in the end.
struct ExpectedOrder: Sendable, Decodable {
    let title: String
    let state: OrderState
    /// The colour on certain days, for orders whose colour depends on the day; nil means none.
    let colourOn: [String: String?]
    /// The billing events, in the order in which they were made; nil where the story has none.
    let schedule: [ExpectedBillingEvent]?
    /// The kinds of the effects that are open, sorted, one for each; nil where the story is silent.
    let effects: [String]?

    private enum CodingKeys: String, CodingKey {
        case title, colourOn, schedule, effects
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        title = try fields.decode(String.self, forKey: .title)
        colourOn = try fields.decodeIfPresent([String: String?].self, forKey: .colourOn) ?? [:]
        schedule = try fields.decodeIfPresent([ExpectedBillingEvent].self, forKey: .schedule)
        effects = try fields.decodeIfPresent([String].self, forKey: .effects)
        state = try OrderState(from: decoder)
    }
}

/// A billing event as `schedule` shows it.
struct ExpectedBillingEvent: Sendable, Equatable, Decodable {
    let id: String
    let dueOn: String
    let amount: String
    let status: String
    let attempts: Int
}

/// The fields of an order that a story speaks of, as text, so that differences can be read.
struct OrderState: Sendable, Decodable {
    var status: String
    var tabs: [String]
    /// What does not apply to the workflow, or is null, is nil.
    var colour: String?
    var message: String?
    var confirmed: Bool?
    var beneath: String?
    var currency: String
    var total: String
    var authorized: String
    var captured: String
    var refunded: String
    var outstanding: String
    var overpaid: String
    /// In the order of the contract.
    var facts: [String]
    var revision: Int

    /// Each field with its text; tabs without regard to their order.
    var fields: [(name: String, text: String)] {
        [
            ("status", status),
            ("tabs", tabs.sorted().joined(separator: " ")),
            ("colour", colour ?? "none"),
            ("message", message ?? "none"),
            ("confirmed", confirmed.map { "\($0)" } ?? "none"),
            ("beneath", beneath ?? "none"),
            ("currency", currency),
            ("total", total),
            ("authorized", authorized),
            ("captured", captured),
            ("refunded", refunded),
            ("outstanding", outstanding),
            ("overpaid", overpaid),
            ("facts", facts.joined(separator: " ")),
            ("revision", "\(revision)"),
        ]
    }
}
