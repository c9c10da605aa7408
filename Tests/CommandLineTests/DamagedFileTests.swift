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
        let flips = file.offsets(using: &random).map { offset in
            Damage.flip(offset: offset, bit: Int(random.next() % 8))
        }
        let unseen = try await file.unseen(of: flips)
        #expect(unseen.count < flips.count)
        try await file.requireSame(unseen)
    }

    @Test func `a page of zeros is reported, refused, or one that nobody uses`() async throws {
        let file = try DamagedLedger()
        let pages = file.bytes.count / 4_096
        try await file.requireSame(file.unseen(of: (0..<pages).map { .zeros(page: $0) }))
    }

    @Test func `a file that is cut short is reported, refused, or lacks what nobody uses`()
        async throws
    {
        let file = try DamagedLedger()
        let lengths = stride(from: 0, to: file.bytes.count, by: 2_048)
        try await file.requireSame(file.unseen(of: lengths.map { .cut(length: $0) }))
    }
}

extension `A damaged data file` {
    /// Who reads rows page by page must not come to the same ones again and again.
    @Test func `keys of personal data that do not ascend are reported, and the check ends`()
        async throws
    {
        let file = try DamagedLedger()
        let places = try file.places(ofKeysIn: "keys")
        #expect(places.count > 2)
        let damages = places.dropLast().map { Damage.flip(offset: $0, bit: 7) }
        #expect(try await file.unseen(of: Array(damages)).isEmpty)
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

/// A small ledger that has aged, its file's bytes, and a checkpoint of it that was kept elsewhere.
///
/// It seals personal data, and its master key is at hand: without it nobody could tell a flipped
/// bit in a wrapped key.
private struct DamagedLedger {
    let folder: TemporaryFolder
    let bytes: [UInt8]
    private let lanes: [VerifiedCopy]

    init() throws {
        folder = try TemporaryFolder()
        let source = folder("source")
        try Self.fill(Ledger.create(at: source), keys: folder("keys"))
        let ledger = try Ledger.open(at: source, options: LedgerOptions(access: .readOnly))
        let checkpoint = folder("checkpoint")
        try Self.sign(ledger, at: checkpoint)
        bytes = Array(try Data(contentsOf: URL(filePath: source + "/data.mdb")))
        lanes = try ["first", "second"].map { [folder] name in
            try FileManager.default.copyItem(atPath: source, toPath: folder(name))
            return VerifiedCopy(path: folder(name), checkpoint: checkpoint)
        }
        print("the data file has \(bytes.count) bytes")
    }

    /// Some lives, of which one customer's data is erased; a setting; and tree heads between them.
    private static func fill(_ ledger: Ledger, keys path: String) throws {
        let keys = try KeyFolder.create(at: path, name: "example.org/log")
        for number in 0..<20 {
            var order = OrderBuilder("order-\(number)")
            _ = ledger.append(AppendBatch(try order.wholeLife()))
        }
        for number in 2...5 {
            var order = OrderBuilder("of-\(number)")
            let customer = #"{"id":"C-\#(number)","name":"Bo"}"#
            let data = #"{"currency":"EUR","total":"5","customer":\#(customer)}"#
            _ = ledger.append(AppendBatch([try order.event("placed", data)]))
        }
        _ = try ledger.signCheckpoint(with: keys)
        try ledger.change(setting: "marketplace.autoCancel", to: "P7D")
        _ = try #require(try ledger.erase(customer: "C-2"))
        var order = OrderBuilder("of-nobody")
        _ = ledger.append(AppendBatch([try order.placed()]))
        _ = try ledger.signCheckpoint(with: keys)
    }

    private static func sign(_ ledger: Ledger, at path: String) throws {
        let size = UInt64(try ledger.statistics().events)
        let key = try SigningKey.random(name: KeyName("example.org/shop"))
        let root = try #require(try ledger.verify().root)
        let head = Checkpoint(origin: key.verifier.name, size: size, root: root)
        try Data(SignedCheckpoint(head, by: key).bytes).write(to: URL(filePath: path))
    }

    /// The bytes in which a bit is flipped.
    func offsets(using random: inout SeededGenerator) -> [Int] {
        let given = ProcessInfo.processInfo.environment["ORDERLEDGER_FLIPS"] ?? ""
        if given == "all" { return Array(bytes.indices) }
        let count = Int(given) ?? 200
        return (0..<count).map { _ in Int(random.next() % UInt64(bytes.count)) }.sorted()
    }

    /// Where the keys of a table stand in the file, each in front of its value.
    func places(ofKeysIn table: String) throws -> [Int] {
        let file = Data(bytes)
        return try (tableDump(at: folder("first"))[table] ?? []).compactMap { row in
            file.firstRange(of: Data(row.key + row.value))?.lowerBound
        }
    }

    /// The damages of which a check says nothing; every second one is checked beside the others.
    func unseen(of damages: [Damage]) async throws -> [Damage] {
        try await withThrowingTaskGroup(of: [Damage].self) { group in
            for (lane, copy) in lanes.enumerated() {
                group.addTask {
                    try stride(from: lane, to: damages.count, by: lanes.count)
                        .map { damages[$0] }
                        .filter { try copy.verify($0, of: bytes) == 0 }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
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

/// A copy of the ledger, whose file is damaged and checked again and again.
private struct VerifiedCopy: Sendable {
    let path: String
    let checkpoint: String

    /// How an honest check may end: done, found something, not a ledger, missing, not readable.
    private static let statuses: Set<Int32> = [0, 1, 65, 66, 74]
    /// The longest that one check may last.
    private static let patience = Duration.seconds(30)

    /// Verifies the damaged file by the command line; answers how that ended.
    func verify(_ damage: Damage, of bytes: [UInt8]) throws -> Int32 {
        try Data(damage.applied(to: bytes)).write(to: URL(filePath: path + "/data.mdb"))
        let process = Process()
        process.executableURL = URL(filePath: CommandRun.products + "/orderledger")
        process.arguments = [
            "verify", "--ledger", path, "--against", checkpoint, "--format", "json",
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
