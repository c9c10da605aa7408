import Glibc
import LMDB
import Testing

@Suite
struct `Reading what was written` {
    @Test
    func `what was committed is read back by key and by cursor`() throws {
        let folder = TemporaryFolder()
        try Environment.create(at: folder("a")) { transaction in
            let table = try transaction.openPositionTable("log", create: true)
            try transaction.append(table, 1, [1, 2, 3])
            try transaction.append(table, 2, [])
            try transaction.append(table, 3, count: 8) { $0.storeLittleEndian(UInt64(7), at: 0) }
            try transaction.put(.main, [9], [4])
        }
        let environment = try Environment(path: folder("a"))
        let table = try environment.openPositionTable("log")
        let transaction = try environment.beginRead()
        #expect(try transaction.copyValue(table, 1) == [1, 2, 3])
        #expect(try transaction.copyValue(table, 2) == [])
        #expect(try transaction.copyValue(table, 4) == nil)
        #expect(try transaction.count(table) == 3)
        #expect(try transaction.copyValue(.main, [9]) == [4])
        let number = try transaction.get(table, 3)?.uint64(at: 0)
        #expect(number == 7)
        var cursor = try transaction.cursor(table)
        var keys: [UInt64] = []
        var sizes = 0
        while try cursor.next() {
            keys.append(cursor.positionKey)
            sizes += cursor.value.count
        }
        #expect(keys == [1, 2, 3])
        #expect(sizes == 11)
    }

    @Test
    func `append refuses a key that is not greater than the last`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        let table = log.table
        for key in [UInt64(4), 5] {
            var transaction = try log.environment.beginWrite()
            try transaction.append(table, 5, [1])
            #expect(failure { try transaction.append(table, key, [2]) } == .keyExists)
        }
    }

    @Test
    func `delete says whether there was a row, and clear leaves none`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        let table = log.table
        var transaction = try log.environment.beginWrite()
        try transaction.put(table, 1, [1])
        try transaction.put(table, 2, [2])
        #expect(try transaction.delete(table, 1))
        #expect(try !transaction.delete(table, 1))
        #expect(try transaction.delete(.main, [1]) == false)
        try transaction.clear(table)
        #expect(try transaction.count(table) == 0)
        try transaction.commit()
    }

    @Test
    func `a writer reads what it wrote before, wherever it stands`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        var transaction = try log.environment.beginWrite()
        let table = try transaction.openBytesTable("rows", create: true)
        var rows: [[UInt8]: [UInt8]] = [:]
        try transaction.write(to: table) { (writer) throws(LMDBError) in
            var value: [UInt8] = [1, 2, 3]
            for step in 0..<4_000 {
                let number = step * 7_919 % 700
                let key = [UInt8(number >> 8), UInt8(number & 0xFF)]
                let isThere = try writer.copyValue(key.span, into: &value)
                #expect(isThere == (rows[key] != nil))
                if let row = rows[key] { #expect(value == row) }
                if step % 3 == 0 {
                    #expect(try writer.delete(key.span) == isThere)
                    rows[key] = nil
                } else {
                    value = [UInt8](repeating: UInt8(step & 0xFF), count: 32)
                    try writer.put(key.span, value.span)
                    rows[key] = value
                }
            }
        }
        #expect(try transaction.count(table) == rows.count)
        try transaction.commit()
    }

    @Test
    func `a dropped write transaction leaves nothing`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        let table = log.table
        do {
            var transaction = try log.environment.beginWrite()
            try transaction.append(table, 1, [1])
            _ = try transaction.openBytesTable("new", create: true)
        }
        #expect(try log.environment.beginRead().count(table) == 0)
        #expect(failure { try log.environment.openBytesTable("new") } == .notFound)
    }

    @Test
    func `a reader keeps its snapshot until it is renewed`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        let table = log.table
        var reader = try log.environment.beginRead()
        let before = reader.snapshot
        for key in UInt64(1)...1_000 {
            var writer = try log.environment.beginWrite()
            try writer.append(table, key, [UInt8(truncatingIfNeeded: key)])
            try writer.commit()
        }
        #expect(try reader.count(table) == 0)
        #expect(reader.snapshot == before)
        try reader.renew()
        #expect(try reader.count(table) == 1_000)
        #expect(reader.snapshot == before + 1_000)
    }

    @Test
    func `a table made after a reader began is known to it after renewal`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        var reader = try log.environment.beginRead()
        var writer = try log.environment.beginWrite()
        let table = try writer.openPositionTable("later", create: true)
        try writer.append(table, 1, [1])
        try writer.commit()
        #expect(failure { try reader.copyValue(table, 1) } == .badTable)
        #expect(failure { try reader.count(table) } == .badTable)
        try reader.renew()
        #expect(try reader.copyValue(table, 1) == [1])
    }

    @Test
    func `a transaction outlives the handle it was begun on`() throws {
        let folder = TemporaryFolder()
        func beginAlone() throws -> ReadTransaction {
            try Log(in: folder).environment.beginRead()
        }
        do {
            let reader = try beginAlone()
            #expect(try reader.copyValue(.main, [1]) == nil)
            #expect(failure { try Environment(path: folder("log")) } == .busy)
        }
        _ = try Environment(path: folder("log"))
    }

    @Test
    func `keys are between 1 and 511 bytes`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        var transaction = try log.environment.beginWrite()
        let longest = [UInt8](repeating: 1, count: 511)
        try transaction.put(.main, longest, [1])
        let tooLong = longest + [1]
        #expect(
            failure { try transaction.put(.main, tooLong, [1]) } == .keyTooLong
        )
        #expect(
            failure { try transaction.copyValue(.main, tooLong) }
                == .keyTooLong
        )
        #expect(
            failure { try transaction.delete(.main, tooLong) } == .keyTooLong
        )
        #expect(failure { try transaction.put(.main, [], [1]) } == .keyEmpty)
        // A refusal of ours comes before liblmdb, so the transaction is still good.
        try transaction.commit()
    }

    @Test
    func `a table opens only as the kind it was made as`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        let table = log.table
        #expect(
            failure { try log.environment.openBytesTable("log") }
                == .incompatible
        )
        try log.environment.dropTable(table)
        #expect(
            failure { try log.environment.openPositionTable("log") } == .notFound
        )
        var transaction = try log.environment.beginWrite()
        let again = try transaction.openBytesTable("log", create: true)
        try transaction.put(again, [1], [1])
        try transaction.commit()
        #expect(try log.environment.beginRead().count(again) == 1)
    }
}
