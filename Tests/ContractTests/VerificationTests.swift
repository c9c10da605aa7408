import Audit
import EventLog
import Foundation
import LMDB
import LedgerTesting
import MerkleTree
import Orders
import Projections
import Testing

@Suite struct `Verifying a ledger` {
    /// A ledger of some hundred orders, one of them long enough for the index of event ids.
    private func ledger() throws -> TemporaryLedger {
        let ledger = try TemporaryLedger()
        for number in 0..<100 {
            var order = OrderBuilder(
                "order-\(number)",
                workflow: number % 2 == 0 ? "webshop" : "dealer"
            )
            ledger.store.append(try order.wholeLife())
        }
        var long = OrderBuilder("long")
        ledger.store.append(try long.placed())
        for number in 0..<80 { ledger.store.append(try long.commented("\(number)")) }
        return ledger
    }

    /// What a verification finds after the tables were changed beneath the ledger.
    private func faults(
        after change: (inout WriteTransaction, LogTables) throws -> Void
    ) throws -> [VerificationFault] {
        let ledger = try ledger()
        let tables = try ledger.store.snapshot().tables
        var transaction = try ledger.store.beginWrite()
        try change(&transaction, tables)
        try transaction.commit()
        let report = try ledger.store.verify(windowOrders: 16, spanLevel: 8)
        #expect(!report.isSound)
        return report.faults.details
    }

    private func positions(_ faults: [VerificationFault]) -> [UInt64] {
        Array(Set(faults.compactMap(\.position))).sorted()
    }

    @Test(arguments: [8, 9, 13, 16])
    func `check 47: a good ledger passes, and its root is that of its bytes`(level: Int) throws {
        let ledger = try ledger()
        let report = try ledger.store.verify(windowOrders: 16, spanLevel: level)
        #expect(report.faults.details == [])
        #expect(try report.events == ledger.store.lastPosition)
        var range = CompactRange()
        for record in try ledger.store.allRecords() {
            range.append(TreeHasher.leaf(record.bytes.span))
        }
        #expect(report.root == range.root)
    }

    @Test func `check 47: a flipped payload byte is named at its position`() throws {
        let faults = try faults { transaction, tables in
            var row = try #require(try transaction.copyValue(tables.log, 150))
            row[row.count - 1] ^= 1
            try transaction.put(tables.log, 150, row)
        }
        #expect(positions(faults).first == 150)
        #expect(faults.first?.what == "the record is not the one that the tree was made over")
    }

    /// Before and behind a gap within a block, across the end of one, and in the last one.
    @Test(
        arguments: [
            ([100], [90, 110]), ([250, 251, 252, 253, 254, 255, 256, 257, 258], [240, 270]),
            ([], [520]), ([256], [255, 257]),
        ] as [([UInt64], [UInt64])]
    )
    func `check 47: around a gap, the changed records are named`(
        removed: [UInt64],
        changed: [UInt64],
    ) throws {
        let faults = try faults { transaction, tables in
            for position in removed { try transaction.delete(tables.log, position) }
            for position in changed {
                var row = try #require(try transaction.copyValue(tables.log, position))
                row[row.count - 1] ^= 1
                try transaction.put(tables.log, position, row)
            }
        }
        let named = faults.filter { $0.what.contains("not the one that the tree was made over") }
        #expect(named.map(\.position) == changed)
        let missing = faults.filter { $0.what.hasSuffix("missing") }
        // Blocks are looked at one by one, so that a gap is told of again where one begins.
        let gaps = removed.filter { !removed.contains($0 - 1) || $0 % 256 == 1 }
        #expect(missing.map(\.position) == gaps)
    }

    @Test func `a tree whose rows are out of order leaves the log as sound as it is`() throws {
        let ledger = try ledger()
        // Five rows, of which three fill a page: so a look-up of the first does not meet the third.
        var order = OrderBuilder("long-too")
        ledger.store.append(try order.placed())
        ledger.store.append(try (0..<600).map { try order.commented("\($0)") })
        let size = try ledger.store.lastPosition
        let tree = try #require(try ledger.store.snapshot().tables.tree)
        let third: UInt64 = 62 << 56 | 2
        let row = try #require(try ledger.store.snapshot().transaction.copyValue(tree, third))
        ledger.close()
        let file = URL(filePath: ledger.path + "/data.mdb")
        var bytes = try Data(contentsOf: file)
        let key = Data([2, 0, 0, 0, 0, 0, 0, 62])
        while let place = bytes.firstRange(of: key + row) { bytes[place.lowerBound + 7] = 0 }
        try bytes.write(to: file)
        try ledger.reopen()
        let report = try ledger.store.verify(windowOrders: 16)
        #expect(report.root != nil)
        #expect(report.events == size)
        let sentences = report.faults.details.map(\.what)
        #expect(sentences.contains { $0.hasPrefix("the tree cannot be read from here") })
        #expect(!sentences.contains { $0.contains("missing") })
    }

    @Test func `check 47: of long records, too, the changed ones are named`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("long")
        ledger.store.append(try order.placed())
        for number in 0..<20 {
            let words = String(repeating: "\(number) ", count: 9_000)
            ledger.store.append(try order.commented(words))
        }
        #expect(try ledger.store.verify().isSound)
        let changed: [UInt64] = [3, 8, 9, 20]
        let log = try ledger.store.snapshot().tables.log
        var transaction = try ledger.store.beginWrite()
        for position in changed {
            var row = try #require(try transaction.copyValue(log, position))
            row[row.count - 3] ^= 1
            try transaction.put(log, position, row)
        }
        try transaction.commit()
        let named = try ledger.store.verify().faults.details.filter {
            $0.what == "the record is not the one that the tree was made over"
        }
        #expect(named.map(\.position) == changed)
    }

    @Test func `check 47: swapped events are both named`() throws {
        let faults = try faults { transaction, tables in
            let one = try #require(try transaction.copyValue(tables.log, 10))
            let other = try #require(try transaction.copyValue(tables.log, 300))
            try transaction.put(tables.log, 10, other)
            try transaction.put(tables.log, 300, one)
        }
        let named = faults.filter { $0.what.contains("not the one that the tree was made over") }
        #expect(named.map(\.position) == [10, 300])
    }

    @Test(arguments: [77, 256, 257] as [UInt64])
    func `check 47: a removed event is named`(position: UInt64) throws {
        let faults = try faults { try $0.delete($1.log, position) }
        #expect(
            faults.first
                == VerificationFault(
                    position: position,
                    what: "record \(position) is missing"
                )
        )
    }

    @Test func `check 47: a truncated tail is named`() throws {
        let faults = try faults { transaction, tables in
            for position in [530, 531, 532] as [UInt64] {
                try transaction.delete(tables.log, position)
            }
        }
        #expect(
            faults.contains(
                VerificationFault(
                    position: 530,
                    what: "records 530 to 532 are missing: the tree was made over them"
                )
            )
        )
    }

    @Test func `check 47: a missing row of an index is named`() throws {
        let ids = try faults { try $0.delete($1.orders, Array("order-7".utf8)) }
        #expect(ids.filter { $0.position != nil }.count == 1)
        #expect(ids.first?.what.contains("order order-7: the id table does not have it") == true)
        #expect(ids.first?.position != nil)
        let events = try faults { transaction, tables in
            var key: [UInt8] = []
            do {
                var cursor = try transaction.cursor(tables.ids)
                _ = try cursor.first()
                key = cursor.key.copy()
            }
            try transaction.delete(tables.ids, key)
        }
        #expect(events.map(\.position) == [532])
        #expect(events.first?.what.contains("the index of event ids has 80 rows") == true)
    }

    @Test func `check 47: an altered row of a view is named`() throws {
        let heads = try faults { transaction, tables in
            var row = try #require(try transaction.copyValue(tables.heads, 3))
            row[row.count / 2] ^= 1
            try transaction.put(tables.heads, 3, row)
        }
        #expect(positions(heads).count == 1)
        let status = try faults { transaction, tables in
            var key: [UInt8] = []
            do {
                var cursor = try transaction.cursor(tables.views)
                _ = try cursor.first()
                key = cursor.key.copy()
            }
            try transaction.delete(tables.views, key)
        }
        #expect(status.contains { $0.position != nil && $0.what.contains("where it belongs") })
    }

    @Test func `a row of the tree that was changed is named`() throws {
        for offset in [0, 31, 32, 300] {
            let faults = try faults { transaction, tables in
                let tree = try #require(tables.tree)
                var key: UInt64 = 0
                do {
                    var cursor = try transaction.cursor(tree)
                    _ = try cursor.first()
                    key = cursor.positionKey
                }
                var row = try #require(try transaction.copyValue(tree, key))
                row[offset] ^= 1
                try transaction.put(tree, key, row)
            }
            #expect(!faults.isEmpty, "byte \(offset)")
            #expect(positions(faults).allSatisfy { $0 <= 256 })
        }
    }

    @Test(arguments: [0, 1, 2])
    func `a row of the tree that is gone or cut short is named`(block: Int) throws {
        for isGone in [true, false] {
            let faults = try faults { transaction, tables in
                let tree = try #require(tables.tree)
                var key: UInt64 = 0
                do {
                    var cursor = try transaction.cursor(tree)
                    for _ in 0...block { _ = try cursor.next() }
                    key = cursor.positionKey
                }
                if isGone {
                    try transaction.delete(tree, key)
                } else {
                    let row = try #require(try transaction.copyValue(tree, key))
                    try transaction.put(tree, key, Array(row.dropLast(4)))
                }
            }
            #expect(faults.count == 1)
            // At the end, the tree is one that ends before the log.
            let end: UInt64 = isGone ? 513 : 532
            #expect(faults.first?.position == (block == 2 ? end : UInt64(block) * 256 + 1))
        }
    }

    @Test(arguments: [4, 8, 16, 24, 48, 61])
    func `a header that was changed does not end the verification`(offset: Int) throws {
        for value in [0xFF, 0x80, 1] as [UInt8] {
            let faults = try faults { transaction, tables in
                var row = try #require(try transaction.copyValue(tables.log, 222))
                for index in offset..<min(offset + 4, 80) { row[index] = value }
                try transaction.put(tables.log, 222, row)
            }
            #expect(positions(faults).contains(222))
        }
    }

    @Test func `everything that is wrong is named at once`() throws {
        let faults = try faults { transaction, tables in
            for position in [5, 100, 400] as [UInt64] {
                var row = try #require(try transaction.copyValue(tables.log, position))
                row[row.count - 1] ^= 1
                try transaction.put(tables.log, position, row)
            }
            try transaction.delete(tables.orders, Array("order-7".utf8))
        }
        #expect(Set(positions(faults)).isSuperset(of: [5, 100, 400]))
        #expect(faults.contains { $0.what.contains("the id table") })
    }
}
