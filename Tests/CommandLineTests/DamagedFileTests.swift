import Audit
import EventLog
import Foundation
import LMDB
import LedgerTesting
import MerkleTree
import OrderLedger
import Testing

/// A small data file that is damaged in one place after the other: each damage must be reported,
/// refused, or touch bytes that nobody uses.
///
/// `ORDERLEDGER_FLIPS=all` flips a bit in every byte of the file; a number says in how many.
@Suite(.serialized) struct `A damaged data file` {
    @Test func `a flipped bit is reported, refused, or in bytes that nobody uses`() async throws {
        let file = try DamagedLedger()
        let seed = SeededGenerator.announcedSeed(for: "flipped bits")
        var random = SeededGenerator(seed: seed)
        var unseen: [Damage] = []
        var outcomes: [Int32: Int] = [:]
        for offset in file.offsets(using: &random) {
            let damage = Damage.flip(offset: offset, bit: Int(random.next() % 8))
            let status = try file.verify(damage)
            outcomes[status, default: 0] += 1
            if status == 0 { unseen.append(damage) }
        }
        print("flipped bits: \(outcomes.sorted { $0.key < $1.key })")
        #expect(outcomes[1, default: 0] > 0)
        try await file.requireSame(unseen)
    }

    @Test func `a page of zeros is reported, refused, or one that nobody uses`() async throws {
        let file = try DamagedLedger()
        var unseen: [Damage] = []
        for page in 0..<file.bytes.count / 4_096 {
            if try file.verify(.zeros(page: page)) == 0 { unseen.append(.zeros(page: page)) }
        }
        try await file.requireSame(unseen)
    }

    @Test func `a file that is cut short is reported, refused, or lacks what nobody uses`()
        async throws
    {
        let file = try DamagedLedger()
        var unseen: [Damage] = []
        for length in stride(from: 0, to: file.bytes.count, by: 2_048) {
            if try file.verify(.cut(length: length)) == 0 { unseen.append(.cut(length: length)) }
        }
        try await file.requireSame(unseen)
    }
}

/// What is done to a data file.
private enum Damage: Codable, Sendable {
    case flip(offset: Int, bit: Int)
    case zeros(page: Int)
    case cut(length: Int)

    func applied(to bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        switch self {
        case .flip(let offset, let bit): bytes[offset] ^= 1 << UInt8(bit)
        case .zeros(let page):
            for index in page * 4_096..<(page + 1) * 4_096 { bytes[index] = 0 }
        case .cut(let length): bytes.removeLast(bytes.count - length)
        }
        return bytes
    }
}

/// A small ledger, its file's bytes, and a checkpoint of it that was kept elsewhere.
private struct DamagedLedger {
    let folder: TemporaryFolder
    let bytes: [UInt8]
    private let path: String

    /// How an honest check may end: done, found something, not a ledger, missing, not readable.
    private static let statuses: Set<Int32> = [0, 1, 65, 66, 74]
    /// The longest that one check may last.
    private static let patience = Duration.seconds(30)

    init() throws {
        folder = try TemporaryFolder()
        let path = folder("ledger")
        // Of a wrapped key nobody can tell a flipped bit who has no master key: a backup has none.
        let ledger = try Ledger.create(at: folder("source"), isPlain: true)
        for number in 0..<25 {
            var order = OrderBuilder("order-\(number)")
            _ = ledger.append(AppendBatch(try order.wholeLife()))
        }
        try ledger.change(setting: "marketplace.autoCancel", to: "P7D")
        let keys = try KeyFolder.create(at: folder("keys"), name: "example.org/log")
        _ = try ledger.signCheckpoint(with: keys)
        try ledger.backUp(to: path)
        let size = UInt64(try ledger.statistics().events)
        let key = try SigningKey.random(name: KeyName("example.org/shop"))
        let root = try #require(try ledger.verify().root)
        let head = Checkpoint(origin: key.verifier.name, size: size, root: root)
        let checkpoint = try SignedCheckpoint(head, by: key)
        try Data(checkpoint.bytes).write(to: URL(filePath: folder("checkpoint")))
        bytes = Array(try Data(contentsOf: URL(filePath: path + "/data.mdb")))
        self.path = path
        print("the data file has \(bytes.count) bytes")
    }

    /// The bytes in which a bit is flipped.
    func offsets(using random: inout SeededGenerator) -> [Int] {
        let given = ProcessInfo.processInfo.environment["ORDERLEDGER_FLIPS"] ?? ""
        if given == "all" { return Array(bytes.indices) }
        let count = Int(given) ?? 200
        return (0..<count).map { _ in Int(random.next() % UInt64(bytes.count)) }.sorted()
    }

    /// Verifies the damaged file by the command line; answers how that ended.
    func verify(_ damage: Damage) throws -> Int32 {
        let file = URL(filePath: path + "/data.mdb")
        try Data(damage.applied(to: bytes)).write(to: file)
        defer { try? Data(bytes).write(to: file) }
        let process = Process()
        process.executableURL = URL(filePath: CommandRun.products + "/orderledger")
        process.arguments = [
            "verify", "--ledger", path, "--against", folder("checkpoint"), "--format", "json",
        ]
        process.environment = ["ORDERLEDGER_PATIENCE": "10", "SWIFT_BACKTRACE": "enable=no"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let start = ContinuousClock.now
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit, "\(damage)")
        #expect(Self.statuses.contains(process.terminationStatus), "\(damage)")
        #expect(.now - start < Self.patience, "\(damage)")
        return process.terminationStatus
    }

    /// Requires that every table of the damaged files has the rows that it had.
    ///
    /// In a process of its own, for nobody knows what liblmdb makes of a damaged file.
    func requireSame(_ damages: [Damage]) async throws {
        let work = folder("compared")
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
        try JSONEncoder().encode(damages).write(to: URL(filePath: work + "/damages.json"))
        try Data(bytes).write(to: URL(filePath: work + "/sound.mdb"))
        await #expect(processExitsWith: .success) { [work = work as String] in
            let json = try Data(contentsOf: URL(filePath: work + "/damages.json"))
            let sound = Array(try Data(contentsOf: URL(filePath: work + "/sound.mdb")))
            let file = URL(filePath: work + "/data.mdb")
            try Data(sound).write(to: file)
            let expected = try tableDump(at: work)
            for damage in try JSONDecoder().decode([Damage].self, from: json) {
                try Data(damage.applied(to: sound)).write(to: file)
                guard try tableDump(at: work) == expected else {
                    print("unseen: \(damage)")
                    exit(1)
                }
            }
        }
    }
}

/// Every row of the ledger in a folder; of the main table only those that are the ledger's own, for
/// the others say on which pages the tables lie.
private func tableDump(at path: String) throws -> [String: [TableDump.Row]] {
    let ledger = try Ledger.open(at: path, options: LedgerOptions(access: .readOnlyMedia))
    let dump = try TableDump(ledger.store).rows
    var rows = dump
    rows[BytesTable.main.name] = dump[BytesTable.main.name]?.filter { row in
        dump[String(decoding: row.key, as: UTF8.self)] == nil
    }
    return rows
}
