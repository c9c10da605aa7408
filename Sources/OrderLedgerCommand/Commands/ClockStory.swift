import Foundation
import OrderLedger

/// A story that needs a clock: its events, and between them settings that change and ticks.
struct ClockStory {
    /// What comes after a number of the story's lines.
    struct Step {
        let afterLine: Int
        /// Settings by key; none where the step is a tick.
        let settings: [(key: String, value: String)]
        /// The time to tick at.
        let tick: Timestamp?
    }

    private let lines: [Substring]
    private let steps: [Step]

    /// Reads a story of `Fixtures/stories` and its steps.
    init(events: String, steps: String) throws {
        lines = try String(contentsOfFile: events, encoding: .utf8).split(separator: "\n")
        self.steps = try String(contentsOfFile: steps, encoding: .utf8).split(separator: "\n")
            .map { try Step(json: JSONValue(json: Array($0.utf8))) }
    }

    /// Tells the story to a ledger.
    ///
    /// - Parameters:
    ///   - folder: a folder for the parts of the story while they are imported.
    ///   - each: hears of each event that the clock appended.
    func tell(
        to ledger: Ledger,
        in folder: String,
        each: (ClockEvent) throws -> Void
    ) throws {
        var told = 0
        for step in steps {
            try tell(told..<step.afterLine, to: ledger, in: folder)
            told = max(told, step.afterLine)
            for setting in step.settings {
                _ = try ledger.change(setting: setting.key, to: setting.value)
            }
            if let tick = step.tick { try ledger.tick(at: tick, each: each) }
        }
        try tell(told..<lines.count, to: ledger, in: folder)
    }

    private func tell(_ part: Range<Int>, to ledger: Ledger, in folder: String) throws {
        guard !part.isEmpty else { return }
        let path = folder + "/part.jsonl"
        try lines[part].joined(separator: "\n").write(
            toFile: path,
            atomically: true,
            encoding: .utf8
        )
        _ = try ledger.importEvents(from: [path])
    }
}

extension ClockStory.Step {
    fileprivate init(json: JSONValue) throws {
        guard case .number(let text)? = json["afterLine"], let line = Int(text) else {
            throw CommandFailure(.malformed, "a step of the clock story lacks afterLine")
        }
        afterLine = line
        var settings: [(key: String, value: String)] = []
        if case .object(let members)? = json["set"] {
            for member in members {
                guard case .string(let value) = member.value else { continue }
                settings.append((member.name, value))
            }
        }
        self.settings = settings
        if case .string(let text)? = json["tick"] {
            tick = try Timestamp(text: text)
        } else {
            tick = nil
        }
    }
}
