import Foundation
import LMDB
import LedgerTesting
import OrderLedger
import Testing

@Suite struct `Restoring a ledger` {
    /// Exports a ledger as `log` prints it, up to a position.
    private func export(
        _ ledger: Ledger,
        to file: String,
        through last: UInt64 = .max,
    ) throws {
        var lines = Data()
        try ledger.forEachEvent(from: Position(1)) { event in
            guard event.position.rawValue <= last else { return false }
            lines.append(contentsOf: event.cloudEvent + [UInt8(ascii: "\n")])
            return true
        }
        try lines.write(to: URL(filePath: file))
    }

    /// The rows of all tables but the main one, which says on which pages the others lie.
    private func rows(_ ledger: Ledger) throws -> [String: [TableDump.Row]] {
        var rows = try TableDump(ledger.store).rows
        rows[BytesTable.main.name] = nil
        return rows
    }

    /// Records that a random history leads to, half of it enforced, half observed.
    private func randomLedger(_ folder: TemporaryFolder, seed: UInt64) throws -> Ledger {
        let clock = ManualClock()
        let ledger = try Ledger.create(
            at: folder("source"),
            options: LedgerOptions(now: { clock.now })
        )
        var generator = HistoryGenerator(seed: seed, orders: 40)
        var random = SeededGenerator(seed: seed &+ 1)
        for number in 0..<1_200 {
            clock.advance(by: .seconds(Int64(number % 7)))
            let count = random.oneIn(4) ? 3 : 1
            var events: [NewEvent] = []
            for _ in 0..<count { events.append(try generator.dirtyEvent()) }
            _ = ledger.append(
                AppendBatch(events, policy: random.oneIn(2) ? .observe : .enforce)
            )
            if number == 500 { try ledger.change(setting: "dealer.hold", to: "P9D") }
        }
        return ledger
    }

    @Test func `a random history comes back in every byte of every table`() throws {
        let seed = SeededGenerator.announcedSeed(for: "restoring a random history")
        let folder = try TemporaryFolder()
        let source = try randomLedger(folder, seed: seed)
        try export(source, to: folder("export.jsonl"))
        let report = try Ledger.restore(at: folder("copy"), from: folder("export.jsonl"))
        #expect(report.verification.isSound)
        #expect(try report.root == source.verify().root)
        let copy = try Ledger.open(at: folder("copy"))
        #expect(copy.id == source.id)
        let (expected, found) = (try rows(source), try rows(copy))
        #expect(expected.keys.sorted() == found.keys.sorted())
        // An export holds no key, so what was sealed stays so in the copy.
        for name in expected.keys.sorted() where name != "keys" {
            #expect(expected[name] == found[name], "table \(name)")
        }
    }

    @Test func `check 51: restoring to an older point works, at every end of a batch`() throws {
        let folder = try TemporaryFolder()
        let source = try Ledger.create(at: folder("source"), workflow: "webshop")
        for number in 0..<4 {
            var order = OrderBuilder("o\(number)", workflow: "webshop")
            let events = try order.wholeLife()
            if number % 2 == 0 {
                _ = source.append(AppendBatch(events))
            } else {
                for event in events { _ = source.append(AppendBatch([event])) }
            }
        }
        let ends = try source.store.allRecords().filter { $0.header.batchFollowing == 0 }
        for end in try source.store.allRecords().map(\.position.rawValue) {
            let file = folder("export-\(end).jsonl")
            let path = folder("copy-\(end)")
            try export(source, to: file, through: end)
            guard ends.contains(where: { $0.position.rawValue == end }) else {
                #expect(throws: LedgerError(.malformed, "")) {
                    try Ledger.restore(at: path, from: file)
                }
                #expect(!FileManager.default.fileExists(atPath: path))
                continue
            }
            let report = try Ledger.restore(at: path, from: file)
            #expect(try report.root == source.store.snapshot().treeRoot(of: end))
        }
    }

    @Test func `check 51: an incremental export by position comes to the same root`() throws {
        let seed = SeededGenerator.announcedSeed(for: "an incremental export")
        let folder = try TemporaryFolder()
        let source = try randomLedger(folder, seed: seed)
        let last = try source.store.lastPosition
        var whole = Data()
        for start in stride(from: UInt64(1), through: last, by: 100) {
            try source.forEachEvent(from: Position(start)) { event in
                guard event.position.rawValue < start + 100 else { return false }
                whole.append(contentsOf: event.cloudEvent + [UInt8(ascii: "\n")])
                return true
            }
        }
        try whole.write(to: URL(filePath: folder("parts.jsonl")))
        let report = try Ledger.restore(at: folder("copy"), from: folder("parts.jsonl"))
        #expect(try report.root == source.store.snapshot().treeRoot(of: last))
    }

    @Test func `check 56: what does not ascend, repeats or runs backwards is refused`() throws {
        let folder = try TemporaryFolder()
        let source = try Ledger.create(at: folder("source"))
        var order = OrderBuilder("a")
        for event in try order.wholeLife() { _ = source.append(AppendBatch([event])) }
        try export(source, to: folder("good.jsonl"))
        let lines = try String(contentsOfFile: folder("good.jsonl"), encoding: .utf8)
            .split(separator: "\n").map { String($0) }
        func outcome(_ name: String, _ lines: [String]) throws {
            let file = folder(name)
            try lines.map { $0 + "\n" }.joined().write(
                toFile: file,
                atomically: true,
                encoding: .utf8
            )
            #expect(throws: LedgerError(.malformed, ""), "\(name)") {
                try Ledger.restore(at: folder("copy"), from: file)
            }
            #expect(!FileManager.default.fileExists(atPath: folder("copy")))
        }
        try outcome("swapped", [lines[0], lines[1], lines[3], lines[2]])
        try outcome("gap", [lines[0], lines[1], lines[3]])
        try outcome("repeated", [lines[0], lines[1], lines[1], lines[2]])
        try outcome("headless", Array(lines.dropFirst()))
        try outcome("empty", [])
        let early = lines[2].replacing(
            /"recordedtime":"[^"]*"/,
            with: "\"recordedtime\":\"1999-01-01T00:00:00Z\""
        )
        try outcome("backwards", [lines[0], lines[1], early])
        #expect(try folder.entries.allSatisfy { !$0.contains("creating") })
    }

    @Test func `nothing is restored over what is there`() throws {
        let folder = try TemporaryFolder()
        let source = try Ledger.create(at: folder("source"))
        try export(source, to: folder("export.jsonl"))
        #expect(throws: (any Error).self) {
            try Ledger.restore(at: folder("source"), from: folder("export.jsonl"))
        }
        #expect(try source.verify().isSound)
    }
}
