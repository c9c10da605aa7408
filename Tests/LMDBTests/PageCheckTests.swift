import Foundation
import LMDB
import Testing

@Suite struct `The pages of a data file` {
    @Test(arguments: [1, 40, 900] as [Int])
    func `are sound after every commit of a random run`(rows: Int) throws {
        let folder = TemporaryFolder()
        var run = try RandomRows(at: folder("env"), seed: UInt64(rows))
        for _ in 0..<30 {
            try run.commit(changes: rows)
            try run.requireSound()
        }
    }

    @Test func `are sound in a fresh environment, and where a table was dropped`() throws {
        let folder = TemporaryFolder()
        var run = try RandomRows(at: folder("env"), seed: 1)
        try run.requireSound()
        try run.commit(changes: 500)
        try run.dropLog()
        try run.requireSound()
    }

    @Test func `are sound while somebody writes`() async throws {
        let folder = TemporaryFolder()
        let shared = SharedRows(try RandomRows(at: folder("env"), seed: 2))
        try await withThrowingTaskGroup { group in
            group.addTask { try shared.commit(times: 300) }
            group.addTask {
                for _ in 0..<100 { try shared.rows.requireSound() }
            }
            try await group.waitForAll()
        }
    }

    /// Whatever one altered bit leaves unnoticed must be harmless: every row is found by a scan and
    /// by a look-up, and writing goes on without harm.
    @Test(arguments: 0..<8 as Range<UInt64>)
    func `are never unsound without a fault`(seed: UInt64) async throws {
        await #expect(processExitsWith: .success) { [seed = seed as UInt64] in
            let folder = TemporaryFolder()
            let count = try RandomRows.fill(folder("env"), seed: seed)
            let pages = try FlippedPages(of: folder("env"))
            var noticed = 0
            try pages.flip(times: 250, seed: seed &+ 1_000) {
                if try RandomRows.isNoticed(at: folder("env"), rows: count) { noticed += 1 }
            }
            guard noticed > 10 else { exit(1) }
        }
    }
}

extension `The pages of a data file` {
    @Test func `are sound in parts, too`() throws {
        let folder = TemporaryFolder()
        var run = try RandomRows(at: folder("env"), seed: 4)
        for _ in 0..<4 {
            try run.commit(changes: 3_000)
            try run.requireSound(partedLeaves: 1)
        }
    }

    /// The slow twin visits every tree in one piece.
    @Test(arguments: 0..<4 as Range<UInt64>)
    func `are found unsound in parts where they are in one piece`(seed: UInt64) async throws {
        await #expect(processExitsWith: .success) { [seed = seed as UInt64] in
            let folder = TemporaryFolder()
            _ = try RandomRows.fill(folder("env"), seed: seed, commits: 1, changes: 3_000)
            let pages = try FlippedPages(of: folder("env"))
            var noticed = 0
            try pages.flip(times: 200, seed: seed &+ 5_000, from: 2) {
                let environment = try Environment(path: folder("env"))
                let whole = try environment.beginRead().allFaults(partedLeaves: .max)
                let parted = try environment.beginRead().allFaults(partedLeaves: 1)
                guard whole.isEmpty == parted.isEmpty else { exit(1) }
                if !parted.isEmpty { noticed += 1 }
            }
            guard noticed > 10 else { exit(2) }
        }
    }

    /// What liblmdb does not look at is no reason to crash.
    @Test func `are never unsound without a fault, whichever bit of a meta page is altered`()
        async throws
    {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            let count = try RandomRows.fill(folder("env"), seed: 77)
            let file = URL(filePath: folder("env") + "/data.mdb")
            let sound = Array(try Data(contentsOf: file))
            for byte in [16..<152, 4_112..<4_248].joined() {
                for bit in 0..<8 {
                    var bytes = sound
                    bytes[byte] ^= 1 << UInt8(bit)
                    try Data(bytes).write(to: file)
                    // By its number the last commit can be taken for the last but one, and the
                    // state before it is as sound: only who kept a checkpoint can tell.
                    let rows = byte % 4_096 >= 144 ? nil : count
                    _ = try RandomRows.isNoticed(at: folder("env"), rows: rows)
                }
            }
        }
    }
}

/// A data file in which one bit at a time is altered, there where pages say what they are; the
/// values between are not looked at here.
private struct FlippedPages {
    private let file: URL
    private let sound: [UInt8]

    init(of path: String) throws {
        file = URL(filePath: path + "/data.mdb")
        sound = Array(try Data(contentsOf: file))
    }

    /// Alters a bit, has it looked at, and begins anew with the sound file.
    ///
    /// - Parameter first: pages before it are left alone.
    func flip(times: Int, seed: UInt64, from first: Int = 0, _ look: () throws -> Void) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<times {
            var bytes = sound
            let page = Int.random(in: first..<bytes.count / 4_096, using: &random)
            let offset = page * 4_096 + Int.random(in: 0..<160, using: &random)
            bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            try Data(bytes).write(to: file)
            print("seed \(seed): byte \(offset)")
            try look()
        }
    }
}

/// Two tables, one with integer keys and one with bytes, that are written at random.
private struct RandomRows: ~Copyable {
    private let environment: Environment
    private let path: String
    private var random: SeededGenerator
    private var next: UInt64 = 0
    private var keys: Set<[UInt8]> = []

    init(at path: String, seed: UInt64) throws {
        self.path = path
        random = SeededGenerator(seed: seed)
        try Environment.create(at: path) { transaction in
            _ = try transaction.openPositionTable("log", create: true)
            _ = try transaction.openBytesTable("rows", create: true)
        }
        environment = try Environment(path: path)
    }

    /// Makes an environment of some commits; answers how many rows it has.
    static func fill(
        _ path: String,
        seed: UInt64,
        commits: Int = 6,
        changes: Int = 150,
    ) throws -> Int {
        var run = try RandomRows(at: path, seed: seed)
        for _ in 0..<commits { try run.commit(changes: changes) }
        return run.count
    }

    /// Rows of both tables.
    private var count: Int { Int(next) + keys.count }

    /// Adds rows to both tables and takes some away, in one transaction.
    mutating func commit(changes: Int) throws {
        let (log, rows) = try Self.tables(of: environment)
        var transaction = try environment.beginWrite()
        for _ in 0..<changes {
            next += 1
            try transaction.append(log, next, value())
            let key = (0..<Int.random(in: 1...60, using: &random)).map { _ in
                UInt8.random(in: 97...100, using: &random)
            }
            try transaction.put(rows, key, value())
            keys.insert(key)
        }
        for key in keys.sorted(by: { $0.lexicographicallyPrecedes($1) })
        where Int.random(in: 0..<4, using: &random) == 0 {
            try transaction.delete(rows, key)
            keys.remove(key)
        }
        try transaction.commit()
    }

    private mutating func value() -> [UInt8] {
        let isLong = Int.random(in: 0..<20, using: &random) == 0
        let count = Int.random(in: 0..<(isLong ? 20_000 : 300), using: &random)
        return Array(repeating: 7, count: count)
    }

    borrowing func requireSound(partedLeaves: UInt64 = .max) throws {
        let faults = try environment.beginRead().allFaults(partedLeaves: partedLeaves)
        #expect(faults == [])
    }

    mutating func dropLog() throws {
        try environment.dropTable(Self.tables(of: environment).log)
    }

    private static func tables(
        of environment: borrowing Environment
    ) throws -> (log: PositionTable, rows: BytesTable) {
        (try environment.openPositionTable("log"), try environment.openBytesTable("rows"))
    }

    /// Whether damage is noticed; where it is not, reads and writes everything.
    static func isNoticed(at path: String, rows expected: Int?) throws -> Bool {
        guard let environment = try? Environment(path: path),
            try environment.beginRead().allFaults().isEmpty
        else { return true }
        // What a table is called, how its keys are ordered, and which rows it has is for those to
        // tell who know.
        guard let (log, rows) = try? tables(of: environment) else { return true }
        var found: [[UInt8]] = []
        do {
            let transaction = try environment.beginRead()
            var positions = try transaction.cursor(log)
            while try positions.next() {
                let key = positions.positionKey
                guard try transaction.get(log, key) != nil else { exit(2) }
                found.append([])
            }
            var cursor = try transaction.cursor(rows)
            while try cursor.next() {
                let key = cursor.key.copy()
                guard try transaction.get(rows, key.span) != nil else { exit(3) }
                found.append(key)
            }
        }
        guard found.count == expected ?? found.count else { exit(4) }
        var transaction = try environment.beginWrite()
        for key in found where !key.isEmpty { try transaction.put(rows, key + [1], key) }
        try transaction.commit()
        guard try environment.beginRead().allFaults().isEmpty else { exit(5) }
        return false
    }
}

extension ReadTransaction {
    fileprivate consuming func allFaults(partedLeaves: UInt64 = .max) throws -> [PageFault] {
        var transaction = self
        return try transaction.pageFaults(partedLeaves: partedLeaves)
    }
}

/// Rows that one thread writes while others look.
///
/// @unchecked Sendable: an environment is shared between threads; only `commit` changes the rest,
/// and one thread calls it.
private final class SharedRows: @unchecked Sendable {
    var rows: RandomRows

    init(_ rows: consuming RandomRows) { self.rows = rows }

    func commit(times: Int) throws {
        for _ in 0..<times { try rows.commit(changes: 5) }
    }
}
