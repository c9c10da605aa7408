import Foundation
import Testing

/// Each story of `Fixtures/stories` is told to a ledger and must end as its `expected.json` says.
///
/// The expectations were worked out from the rules alone, without this package's code.
struct StoryTests {
    @Test(arguments: Story.names)
    func `a story ends as it should`(name: String) throws {
        let story = try Story(named: name)
        let ledger = try StoryLedger(workflow: story.expected.workflow)

        let counts = try ledger.importEvents(story.eventsPath)

        expectSame(counts, story.expected.firstImport, "\(name), import")
        try expectEnd(of: story, in: ledger)
    }

    @Test(arguments: Story.names)
    func `a story's replay finds nothing but unknown types, and its views rebuild alike`(
        name: String,
    ) throws {
        let story = try Story(named: name)
        let ledger = try StoryLedger(workflow: story.expected.workflow)
        _ = try ledger.importEvents(story.eventsPath)

        let report = try ledger.replay()

        #expect(report.findings == story.expected.findings, "\(name): findings of replay")
        #expect(report.projectionsMatch, "\(name): replay builds other views than those that stand")
        #expect(try ledger.isRebuiltAlike(), "\(name): rebuild would change the views")
    }

    @Test(arguments: Story.names)
    func `a story told twice changes no byte`(name: String) throws {
        let story = try Story(named: name)
        let ledger = try StoryLedger(workflow: story.expected.workflow)
        _ = try ledger.importEvents(story.eventsPath)
        let before = try ledger.storedBytes()

        let counts = try ledger.importEvents(story.eventsPath)

        expectSame(counts, story.expected.again, "\(name), second import")
        let after = try ledger.storedBytes()
        #expect(before == after, "\(name): the second import wrote something")
        try expectEnd(of: story, in: ledger)
    }

    @Test(arguments: Story.names)
    func `a story told line by line is refused in the same places`(name: String) throws {
        let story = try Story(named: name)
        let ledger = try StoryLedger(workflow: story.expected.workflow)

        var refusals: [(line: Int, key: String)] = []
        for (index, line) in try story.lines().enumerated() {
            let counts = try ledger.importEvent(line)
            refusals += counts.refused.keys.map { (index + 1, $0) }
        }

        for (found, expected) in zip(refusals, story.expected.refusals) {
            #expect(
                found.key == expected.key,
                "\(name), line \(found.line), order \(expected.order): the refusal",
            )
        }
        #expect(refusals.count == story.expected.refusals.count, "\(name): how many are refused")
        try expectEnd(of: story, in: ledger)
    }

    @Test func `all stories in one ledger leave each other alone`() throws {
        let ledger = try StoryLedger(workflow: "marketplace")
        let stories = try Story.names.map { try Story(named: $0) }

        for story in stories {
            let counts = try ledger.importEvents(story.eventsPath)
            expectSame(counts, story.expected.firstImport, "\(story.name), import")
        }

        for story in stories {
            try expectOrders(of: story, in: ledger)
        }
        for (workflow, told) in Dictionary(grouping: stories, by: \.expected.workflow) {
            try expectTabs(of: workflow, told, in: ledger)
        }
    }

    @Test func `the story of the boxes has an order for each of their 32 combinations`() throws {
        let boxes: Set = ["placed", "invoiced", "paid", "dispatchedAll", "cancelled"]

        let orders = try Story(named: "webshop/boxes").expected.orders

        let combinations = Set(orders.values.map { boxes.intersection($0.state.facts) })
        #expect(orders.count == 32 && combinations.count == 32)
    }
}

/// Compares every order, every tab and every absence of a story with what the ledger shows.
func expectEnd(of story: Story, in ledger: StoryLedger) throws {
    try expectOrders(of: story, in: ledger)
    try expectTabs(of: story.expected.workflow, [story], in: ledger)
}

/// Compares every order and every absence of a story with what the ledger shows.
func expectOrders(of story: Story, in ledger: StoryLedger) throws {
    let effects = try ledger.openEffects()
    for (id, expected) in story.expected.orders.sorted(by: { $0.key < $1.key }) {
        let isDated = !expected.colourOn.isEmpty
        guard let found = try ledger.order(id, withColour: !isDated) else {
            Issue.record("\(id) is missing: \(expected.title)")
            continue
        }
        for (field, wanted) in zip(found.fields, expected.state.fields) {
            #expect(field.text == wanted.text, "\(id), \(field.name): \(expected.title)")
        }
        if let schedule = expected.schedule {
            #expect(try ledger.schedule(of: id) == schedule, "\(id), schedule: \(expected.title)")
        }
        if let kinds = expected.effects {
            #expect(effects[id, default: []] == kinds, "\(id), open effects: \(expected.title)")
        }
        for (day, wanted) in expected.colourOn.sorted(by: { $0.key < $1.key }) {
            let colour = try ledger.colour(of: id, on: day)
            #expect(colour == wanted, "\(id), colour on \(day): \(expected.title)")
        }
    }
    for (id, title) in story.expected.absent.sorted(by: { $0.key < $1.key }) {
        #expect(try ledger.order(id) == nil, "\(id) should not exist: \(title)")
    }
}

/// Compares a workflow's tabs with what its stories, told to one ledger, lead to together.
func expectTabs(of workflow: String, _ stories: [Story], in ledger: StoryLedger) throws {
    var expected: [String: Int] = [:]
    for story in stories { expected.merge(story.expected.tabs, uniquingKeysWith: +) }
    let tabs = try ledger.tabs(workflow: workflow)
    for name in Set(tabs.keys).union(expected.keys).sorted() {
        #expect(tabs[name] == expected[name], "\(workflow), tab \(name)")
    }
}

/// Compares two summaries number by number.
func expectSame(_ found: ImportCounts, _ wanted: ImportCounts, _ what: String) {
    #expect(found.read == wanted.read, "\(what): read")
    #expect(found.appended == wanted.appended, "\(what): appended")
    #expect(found.duplicates == wanted.duplicates, "\(what): duplicates")
    #expect(found.malformed == wanted.malformed, "\(what): malformed")
    for key in Set(found.refused.keys).union(wanted.refused.keys).sorted() {
        #expect(found.refused[key] == wanted.refused[key], "\(what): refused \(key)")
    }
}
