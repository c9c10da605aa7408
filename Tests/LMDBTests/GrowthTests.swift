import Glibc
import LMDB
import Testing

@Suite
struct `Running out of map` {
    private static let small = Environment.Configuration(mapSizeBytes: 1 << 20)

    @Test
    func `a full map is a typed error, and after growth the same batch succeeds`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder, Self.small)
        try log.append(count: 100, size: 1_000)
        var attempts = 0
        while let code = failure({ try log.append(from: 100, count: 3_000, size: 1_000) }) {
            #expect(code == .mapFull)
            #expect(try log.environment.beginRead().count(log.table) == 100)
            try log.environment.grow()
            attempts += 1
        }
        #expect(attempts == 2)
        #expect(try log.environment.statistics().mapSizeBytes == 4 << 20)
        #expect(try log.environment.beginRead().count(log.table) == 3_100)
        let isDead = log.environment.isDead
        #expect(!isDead)
    }

    @Test
    func `a grown map is remembered by the file`() throws {
        let folder = TemporaryFolder()
        do {
            let log = try Log(in: folder, Self.small)
            try log.environment.grow()
            try log.append(count: 1_500, size: 1_000)
        }
        let log = try Log(at: folder("log"), Self.small)
        #expect(try log.environment.statistics().mapSizeBytes == 2 << 20)
    }

    @Test
    func `growth waits for readers on other threads and none of them sees a moved map`()
        async throws
    {
        let folder = TemporaryFolder()
        let shared = SharedLog(try Log(in: folder, Self.small))
        try await withThrowingTaskGroup { group in
            for _ in 0..<3 {
                group.addTask { try await shared.readUntil(rows: 4_000) }
            }
            group.addTask { try shared.appendGrowing(rows: 4_000) }
            try await group.waitForAll()
        }
        #expect(try shared.log.environment.beginRead().count(shared.log.table) == 4_000)
    }

    @Test
    func `a map grown by another process is followed by readers and the writer`() async throws {
        let folder = TemporaryFolder()
        let path = folder("log")
        let log = try Log(in: folder, Self.small)
        var reader = try log.environment.beginRead()
        await #expect(processExitsWith: .success) { [path = path as String] in
            let other = try Log(at: path, .init(mapSizeBytes: 64 << 20))
            try other.append(count: 8_000, size: 1_000)
        }
        try reader.renew()
        #expect(try reader.count(log.table) == 8_000)
        #expect(try reader.copyValue(log.table, 7_999)?.count == 1_000)
        _ = consume reader
        try log.append(from: 8_000, count: 1, size: 1)
        #expect(try log.environment.statistics().mapSizeBytes == 64 << 20)
    }

    @Test
    func `the slot of a reader that died is freed`() async throws {
        let folder = TemporaryFolder()
        let path = folder("log")
        let log = try Log(in: folder)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let other = try Log(at: path)
            let reader = try other.environment.beginRead()
            raise(SIGKILL)
            _ = try reader.copyValue(.main, [1])
        }
        #expect(log.environment.checkStaleReaders() == 1)
        #expect(log.environment.checkStaleReaders() == 0)
    }

    @Test
    func `more readers than slots are refused, and one that ends makes room`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder, .init(maxReaders: 1))
        do {
            let first = try log.environment.beginRead()
            #expect(failure { try log.environment.beginRead() } == .readersFull)
            #expect(first.snapshot == 1)
        }
        _ = try log.environment.beginRead()
    }
}

/// A log that several tasks use at once.
private final class SharedLog: Sendable {
    let log: Log

    init(_ log: consuming Log) {
        self.log = log
    }

    /// Yields between transactions, so that the writer gets a turn on a machine of one core too.
    func readUntil(rows: Int) async throws {
        var seen = 0
        while seen < rows {
            seen = try readTwice()
            await Task.yield()
        }
    }

    private func readTwice() throws -> Int {
        var reader = try log.environment.beginRead()
        var seen = 0
        for _ in 0..<2 {
            seen = try reader.count(log.table)
            let value = try reader.copyValue(log.table, UInt64(max(seen - 1, 0)))
            #expect(seen == 0 || value == [UInt8](repeating: 7, count: 1_000))
            try reader.renew()
        }
        return seen
    }

    func appendGrowing(rows: Int) throws {
        for start in stride(from: 0, to: rows, by: 100) {
            while failure({ try log.append(from: UInt64(start), count: 100, size: 1_000) }) != nil {
                try log.environment.grow()
            }
        }
    }
}
