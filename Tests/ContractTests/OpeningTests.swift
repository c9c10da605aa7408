import EventLog
import Foundation
import LMDB
import LedgerTesting
import Orders
import Testing

@Suite
struct `Opening a ledger` {
    @Test
    func `check 53: a million events are opened by touching a few pages of each table`() throws {
        let large = try TemporaryLedger()
        try layDown(1_000_000, in: large)
        let touched = try bytesTouchedByOpening(large)
        let size = try FileManager.default.attributesOfItem(atPath: large.path + "/data.mdb")[.size]
        let bytes = try #require(size as? Int)
        #expect(bytes > 200 << 20)
        // Opening walks down the main table and the log, at most four pages each, and reads two
        // meta pages; the kernel may map up to 2 MiB around each. A scan would touch everything.
        #expect(touched <= 10 * 2 << 20)
        #expect(touched < bytes / 8)
        let clock = ContinuousClock()
        let time = try clock.measure { try large.reopen() }
        print("opening a ledger of \(bytes >> 20) MiB: \(time), \(touched >> 10) KiB touched")
        #expect(try large.store.lastPosition == 1_000_001)
    }

    /// Bytes of the data file that opening brings into this process's memory.
    private func bytesTouchedByOpening(_ ledger: TemporaryLedger) throws -> Int {
        ledger.close()
        try ledger.reopen()
        let file = try #require(FileHandle(forReadingAtPath: "/proc/self/smaps"))
        let maps = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
        var isOurs = false
        var kilobytes = 0
        for line in maps.split(separator: "\n") {
            if line.hasPrefix("Rss:"), isOurs {
                kilobytes += line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            } else if line.contains("-"), line.contains(" r") {
                isOurs = line.hasSuffix(ledger.path + "/data.mdb")
            }
        }
        #expect(kilobytes > 0)
        return kilobytes << 10
    }

    /// Writes copies of one order's records and heads straight into the tables.
    private func layDown(_ count: UInt64, in ledger: TemporaryLedger) throws {
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append([order.placed()]).isNew)
        let snapshot = try ledger.store.snapshot()
        let tables = snapshot.tables
        let record = try snapshot.record(at: 2).bytes
        let head = try #require(try snapshot.transaction.copyValue(tables.heads, 1))
        _ = consume snapshot
        for start in stride(from: UInt64(3), to: count + 2, by: 100_000) {
            var transaction = try ledger.store.beginWrite()
            for position in start..<min(start + 100_000, count + 2) {
                try transaction.append(tables.log, position, record)
                if position.isMultiple(of: 5) {
                    try transaction.append(tables.heads, position / 5 + 1, head)
                }
            }
            try transaction.commit()
        }
    }
}
