import LMDB
import Testing

@Suite
struct `Closing tables` {
    @Test
    func `a closed table makes room for another, and can be opened again`() throws {
        let folder = TemporaryFolder()
        let configuration = Environment.Configuration(maxTables: 2)
        try Environment.create(at: folder("a")) { transaction in
            for number in 0..<20 {
                let table = try transaction.openPositionTable("table-\(number)", create: true)
                try transaction.append(table, UInt64(number), [UInt8(number)])
            }
        }
        let environment = try Environment(path: folder("a"), configuration: configuration)
        let kept = try environment.openPositionTable("table-0")
        for number in (0..<20).reversed() where number != 0 {
            let table = try environment.openPositionTable("table-\(number)")
            let other = number == 1 ? "table-2" : "table-1"
            #expect(failure { try environment.openPositionTable(other) } == .tablesFull)
            #expect(
                try environment.beginRead().copyValue(table, UInt64(number)) == [UInt8(number)]
            )
            let isClosed = environment.closeIfIdle([table.slot])
            #expect(isClosed)
        }
        #expect(try environment.beginRead().copyValue(kept, 0) == [0])
    }

    @Test
    func `nothing is closed while a transaction is live, and nobody waits`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        try log.append(count: 3, size: 8)
        let table = log.table
        do {
            let reader = try log.environment.beginRead()
            let isClosed = log.environment.closeIfIdle([table.slot])
            #expect(!isClosed)
            #expect(try reader.count(table) == 3)
        }
        do {
            let writer = try log.environment.beginWrite()
            let isClosed = log.environment.closeIfIdle([table.slot])
            #expect(!isClosed)
            #expect(try writer.count(table) == 3)
        }
        let isClosed = log.environment.closeIfIdle([table.slot])
        #expect(isClosed)
        let again = try log.environment.openPositionTable("log")
        #expect(try log.environment.beginRead().count(again) == 3)
    }
}
