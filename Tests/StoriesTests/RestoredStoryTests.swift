import Foundation
import OrderLedger
import Testing

/// Each story's ledger is exported, restored, and must be the same to the last byte of its log.
struct RestoredStoryTests {
    @Test(arguments: Story.names, [true, false])
    func `a story's export makes the same ledger again`(name: String, isPlain: Bool) throws {
        let story = try Story(named: name)
        let ledger = try StoryLedger(workflow: story.expected.workflow, isPlain: isPlain)
        _ = try ledger.importEvents(story.eventsPath)
        let restored = try ledger.restored()

        let report = try restored.verify()
        #expect(report.isSound)
        #expect(try report.root == ledger.ledger.verify().root)
        // Without its keys a copy cannot open what is sealed, but it has it.
        #expect(try Self.sealed(restored) == Self.sealed(ledger.ledger))
        if isPlain { #expect(try Self.lines(restored) == Self.lines(ledger.ledger)) }
        #expect(try restored.replay().findings == ledger.ledger.replay().findings)
    }

    private static func sealed(_ ledger: Ledger) throws -> [String: [UInt8]] {
        var parts: [String: [UInt8]] = [:]
        try ledger.forEachEvent { event in
            parts["\(event.position)"] = event.sealed
            return true
        }
        return parts
    }

    private static func lines(_ ledger: Ledger) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        try ledger.forEachEvent { event in
            lines.append(event.cloudEvent)
            return true
        }
        return lines
    }
}
