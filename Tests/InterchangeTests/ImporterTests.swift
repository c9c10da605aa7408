import Foundation
import Orders
import Testing

@testable import EventLog
@testable import Interchange

@Suite("Importing")
struct ImporterTests {
    private let files: Files
    private let limits = LineSource.Limits(bytes: 10_000, items: 50)

    init() throws { files = try Files() }

    @Test func `events reach the ledger in their order`() throws {
        let first = try lines("first", (0..<1_000).map { line("a\($0)") })
        let second = try lines("second", (0..<500).map { line("b\($0)") })
        let sink = Sink()
        let summary = try Importer(limits: limits).run([first, second], append: sink.append)
        let expected = (0..<1_000).map { "a\($0)" } + (0..<500).map { "b\($0)" }
        #expect(sink.ids == expected)
        #expect(sink.largestCall <= 50)
        #expect(summary.appended == 1_500)
        #expect(summary.read == 1_500)
    }

    @Test func `every line that was read is in one count`() throws {
        let texts = [
            line("new"), "nonsense", line("again"), line("refused"), line("conflict"),
            line("large"), line("bad"), Self.ledgerLine, line("new-2"),
            line("huge", text: String(repeating: "x", count: NewEvent.maximumDataBytes)),
        ]
        let sink = Sink { event in
            switch event.id.rawValue {
            case "again": .duplicate
            case "refused": .refused(Refusal(.notPlaced, "no order yet"))
            case "conflict": .failed(LedgerError(.idConflict, "other content"))
            case "large": .failed(LedgerError(.tooLarge, "too much"))
            case "bad": .failed(LedgerError(.malformed, "no such amount", offset: 9))
            default: .recorded
            }
        }
        var rejects: [ImportReject] = []
        let file = try lines("mixed", texts)
        let summary = try Importer().run(
            [file],
            append: sink.append,
            rejected: { rejects.append($0) }
        )
        #expect(summary.appended == 2)
        #expect(summary.duplicates == 1)
        #expect(
            summary.refused == [
                "commented:notPlaced": 1, "commented:idConflict": 1, "commented:tooLarge": 2,
            ]
        )
        #expect(summary.malformed == 2)
        #expect(summary.skipped == 1)
        #expect(summary.read == 9)
        #expect(
            rejects.map(\.code) == [
                "malformed", "notPlaced", "idConflict", "tooLarge", "malformed", "tooLarge",
            ]
        )
        #expect(rejects.map(\.place.line) == [2, 4, 5, 6, 7, 10])
        #expect(rejects.map(\.id) == [nil, "refused", "conflict", "large", "bad", "huge"])
        #expect(rejects.allSatisfy { $0.place.file == file.path })
        #expect(rejects.dropFirst().allSatisfy { $0.order == "1001" && $0.event == "commented" })
        #expect(
            rejects.map { String(decoding: $0.text, as: UTF8.self) }
                == [1, 3, 4, 5, 6, 9].map { texts[$0] }
        )
        #expect(rejects[1].place.description == "\(file.path):4:1: no order yet")
        let data = line("bad").utf8.count - #"{"text":"hello"}}"#.utf8.count
        #expect(rejects[4].place.column == data + 1 + 9)
    }

    @Test func `a ledger that fails stops the import and what was appended stays`() throws {
        let file = try lines("lines", (0..<2_000).map { line("e\($0)") })
        let sink = Sink { event in
            event.id.rawValue.dropFirst().utf8.count < 4
                ? .recorded : .failed(LedgerError(.diskFull, "no room left"))
        }
        let error = #expect(throws: ImportInterruption.self) {
            _ = try Importer(limits: limits).run([file], append: sink.append)
        }
        #expect(error?.underlying as? LedgerError == LedgerError(.diskFull, ""))
        #expect(error?.summary.appended == 1_000)
        #expect(error?.summary.read == 1_000)
        // The block that failed is the last one that the ledger saw.
        #expect(sink.ids.count == 1_050)
    }

    @Test func `a file that ends in damage is imported up to there`() throws {
        let text = (0..<3_000).map { line("e\($0)") + "\n" }.joined()
        let compressed = try gzip(text.utf8)
        let file = try files.make("cut.jsonl.gz", compressed.dropLast(20))
        let sink = Sink()
        let error = #expect(throws: ImportInterruption.self) {
            _ = try Importer(limits: limits).run([file], append: sink.append)
        }
        #expect((error?.underlying as? InputError)?.code == .damaged)
        #expect(error?.summary.appended == sink.ids.count)
        #expect(sink.ids.count > 2_000)
    }

    @Test func `a file that is not there stops the import after the ones before it`() throws {
        let sink = Sink()
        let error = #expect(throws: ImportInterruption.self) {
            _ = try Importer().run(
                [try lines("lines", [line("a")]), InputFile(files.path("nowhere"))],
                append: sink.append
            )
        }
        #expect((error?.underlying as? InputError)?.code == .noSuchFile)
        #expect(error?.summary.appended == 1)
    }

    @Test func `an error of the caller stops the import with everything counted`() throws {
        struct Full: Error {}
        let file = try lines("lines", [line("a"), "nonsense", line("b"), "nonsense", line("c")])
        let error = #expect(throws: ImportInterruption.self) {
            _ = try Importer().run(
                [file],
                append: Sink().append,
                rejected: { _ in throw Full() }
            )
        }
        #expect(error?.underlying is Full)
        #expect(error?.summary.read == 5)
    }

    @Test func `progress tells bytes and events`() throws {
        let texts = (0..<500).map { line("e\($0)") }
        let files = [try lines("first", texts), try lines("second", texts)]
        let total = files.compactMap(\.byteCount).reduce(0, +)
        var steps: [ImportProgress] = []
        _ = try Importer(limits: limits).run(
            files,
            append: Sink().append,
            progressed: { steps.append($0) }
        )
        #expect(steps.count >= 20)
        #expect(steps.map(\.bytesRead) == steps.map(\.bytesRead).sorted())
        #expect(steps.last == ImportProgress(bytesRead: total, bytesTotal: total, events: 1_000))
    }

    @Test func `a slow ledger lets only a few blocks wait`() throws {
        let file = try lines("lines", (0..<5_000).map { line("e\($0)") })
        let handOver = BlockParser(files: [file], limits: limits).start()
        var blocks = 0
        while case .block = handOver.receive() { blocks += 1 }
        #expect(blocks == 100)
        #expect(handOver.mostWaiting <= BlockParser.blocksWaitingMaximum)
    }

    @Test func `a parser whose receiver has stopped stops too`() {
        let handOver = HandOver<Int>(capacity: 1)
        #expect(handOver.send(1))
        handOver.stop()
        #expect(!handOver.send(2))
    }

    private func lines(_ name: String, _ lines: [String]) throws -> InputFile {
        try files.make(name, lines.map { $0 + "\n" }.joined().utf8)
    }

    private static let ledgerLine =
        #"{"specversion":"1.0","id":"ledger/created","type":"ledger.created","#
        + #""subject":"$ledger","data":{}}"#
}

/// A ledger that only listens.
private final class Sink {
    private(set) var ids: [String] = []
    private(set) var largestCall = 0
    private let verdict: (NewEvent) -> EventVerdict

    init(_ verdict: @escaping (NewEvent) -> EventVerdict = { _ in .recorded }) {
        self.verdict = verdict
    }

    func append(_ events: [NewEvent]) -> [EventVerdict] {
        ids += events.map(\.id.rawValue)
        largestCall = max(largestCall, events.count)
        return events.map(verdict)
    }
}
