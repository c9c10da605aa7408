import Foundation
import LedgerTesting
import OrderLedger
import Testing

/// Ledgers whose exports are looked at, made by a clock that moves with the events.
struct StoryBooks {
    let ledger: Ledger
    private let folder: TemporaryFolder
    private let clock = ManualClock()

    static let fixtures = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures")

    /// An empty ledger.
    init(workflow: String = "marketplace") throws {
        folder = try TemporaryFolder()
        ledger = try Ledger.create(
            at: folder("ledger"),
            workflow: workflow,
            options: LedgerOptions(now: { [clock] in clock.now })
        )
    }

    /// A ledger of a story, its events recorded some hours apart.
    init(story: String) throws {
        try self.init(workflow: story)
        let path = Self.fixtures.appending(path: "stories/\(story)/events.jsonl").path
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        for line in lines {
            let file = folder("line.jsonl")
            try "\(line)\n".write(toFile: file, atomically: false, encoding: .utf8)
            _ = try ledger.importEvents(from: [file])
            clock.advance(by: .seconds(7 * 3_600))
        }
    }

    /// Records an event and lets time pass.
    func tell(
        _ order: String,
        _ id: String,
        _ type: String,
        _ data: String = "{}",
        by actor: String? = nil,
        policy: AppendPolicy = .observe,
    ) throws {
        let context = EventContext(actor: try actor.map { try Actor(text: $0) })
        let event = try NewEvent(order, id, type, data, context: context)
        let verdict = ledger.append(AppendBatch([event], policy: policy))
        guard case .recorded = verdict else {
            Issue.record("\(order) \(type): \(verdict)")
            return
        }
        clock.advance(by: .seconds(7 * 3_600))
    }

    /// A path in the ledger's temporary folder.
    func path(_ name: String) -> String { folder(name) }

    func text(ofFile name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }

    /// Text in which what differs from ledger to ledger is replaced: its id, and all that follows
    /// from it.
    func normal(_ text: String) -> String {
        text.replacing(ledger.id, with: "<ledger>")
            .replacing(/[0-9a-f]{64}/, with: "<root>")
    }

    /// Compares text with a golden file, or writes it where the environment asks for that.
    static func compare(_ text: String, golden name: String) throws {
        let file = fixtures.appending(path: "formats/\(name)")
        if ProcessInfo.processInfo.environment["ORDERLEDGER_WRITE_FIXTURES"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)))
    }
}
