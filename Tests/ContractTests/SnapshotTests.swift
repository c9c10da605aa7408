import Audit
import EventLog
import Foundation
import LedgerTesting
import OrderLedger
import Orders
import Testing

@Suite
struct `Snapshots as evidence` {
    /// The files of a snapshot, as bytes.
    private static func files(_ path: String) throws -> [Data] {
        try ["manifest.json", "orders.jsonl"].map {
            try Data(contentsOf: URL(filePath: "\(path)/\($0)"))
        }
    }

    @Test(arguments: ["marketplace", "dealer", "webshop", "billing", "reseller"])
    func `the bytes are the same by all roads: log, views, small windows, rebuilt, another machine`(
        story: String
    ) throws {
        let ledger = try TemporaryLedger(workflow: story, isPlain: true)
        try ledger.tell(story)
        let folder = ledger.folder
        let store = ledger.store
        let head = try store.lastPosition
        for position in [head, head / 2, 1] {
            let name = { (road: String) in folder("\(road)-\(position)") }
            let moment = Position(position)
            _ = try store.createSnapshot(at: name("log"), asOf: moment)
            _ = try store.createSnapshot(at: name("views"), asOf: moment, from: .views)
            _ = try store.createSnapshot(at: name("windows"), asOf: moment, windowOrders: 3)
            let expected = try Self.files(name("log"))
            #expect(try Self.files(name("views")) == expected)
            #expect(try Self.files(name("windows")) == expected)
        }
        _ = try store.rebuildViews()
        for road in SnapshotRoad.allCases {
            _ = try store.createSnapshot(at: folder("rebuilt-\(road)"), from: road)
            #expect(try Self.files(folder("rebuilt-\(road)")) == Self.files(folder("log-\(head)")))
        }
        // Another ledger that took the same records, elsewhere and at another time of making.
        let twin = try TemporaryLedger(workflow: story, isPlain: true)
        try twin.tell(story)
        _ = try twin.store.createSnapshot(at: twin.folder("twin"))
        #expect(try Self.files(twin.folder("twin")) == Self.files(folder("log-\(head)")))
        #expect(try Self.leftovers(in: folder("")).isEmpty)
    }

    @Test func `the bytes are the same of a ledger that was restored, whoever has its keys`() throws
    {
        let ledger = try TemporaryLedger(workflow: "webshop")
        try ledger.tell("webshop")
        let path = ledger.folder("live")
        _ = try ledger.store.createSnapshot(at: path)
        var lines = Data()
        try ledger.facade().forEachEvent { event in
            lines.append(contentsOf: event.cloudEvent + [UInt8(ascii: "\n")])
            return true
        }
        try lines.write(to: URL(filePath: ledger.folder("export.jsonl")))
        let copy = ledger.folder("copy")
        try Ledger.restore(at: copy, from: ledger.folder("export.jsonl"))
        _ = try Ledger.open(at: copy).store.createSnapshot(at: ledger.folder("restored"))
        #expect(try Self.files(ledger.folder("restored")) == Self.files(path))
    }

    private static func leftovers(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(".") }
    }

    @Test func `lines say what lists say, are sorted by bytes, and hold no personal field`() throws
    {
        let ledger = try TemporaryLedger()
        try ledger.tell("marketplace")
        let path = ledger.folder("snapshot")
        let manifest = try ledger.store.createSnapshot(at: path)
        let facade = try ledger.facade()
        var expected: [String: OrderSummary] = [:]
        let day = try facade.instant(at: .position(facade.statistics().head)).date
        try facade.orders(matching: OrderQuery(on: day)) {
            expected[$0.order.rawValue] = $0
            return true
        }
        let text = try String(contentsOfFile: path + "/orders.jsonl", encoding: .utf8)
        let lines = text.split(separator: "\n")
        var ids: [[UInt8]] = []
        for line in lines {
            let value = try JSONValue(json: Array(line.utf8))
            guard case .string(let order)? = value["order"] else {
                Issue.record("a line without an order: \(line)")
                continue
            }
            ids.append(Array(order.utf8))
            let removed = expected.removeValue(forKey: order)
            let summary = try #require(removed)
            var writer = JSONWriter()
            summary.write(to: &writer)
            let listed = try JSONValue(json: writer.bytes)
            for name in [
                "workflow", "status", "tabs", "colour", "message", "revision", "position",
                "placedAt", "updatedAt", "paymentMethod", "kind", "currency", "total",
                "authorized", "captured", "refunded", "outstanding", "overpaid",
            ] {
                #expect(value[name] ?? .null == listed[name], "\(order), \(name)")
            }
            let id = summary.customer?.id.map { JSONValue.string($0) }
            #expect(value["customer"]?["id"] == id)
            for personal in [summary.customer?.name, summary.customer?.email] {
                #expect(personal.map { !line.contains($0) } ?? true)
            }
        }
        #expect(expected.isEmpty)
        #expect(manifest.orders == lines.count)
        #expect(ids == ids.sorted { $0.lexicographicallyPrecedes($1) })
        let totals = try facade.totals()
        #expect(manifest.totals == totals)
    }

    /// With `ORDERLEDGER_WRITE_FIXTURES=1` the files are written down instead of compared.
    @Test func `the bytes of version 1 are those of the golden files`() throws {
        let ledger = try TemporaryLedger(workflow: "billing", isPlain: true)
        try ledger.tell("billing")
        let path = ledger.folder("snapshot")
        _ = try ledger.store.createSnapshot(at: path)
        let golden = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/formats/snapshot/v1").path
        let written = try Self.files(path)
        if ProcessInfo.processInfo.environment["ORDERLEDGER_WRITE_FIXTURES"] == "1" {
            for (name, bytes) in zip(["manifest.json", "orders.jsonl"], written) {
                try bytes.write(to: URL(filePath: "\(golden)/\(name)"))
            }
        }
        #expect(try Self.files(golden) == written)
    }

    @Test func `nothing is written over, and a failure leaves nothing behind`() throws {
        let ledger = try TemporaryLedger()
        let path = ledger.folder("snapshot")
        _ = try ledger.store.createSnapshot(at: path)
        #expect(throws: LedgerError(.alreadyExists, "")) {
            try ledger.store.createSnapshot(at: path)
        }
        #expect(throws: LedgerError(.cannotCreate, "")) {
            try ledger.store.createSnapshot(at: ledger.folder("no/such/place"))
        }
        #expect(throws: LedgerError(.malformed, "")) {
            try ledger.store.createSnapshot(at: ledger.folder("later"), asOf: Position(99))
        }
        #expect(try Self.leftovers(in: ledger.folder("")).isEmpty)
    }

    @Test func `check 43: a corrupted, foreign, older or newer snapshot is told apart`() throws {
        let ledger = try TemporaryLedger()
        try ledger.tell("marketplace")
        let path = ledger.folder("snapshot")
        _ = try ledger.store.createSnapshot(at: path)
        #expect(try Self.differences(ledger, path).isEmpty)

        // Every byte of both files, one bit of each flipped in turn.
        for file in ["manifest.json", "orders.jsonl"] {
            let url = URL(filePath: path + "/" + file)
            let good = try Data(contentsOf: url)
            for index in stride(from: 0, to: good.count, by: file == "manifest.json" ? 7 : 211) {
                var bad = good
                bad[index] ^= 1 << (index % 8)
                try bad.write(to: url)
                #expect(try Self.isToldApart(ledger, path), "\(file), byte \(index)")
            }
            try good.write(to: url)
        }

        // A later one, for a ledger that was restored to an older state.
        let older = try TemporaryLedger()
        #expect(try Self.differences(older, path).map(\.what) == [.manifest])
        // One of another ledger.
        let url = URL(filePath: path + "/manifest.json")
        let text = try String(contentsOf: url, encoding: .utf8)
        try text.replacing(#""ledger":"test""#, with: #""ledger":"other""#)
            .write(to: url, atomically: false, encoding: .utf8)
        #expect(try Self.differences(ledger, path).map(\.changes.first?.field) == ["ledger"])
        // One of a later version.
        try text.replacing(#""version":1"#, with: #""version":2"#)
            .write(to: url, atomically: false, encoding: .utf8)
        #expect(throws: LedgerError(.newerFormat, "")) { try Self.differences(ledger, path) }
    }

    private static func differences(
        _ ledger: TemporaryLedger,
        _ path: String
    ) throws -> [SnapshotDifference] {
        var found: [SnapshotDifference] = []
        let report = try ledger.store.verifySnapshot(at: path) { found.append($0) }
        #expect(report.differences == found.count)
        return found
    }

    private static func isToldApart(_ ledger: TemporaryLedger, _ path: String) throws -> Bool {
        do {
            return try !differences(ledger, path).isEmpty
        } catch let error as LedgerError {
            return error.code == .malformed || error.code == .newerFormat
        }
    }

    @Test func `check 43: deleting all snapshots and views changes no answer`() throws {
        let ledger = try TemporaryLedger(workflow: "billing")
        try ledger.tell("billing")
        let path = ledger.folder("snapshot")
        _ = try ledger.store.createSnapshot(at: path, from: .views)
        let before = try Self.files(path)
        try FileManager.default.removeItem(atPath: path)
        #expect(try ledger.store.rebuildViews().differences.isEmpty)
        _ = try ledger.store.createSnapshot(at: path, from: .views)
        #expect(try Self.files(path) == before)
        let report = try ledger.store.replay()
        #expect(report.projectionsMatch == true)
    }

    @Test func `two snapshots differ in the orders and fields that events between them changed`()
        throws
    {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        _ = try ledger.store.createSnapshot(at: ledger.folder("first"))
        #expect(try ledger.store.append(order.captured()).isNew)
        var other = OrderBuilder("A-0")
        #expect(try ledger.store.append(other.placed()).isNew)
        _ = try ledger.store.createSnapshot(at: ledger.folder("second"))
        var found: [SnapshotDifference] = []
        _ = try compareSnapshots(ledger.folder("first"), ledger.folder("second")) {
            found.append($0)
        }
        let orders = found.filter { $0.order != nil }
        #expect(orders.map(\.what) == [.missing, .changed])
        #expect(orders.map(\.order) == ["A-0", "A-1"])
        let fields = Set(orders.last?.changes.map(\.field) ?? [])
        #expect(fields.isSuperset(of: ["status", "captured", "outstanding", "facts", "revision"]))
        #expect(fields.isDisjoint(with: ["total", "workflow", "placedAt", "refunded"]))
    }
}
