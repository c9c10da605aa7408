import LMDB
import Testing

/// Random work against a table and a sorted dictionary must show the same rows.
@Suite
struct `A cursor and its twin in memory` {
    private static let rounds = 40

    @Test(arguments: [1, 2, 3, UInt64.random(in: 0 ... .max)])
    func `agree on a table with integer keys`(seed: UInt64) throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        var random = SeededGenerator(seed: seed)
        var twin: [UInt64: [UInt8]] = [:]
        for _ in 0..<Self.rounds {
            var writer = try log.environment.beginWrite()
            for _ in 0..<50 {
                let key = UInt64.random(in: 0..<500, using: &random)
                if Bool.random(using: &random) {
                    let size = Int.random(in: 0..<3_000, using: &random)
                    let value = [UInt8](repeating: UInt8(key & 255), count: size)
                    try writer.put(log.table, key, value)
                    twin[key] = value
                } else {
                    let wasThere = twin.removeValue(forKey: key) != nil
                    #expect(try writer.delete(log.table, key) == wasThere)
                }
            }
            if Bool.random(using: &random) {
                try writer.commit()
                try comparePositions(log.environment.beginRead(), log.table, twin, &random)
            } else {
                try comparePositions(writer, log.table, twin, &random)
                try writer.commit()
            }
        }
    }

    @Test(arguments: [1, 2, 3, UInt64.random(in: 0 ... .max)])
    func `agree on a table with keys of bytes`(seed: UInt64) throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        var random = SeededGenerator(seed: seed)
        var twin: [[UInt8]: [UInt8]] = [:]
        var opening = try log.environment.beginWrite()
        let table = try opening.openBytesTable("names", create: true)
        try opening.commit()
        for _ in 0..<Self.rounds {
            var writer = try log.environment.beginWrite()
            for _ in 0..<50 {
                let key = randomKey(&random)
                if Bool.random(using: &random) {
                    try writer.put(table, key, key.reversed())
                    twin[key] = key.reversed()
                } else {
                    let wasThere = twin.removeValue(forKey: key) != nil
                    #expect(try writer.delete(table, key) == wasThere)
                }
            }
            try writer.commit()
            try compareNames(log.environment.beginRead(), table, twin, &random)
        }
    }

    @Test
    func `an empty table has no rows in any direction`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        let reader = try log.environment.beginRead()
        var cursor = try reader.cursor(log.table)
        let answers = [
            try cursor.next(), try cursor.first(), try cursor.last(), try cursor.previous(),
            try cursor.seek(0), try cursor.seekBackward(to: .max),
        ]
        #expect(answers == [Bool](repeating: false, count: 6))
    }

    @Test
    func `stepping beyond an end stays outside until a new placing`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        try log.append(count: 3, size: 8)
        let reader = try log.environment.beginRead()
        var cursor = try reader.cursor(log.table)
        var steps = [
            try cursor.last(), try cursor.next(), try cursor.next(), try cursor.previous(),
        ]
        #expect(steps == [true, false, false, false])
        steps = [try cursor.first(), try cursor.previous(), try cursor.next(), try cursor.seek(2)]
        #expect(steps == [true, false, false, true])
        let key = cursor.positionKey
        #expect(key == 2)
    }

    @Test
    func `a value stays readable after the cursor has moved on`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        var writer = try log.environment.beginWrite()
        try writer.append(log.table, 1, [1])
        try writer.append(log.table, 2, [2])
        try writer.commit()
        let reader = try log.environment.beginRead()
        var cursor = try reader.cursor(log.table)
        _ = try cursor.next()
        let first = cursor.value
        _ = try cursor.next()
        let both = [first[0], cursor.value[0]]
        #expect(both == [1, 2])
    }

    @Test
    func `the main table shows its rows and the names of the others`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        var writer = try log.environment.beginWrite()
        try writer.put(.main, [1], [1])
        #expect(failure { try writer.put(.main, Array("log".utf8), [1]) } == .incompatible)
        var names: [[UInt8]] = []
        do {
            var cursor = try writer.cursor(BytesTable.main)
            while try cursor.next() {
                names.append(cursor.key.copy())
            }
        }
        #expect(names == [[1], Array("log".utf8)])
    }
}

private func randomKey(_ random: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 1...4, using: &random)).map { _ in
        UInt8.random(in: 0...3, using: &random) &* 85
    }
}

private func comparePositions(
    _ transaction: borrowing some Transaction & ~Copyable,
    _ table: PositionTable,
    _ twin: [UInt64: [UInt8]],
    _ random: inout SeededGenerator,
) throws {
    let keys = twin.keys.sorted()
    #expect(try transaction.count(table) == keys.count)
    var cursor = try transaction.cursor(table)
    var found: [UInt64] = []
    while try cursor.next() {
        found.append(cursor.positionKey)
        let isSame = cursor.value.copy() == twin[cursor.positionKey]
        #expect(isSame)
    }
    #expect(found == keys)
    found = []
    var backward = try transaction.cursor(table)
    while try backward.previous() {
        found.append(backward.positionKey)
    }
    #expect(found == keys.reversed())
    for _ in 0..<20 {
        let key = UInt64.random(in: 0..<510, using: &random)
        let atLeast = try cursor.seek(key) ? cursor.positionKey : nil
        #expect(atLeast == keys.first { $0 >= key })
        let atMost = try cursor.seekBackward(to: key) ? cursor.positionKey : nil
        #expect(atMost == keys.last { $0 <= key })
        #expect(try transaction.copyValue(table, key) == twin[key])
    }
}

private func compareNames(
    _ transaction: borrowing some Transaction & ~Copyable,
    _ table: BytesTable,
    _ twin: [[UInt8]: [UInt8]],
    _ random: inout SeededGenerator,
) throws {
    let keys = twin.keys.sorted { $0.lexicographicallyPrecedes($1) }
    var cursor = try transaction.cursor(table)
    var found: [[UInt8]] = []
    while try cursor.next() {
        found.append(cursor.key.copy())
        let isSame = cursor.value.copy() == twin[cursor.key.copy()]
        #expect(isSame)
    }
    #expect(found == keys)
    for _ in 0..<20 {
        let key = randomKey(&random)
        let span = key.span
        let atLeast = try cursor.seek(span) ? cursor.key.copy() : nil
        #expect(atLeast == keys.first { !$0.lexicographicallyPrecedes(key) })
        let atMost = try cursor.seekBackward(to: span) ? cursor.key.copy() : nil
        #expect(atMost == keys.last { !key.lexicographicallyPrecedes($0) })
        #expect(try transaction.copyValue(table, key) == twin[key])
    }
}
