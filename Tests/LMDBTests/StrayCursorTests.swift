import Foundation
import LMDB
import Testing

/// liblmdb does not compare the first row of a page that it steps into: a cursor does.
@Suite struct `A cursor in pages whose keys do not ascend` {
    @Test func `shows no row before the key that was sought`() throws {
        let refused = try MisplacedRow.bytes.refusals { (cursor, name) throws(LMDBError) in
            let sought = name.dropLast() + [name[3] - 1, 1]
            guard try cursor.seek(sought.span) else { return }
            let isBefore = cursor.key.copy().lexicographicallyPrecedes(sought)
            #expect(!isBefore)
        }
        #expect(refused > 0)
    }

    @Test func `names the table, and the key that was sought`() throws {
        let refused = try MisplacedRow.bytes.refusals { (cursor, name) throws(LMDBError) in
            let sought = name.dropLast() + [name[3] - 1, 1]
            do throws(LMDBError) {
                _ = try cursor.seek(sought.span)
            } catch {
                // The last byte is no letter, so the key is shown by its digits.
                let key = sought.dropLast().map { String($0, radix: 16) }.joined() + "01"
                #expect(error.detail?.hasPrefix("table rows, near key 0x\(key): ") == true)
                throw error
            }
        }
        #expect(refused > 0)
    }

    @Test func `steps on to greater keys of bytes alone`() throws {
        let refused = try MisplacedRow.bytes.refusals { (cursor, _) throws(LMDBError) in
            var before: [UInt8] = []
            do throws(LMDBError) {
                while try cursor.next() {
                    let key = cursor.key.copy()
                    #expect(before.lexicographicallyPrecedes(key))
                    before = key
                }
            } catch {
                let place = "table rows, near key \(String(decoding: before, as: UTF8.self)): "
                #expect(error.detail?.hasPrefix(place) == true, "\(error)")
                throw error
            }
        }
        #expect(refused == Filling.count - 1, "the first row may come before all others")
    }

    @Test func `steps back to smaller keys of bytes alone`() throws {
        let refused = try MisplacedRow.bytes.refusals { (cursor, _) throws(LMDBError) in
            var behind: [UInt8] = [.max]
            while try cursor.previous() {
                let key = cursor.key.copy()
                #expect(key.lexicographicallyPrecedes(behind))
                behind = key
            }
        }
        #expect(refused == Filling.count - 1, "the first row may come before all others")
    }

    @Test func `steps on to greater positions alone, and begins anew after a refusal`() throws {
        let refused = try MisplacedRow.positions.refusals { (cursor, _) throws(LMDBError) in
            var least: UInt64 = 0
            do throws(LMDBError) {
                while try cursor.next() {
                    #expect(cursor.positionKey >= least)
                    least = cursor.positionKey + 1
                }
            } catch {
                let place = "table rows, near key \(least - 1): "
                #expect(error.detail?.hasPrefix(place) == true, "\(error)")
                let isFound = try cursor.next()
                #expect(!isFound, "a cursor that went astray stays outside")
                let isFirst = try cursor.first()
                #expect(isFirst)
                throw error
            }
        }
        #expect(refused == Filling.count - 1, "the first row may come before all others")
    }

    @Test func `steps back to smaller positions alone`() throws {
        let refused = try MisplacedRow.positions.refusals { (cursor, _) throws(LMDBError) in
            var behind = UInt64.max
            while try cursor.previous() {
                #expect(cursor.positionKey < behind)
                behind = cursor.positionKey
            }
        }
        #expect(refused == Filling.count - 1, "the first row may come before all others")
    }

    /// A page above the leaves that names a wrong first key sends a seek to the wrong leaf.
    @Test(arguments: [3, 150] as [UInt8])
    func `seeks back to no row behind the key that was sought`(wrong: UInt8) throws {
        let folder = TemporaryFolder()
        try MisplacedRow.positions.fill(folder("env"))
        let file = URL(filePath: folder("env") + "/data.mdb")
        let sound = Array(try Data(contentsOf: file))
        var refused = 0
        for place in BranchKeys.places(in: sound) {
            var bytes = sound
            bytes[place] = wrong
            try Data(bytes).write(to: file)
            let environment = try Environment(path: folder("env"))
            let table = try environment.openPositionTable("rows")
            let transaction = try environment.beginRead()
            for sought in 1...Filling.count + 1 {
                do {
                    var cursor = try transaction.cursor(table)
                    guard try cursor.seekBackward(to: UInt64(sought)) else { continue }
                    #expect(cursor.positionKey <= UInt64(sought))
                } catch {
                    #expect(error.code == .corrupted)
                    refused += 1
                }
            }
        }
        #expect(refused > 0)
    }
}

/// What the tables hold.
private enum Filling {
    static let count = 100
    static let value = [UInt8](repeating: 7, count: 300)
}

/// Tables of rows in files in each of which one row has a smaller key than those before it.
private struct MisplacedRow<Rows: Table> {
    /// What the first byte of a row's key is made.
    let wrong: UInt8
    let open: (borrowing Environment) throws(LMDBError) -> Rows
    let create: (inout WriteTransaction) throws -> Void
    let key: (Int) -> [UInt8]

    func fill(_ path: String) throws {
        try Environment.create(at: path) { try create(&$0) }
    }

    /// How often a walk is refused.
    func refusals(
        _ walk: (inout Cursor<Rows>, [UInt8]) throws(LMDBError) -> Void
    ) throws -> Int {
        let folder = TemporaryFolder()
        try fill(folder("env"))
        let file = URL(filePath: folder("env") + "/data.mdb")
        let sound = try Data(contentsOf: file)
        var refused = 0
        for number in 1...Filling.count {
            var bytes = sound
            // A page that was split may still hold what went to the other.
            while let place = bytes.firstRange(of: Data(key(number) + Filling.value)) {
                bytes[place.lowerBound] = wrong
            }
            try bytes.write(to: file)
            let environment = try Environment(path: folder("env"))
            let table = try open(environment)
            let transaction = try environment.beginRead()
            do {
                var cursor = try transaction.cursor(table)
                try walk(&cursor, key(number))
            } catch {
                #expect(error.code == .corrupted)
                #expect(error.detail?.hasPrefix("table rows, near key ") == true, "\(error)")
                refused += 1
            }
        }
        return refused
    }
}

extension MisplacedRow<BytesTable> {
    static var bytes: Self {
        Self(wrong: UInt8(ascii: "a")) { (environment) throws(LMDBError) in
            try environment.openBytesTable("rows")
        } create: { transaction in
            let table = try transaction.openBytesTable("rows", create: true)
            for number in 1...Filling.count {
                try transaction.put(table, name(number), Filling.value)
            }
        } key: {
            name($0)
        }
    }

    private static func name(_ number: Int) -> [UInt8] { Array("k\(99 + number)".utf8) }
}

extension MisplacedRow<PositionTable> {
    static var positions: Self {
        Self(wrong: 0) { (environment) throws(LMDBError) in
            try environment.openPositionTable("rows")
        } create: { transaction in
            let table = try transaction.openPositionTable("rows", create: true)
            for number in 1...Filling.count {
                try transaction.put(table, UInt64(number), Filling.value)
            }
        } key: { number in
            [UInt8(number), 0, 0, 0, 0, 0, 0, 0]
        }
    }
}

/// The keys by which pages above the leaves name them, as liblmdb lays them out.
private enum BranchKeys {
    /// Where the keys begin in a file, but for the first of each page, which has none.
    static func places(in file: [UInt8]) -> [Int] {
        stride(from: 0, to: file.count, by: 4_096).flatMap { page -> [Int] in
            guard half(file, page + 10) == 1 else { return [] }
            let nodes = (half(file, page + 12) - 16) / 2
            return (1..<max(nodes, 1)).map { page + half(file, page + 16 + 2 * $0) + 8 }
        }
    }

    private static func half(_ bytes: [UInt8], _ offset: Int) -> Int {
        Int(bytes[offset]) | Int(bytes[offset + 1]) << 8
    }
}
