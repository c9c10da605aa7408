import Foundation
import OrderLedger
import Testing

/// The story of `Fixtures/stories/clock`: settings, events and ticks in their turn.
///
/// The expectations were worked out from the rules alone, without this package's code.
struct ClockStoryTests {
    @Test func `the clock's story ends as it should, told line by line`() throws {
        let told = try ClockStory()
        let ledger = try StoryLedger(workflow: told.story.expected.workflow)

        let refusals = try tell(told, to: ledger)

        #expect(refusals == told.story.expected.refusals.map(\.key), "what is refused")
        try expectEnd(of: told, in: ledger)
    }

    @Test func `its replay finds nothing, and its views rebuild alike`() throws {
        let told = try ClockStory()
        let ledger = try StoryLedger(workflow: told.story.expected.workflow)
        _ = try tell(told, to: ledger)

        let report = try ledger.replay()

        #expect(report.findings == told.story.expected.findings)
        #expect(report.projectionsMatch)
        #expect(try ledger.isRebuiltAlike())
    }

    @Test func `its events told again change nothing, and the clock has nothing to add`() throws {
        let told = try ClockStory()
        let ledger = try StoryLedger(workflow: told.story.expected.workflow)
        _ = try tell(told, to: ledger)
        let before = try ledger.storedBytes()

        let counts = try ledger.importEvents(told.story.eventsPath)

        expectSame(counts, told.story.expected.again, "second import")
        #expect(try ledger.tick("2026-10-01T00:00:00Z") == [])
        #expect(try ledger.ledger.nextDeadline() == nil)
        #expect(try ledger.storedBytes() == before, "something was written")
        try expectEnd(of: told, in: ledger)
    }

    @Test func `a ledger that is ticked once in the end says the same in the same order`() throws {
        let told = try ClockStory()
        let orders = try told.ordersUntouchedAfterTicks()
        let wanted = told.appends.filter { orders.contains($0.order) }
        let ledger = try StoryLedger(workflow: told.story.expected.workflow)
        for setting in told.settings { try ledger.change(setting.key, to: setting.value) }
        for line in try told.lines(of: orders) { _ = try ledger.importEvent(line) }

        let found = try ledger.tick("2026-10-01T00:00:00Z")

        #expect(wanted.count >= 15, "most of the story is untouched")
        #expect(found == wanted)
        #expect(try ledger.lastEvents(wanted.count) == wanted)
        for order in orders {
            let expected = try #require(told.story.expected.orders[order])
            #expect(try ledger.order(order)?.status == expected.state.status, "\(order)")
        }
    }

    /// Tells the story, step by step, and gives what was refused.
    private func tell(_ told: ClockStory, to ledger: StoryLedger) throws -> [String] {
        var refusals: [String] = []
        var next = 0
        func importLines(through last: Int) throws {
            while next < last {
                refusals += try ledger.importEvent(told.lines[next]).refused.keys
                next += 1
            }
        }
        for step in told.steps {
            try importLines(through: step.afterLine)
            for (key, value) in step.set ?? [:] { try ledger.change(key, to: value) }
            if let time = step.tick { try tick(time, step.appends ?? [], in: ledger) }
        }
        try importLines(through: told.lines.count)
        return refusals
    }

    /// A tick: announced by a dry run, appended as announced, and repeated for nothing.
    private func tick(
        _ time: String,
        _ wanted: [ToldClockEvent],
        in ledger: StoryLedger,
    ) throws {
        let before = try ledger.storedBytes()
        #expect(try ledger.tick(time, isDryRun: true) == wanted, "\(time): dry run")
        #expect(try ledger.storedBytes() == before, "\(time): a dry run wrote something")
        if let next = try ledger.ledger.nextDeadline(), let first = wanted.first {
            #expect(next.description == first.at, "\(time): the next deadline")
        }
        #expect(try ledger.tick(time) == wanted, "\(time): tick")
        #expect(try ledger.lastEvents(wanted.count) == wanted, "\(time): the log")
        let after = try ledger.storedBytes()
        #expect(try ledger.tick(time) == [], "\(time): once more")
        #expect(try ledger.storedBytes() == after, "\(time): the second tick wrote something")
    }

    private func expectEnd(of told: ClockStory, in ledger: StoryLedger) throws {
        try StoriesTests.expectEnd(of: told.story, in: ledger)
        for (id, schedule) in told.schedules.sorted(by: { $0.key < $1.key }) {
            #expect(try ledger.schedule(of: id) == schedule, "\(id), schedule")
        }
    }
}
