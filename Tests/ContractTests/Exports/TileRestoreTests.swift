import Audit
import EventLog
import Foundation
import LMDB
import LedgerTesting
import MerkleTree
import OrderLedger
import Orders
import Testing

@Suite struct `Restoring a ledger from exported tiles` {
    private let folder: TemporaryFolder
    private let key: SigningKey

    init() throws {
        folder = try TemporaryFolder()
        key = try SigningKey(name: KeyName("example.com/shop"), seed: Array(0..<32))
    }

    /// Signs the tree over a ledger's first records, and exports them.
    private func export(
        _ ledger: Ledger,
        to path: String,
        size: UInt64? = nil,
    ) throws {
        let size = try size ?? ledger.store.lastPosition
        let head = Checkpoint(
            origin: key.verifier.name,
            size: size,
            root: try ledger.store.snapshot().treeRoot(of: size)
        )
        let signed = try SignedCheckpoint(head, by: key)
        _ = try ledger.store.exportTiles(
            to: path,
            heads: [EvidenceHead(size: size, note: signed.bytes)],
            keys: [key.verifier]
        )
    }

    /// All rows but the main table's, which says on which pages the others lie, and but the master
    /// key's, which is the ledger's own.
    private func rows(_ ledger: Ledger) throws -> [String: [TableDump.Row]] {
        var rows = try TableDump(ledger.store).rows
        rows[BytesTable.main.name] = nil
        rows["keys"] = nil
        return rows
    }

    private func ledger(seed: UInt64, rounds: Int, isPlain: Bool) throws -> Ledger {
        let clock = ManualClock()
        let ledger = try Ledger.create(
            at: folder("source"),
            isPlain: isPlain,
            options: LedgerOptions(now: { clock.now })
        )
        var generator = HistoryGenerator(seed: seed, orders: 40)
        var random = SeededGenerator(seed: seed &+ 1)
        for number in 0..<rounds {
            clock.advance(by: .seconds(Int64(number % 7)))
            var events: [NewEvent] = []
            for _ in 0..<(random.oneIn(4) ? 3 : 1) { events.append(try generator.dirtyEvent()) }
            _ = ledger.append(AppendBatch(events, policy: random.oneIn(2) ? .observe : .enforce))
            if number == rounds / 3 { try ledger.change(setting: "dealer.hold", to: "P9D") }
        }
        let long = String(repeating: "x", count: 70_000)
        for (name, text) in [("long", long), ("again", long), ("longer", long + "y")] {
            var order = OrderBuilder(name)
            let comment = try order.event("commented", #"{"text":"\#(text)"}"#)
            _ = ledger.append(AppendBatch([try order.placed(), comment], policy: .observe))
        }
        return ledger
    }

    @Test(arguments: [false, true])
    func `gives the tables that its exported log gives, byte for byte`(isPlain: Bool) throws {
        let seed = SeededGenerator.announcedSeed(for: "restoring from tiles")
        let source = try ledger(seed: seed, rounds: 1_500, isPlain: isPlain)
        let last = try source.store.lastPosition
        #expect(last > 1_000, "several bundles")
        try export(source, to: folder("tiles"))
        let report = try Ledger.restore(at: folder("copy"), from: folder("tiles"))
        #expect(report.verification.isSound && report.events == last)
        let sealed = try source.store.allRecords().count {
            $0.header.flags.contains(.sealedPersonalPart)
        }
        #expect(report.sealedEvents == sealed && (sealed == 0) == isPlain)
        #expect(try report.root == source.store.snapshot().treeRoot(of: last))
        var lines = Data()
        try source.forEachEvent(from: Position(1)) { event in
            lines.append(contentsOf: event.cloudEvent + [UInt8(ascii: "\n")])
            return true
        }
        try lines.write(to: URL(filePath: folder("log.jsonl")))
        try Ledger.restore(at: folder("other"), from: folder("log.jsonl"))
        let copy = try Ledger.open(at: folder("copy"))
        let (found, expected) = (try rows(copy), try rows(Ledger.open(at: folder("other"))))
        #expect(found.keys.sorted() == expected.keys.sorted())
        for name in expected.keys.sorted() {
            #expect(found[name] == expected[name], "table \(name)")
        }
        let original = try rows(source)
        for name in ["log", "blobs", "orders", "ids"] where original[name] != nil {
            #expect(found[name] == original[name], "table \(name)")
        }
        #expect(original["log"]?.count == Int(last) && original["blobs"]?.isEmpty == false)
        #expect(copy.id == source.id)
    }

    @Test func `goes up to the checkpoint, at every end of a batch`() throws {
        let source = try Ledger.create(at: folder("source"), workflow: "webshop")
        for number in 0..<3 {
            var order = OrderBuilder("o\(number)", workflow: "webshop")
            _ = source.append(AppendBatch(try order.wholeLife()))
        }
        for record in try source.store.allRecords() {
            let size = record.position.rawValue
            let (tiles, copy) = (folder("tiles-\(size)"), folder("copy-\(size)"))
            try export(source, to: tiles, size: size)
            guard record.header.batchFollowing == 0 else {
                #expect(throws: LedgerError(.malformed, "")) {
                    try Ledger.restore(at: copy, from: tiles)
                }
                #expect(!FileManager.default.fileExists(atPath: copy))
                continue
            }
            let report = try Ledger.restore(at: copy, from: tiles)
            #expect(try report.root == source.store.snapshot().treeRoot(of: size))
        }
    }

    /// Ways in which a folder is no export any more.
    enum Damage: CaseIterable {
        case noCheckpoint, brokenCheckpoint, noBundle, cutBundle, narrowBundle, alteredRecord
        case reorderedRecords, noBlob, alteredBlob
    }

    @Test(arguments: Damage.allCases)
    func `an altered folder is refused, and nothing is made`(damage: Damage) throws {
        let source = try ledger(seed: 11, rounds: 600, isPlain: false)
        try export(source, to: folder("tiles"))
        try inflict(damage)
        #expect(throws: LedgerError(damage == .noCheckpoint ? .noCheckpoint : .malformed, "")) {
            try Ledger.restore(at: folder("copy"), from: folder("tiles"))
        }
        #expect(try folder.entries == ["source", "tiles"])
    }

    private func inflict(_ damage: Damage) throws {
        let files = FileManager.default
        let checkpoint = folder("tiles/checkpoint")
        let bundle = folder("tiles/tile/entries/000")
        let blobs = folder("tiles/blobs/")
        let blob = blobs + (try #require(files.contentsOfDirectory(atPath: blobs).first))
        switch damage {
        case .noCheckpoint: try files.removeItem(atPath: checkpoint)
        case .brokenCheckpoint: try Data("x".utf8).write(to: URL(filePath: checkpoint))
        case .noBundle: try files.removeItem(atPath: bundle)
        case .noBlob: try files.removeItem(atPath: blob)
        case .alteredBlob: try alter(blob) { $0[0] ^= 1 }
        case .cutBundle: try alter(bundle) { $0.removeLast() }
        case .narrowBundle:
            try alter(bundle) { bytes in
                bytes = try EntryBundle(parsing: bytes).prefix(255).bytes
            }
        case .alteredRecord:
            try alter(bundle) { bytes in
                let text = Array("P9D".utf8)
                let place = try #require(bytes.indices.first { bytes[$0...].starts(with: text) })
                bytes[place + 1] = UInt8(ascii: "8")
            }
        case .reorderedRecords:
            try alter(bundle) { bytes in
                let old = try EntryBundle(parsing: bytes)
                var new = EntryBundle()
                for place in 0..<old.count {
                    new.append(old[place == 100 ? 101 : place == 101 ? 100 : place])
                }
                bytes = new.bytes
            }
        }
    }

    private func alter(_ path: String, _ change: (inout [UInt8]) throws -> Void) throws {
        var bytes = Array(try Data(contentsOf: URL(filePath: path)))
        try change(&bytes)
        try Data(bytes).write(to: URL(filePath: path))
    }
}
