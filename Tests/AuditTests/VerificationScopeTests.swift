import Audit
import EventLog
import Foundation
import LMDB
import LedgerTesting
import MerkleTree
import Orders
import Projections
import Testing

/// What a verification covers beside the records and their views.
@Suite struct `Verifying what a ledger keeps beside its log` {
    private func faults(
        _ ledger: TemporaryLedger,
        after change: (inout WriteTransaction, LogTables) throws -> Void,
    ) throws -> [VerificationFault] {
        let before = try ledger.store.verify(windowOrders: 3, spanLevel: 8)
        #expect(before.faults.details == [])
        let tables = try ledger.store.snapshot().tables
        var transaction = try ledger.store.beginWrite()
        try change(&transaction, tables)
        try transaction.commit()
        return try ledger.store.verify(windowOrders: 3, spanLevel: 8).faults.details
    }

    /// Invoices with numbers of all kinds, among them some that the ledger gave.
    private func papers() throws -> TemporaryLedger {
        let ledger = try TemporaryLedger(workflow: "webshop")
        let given = [
            "{}", #"{"dueAt":"2026-02-01"}"#, #"{"own":{"number":"9"}}"#, #"{ "own":[1] }"#,
        ]
        let brought = [
            "5", "7", "007", "+8", "-9", "2026-1", "12x", "", "0", "18446744073709551615",
            "99999999999999999999", #"1\u0031"#, #"\u0031"#,
        ]
        for number in 0..<4 {
            var order = OrderBuilder("o\(number)", workflow: "webshop")
            ledger.store.append(try order.placed())
            for data in given {
                #expect(ledger.store.append(try order.event("invoiced", data)).isNew)
            }
            let note = #"{"amount":"1.00"}"#
            #expect(ledger.store.append(try order.event("creditNoteIssued", note)).isNew)
            guard number % 2 == 1 else { continue }
            for text in brought {
                for data in [
                    #"{"number":"\#(text)"}"#, #"{"number":"\#(text)","dueAt":"2026-02-01"}"#,
                    #"{"dueAt":"2026-02-01","number":"\#(text)"}"#, #"{"number": "\#(text)"}"#,
                    #"{"own":{"number":"77"},"number":"\#(text)" }"#,
                    #"{"number":"\#(text)","own":{"a":1,"number":"66"}}"#,
                ] {
                    #expect(ledger.store.append(try order.event("invoiced", data)).isNew)
                }
            }
        }
        return ledger
    }

    @Test func `numbers of papers are those of the log, however papers spell them`() throws {
        let ledger = try papers()
        let report = try ledger.store.verify(windowOrders: 2, spanLevel: 8)
        #expect(report.faults.details == [])
        #expect(try PaperNumbers(ledger.store.snapshot().transaction).invoices > 8)
    }

    @Test func `numbers that were changed, cut or taken away are named`() throws {
        let key = Array("numbers".utf8)
        let changed = try faults(papers()) { transaction, _ in
            var row = try #require(try transaction.copyValue(.main, key.span))
            row[8] ^= 1
            try transaction.put(.main, key.span, row.span)
        }
        #expect(changed.count == 1)
        #expect(changed.first?.what.hasPrefix("the last numbers kept are invoice") == true)
        let missing = try faults(papers()) { transaction, _ in
            try transaction.delete(.main, key)
        }
        #expect(missing.count == 1)
        let cut = try faults(papers()) { transaction, _ in
            try transaction.put(.main, key.span, [1, 2, 3].span)
        }
        #expect(cut.count == 1)
    }

    @Test func `a tree that is gone is named, unless an earlier build never made one`() throws {
        func emptied(hasTree: Bool) throws -> [VerificationFault] {
            try faults(papers()) { transaction, tables in
                let tree = try #require(tables.tree)
                var keys: [UInt64] = []
                do {
                    var cursor = try transaction.cursor(tree)
                    while try cursor.next() { keys.append(cursor.positionKey) }
                }
                for key in keys { try transaction.delete(tree, key) }
                var row = try LedgerRow(transaction)
                #expect(row.hasTree)
                row.hasTree = hasTree
                try row.write(in: &transaction)
            }
        }
        let gone = try emptied(hasTree: true)
        #expect(gone.count == 1)
        #expect(gone.first?.what.hasPrefix("the tree over the log is missing") == true)
        #expect(try emptied(hasTree: false) == [])
    }

    @Test func `tables of the tree that are gone are named by whoever only reads`() throws {
        for isBoth in [true, false] {
            let ledger = try papers()
            let tables = try ledger.store.snapshot().tables
            try ledger.store.environment.dropTable(try #require(tables.tree))
            if isBoth { try ledger.store.environment.dropTable(try #require(tables.checkpoints)) }
            ledger.close()
            var configuration = ledger.configuration
            configuration.access = .readOnly
            let store = try LogStore(
                path: ledger.path,
                configuration: configuration,
                projection: OrderViews()
            )
            let report = try store.verify()
            #expect(report.faults.count == 1)
            #expect(report.root != nil)
        }
    }

    @Test func `an earlier build's ledger says that it has a tree once one was begun`() throws {
        let ledger = try papers()
        let tables = try ledger.store.snapshot().tables
        var transaction = try ledger.store.beginWrite()
        try LedgerRow(generation: tables.generation, hasTree: false).write(in: &transaction)
        try transaction.commit()
        try ledger.store.environment.dropTable(try #require(tables.tree))
        try ledger.reopen()
        #expect(try ledger.store.verify().isSound)
        #expect(try !LedgerRow(ledger.store.snapshot().transaction).hasTree)
        var order = OrderBuilder("later", workflow: "webshop")
        ledger.store.append(try order.placed())
        #expect(try LedgerRow(ledger.store.snapshot().transaction).hasTree)
        _ = try ledger.store.rebuildViews()
        #expect(try LedgerRow(ledger.store.snapshot().transaction).hasTree)
        #expect(try ledger.store.verify().isSound)
    }

    @Test func `rows of the table of keys are checked without any key`() throws {
        func ledger() throws -> TemporaryLedger {
            let ledger = try TemporaryLedger()
            var order = OrderBuilder("a")
            ledger.store.append(try order.placed())
            ledger.store.append(try order.commented("something personal"))
            return ledger
        }
        let cut = try faults(ledger()) { transaction, tables in
            let keys = try #require(tables.keys)
            var key: [UInt8] = []
            do {
                var cursor = try transaction.cursor(keys)
                while try cursor.next() { if cursor.key.count == 16 { key = cursor.key.copy() } }
            }
            var row = try #require(try transaction.copyValue(keys, key.span))
            row.removeLast()
            try transaction.put(keys, key, row)
        }
        #expect(cut.count == 1)
        #expect(cut.first?.what.contains("what it sealed cannot be opened") == true)
        let stray = try faults(ledger()) { transaction, tables in
            try transaction.put(try #require(tables.keys), [1, 2, 3], [4])
        }
        #expect(stray.count == 1)
        for proof in [nil, [0, 0, 0, 0, 7]] as [[UInt8]?] {
            let master = try faults(ledger()) { transaction, tables in
                let keys = try #require(tables.keys)
                let name = Array("master".utf8)
                if let proof {
                    try transaction.put(keys, name, proof)
                } else {
                    try transaction.delete(keys, name)
                }
            }
            #expect(master.count == 1)
            #expect(master.first?.what.contains("the master key") == true)
        }
    }

    @Test func `a row that names another master key than the one at hand is told`() throws {
        // The master's row is its generation in four bytes, and its proof.
        for byte in 0..<32 {
            let ledger = try TemporaryLedger()
            let found = try faults(ledger) { transaction, tables in
                let keys = try #require(tables.keys)
                let name = Array("master".utf8)
                var row = try #require(try transaction.copyValue(keys, name.span))
                #expect(row.count == 32)
                row[byte] ^= 0x10
                try transaction.put(keys, name, row)
            }
            #expect(found.count == 1, "byte \(byte)")
            let said = byte < 4 ? "lies with the ledger" : "is not the one that the table of keys"
            #expect(found.first?.what.contains(said) == true, "byte \(byte)")
        }
    }

    @Test func `a copy without any master key is sound`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("a")
        ledger.store.append(try order.placed())
        ledger.store.append(try order.commented("something personal"))
        let key = ledger.path + "/master.1.key"
        try FileManager.default.removeItem(atPath: key)
        #expect(try ledger.store.verify().faults.details == [])
        try Data("of somebody else".utf8).write(to: URL(filePath: key))
        #expect(try ledger.store.verify().faults.details.count == 1)
    }

    @Test(arguments: [4, 8, 0x84] as [UInt8])
    func `flags and lengths that no sealed part has are named`(flags: UInt8) throws {
        let ledger = try TemporaryLedger(isPlain: true)
        var order = OrderBuilder("a")
        ledger.store.append(try order.placed())
        ledger.store.append(try order.commented("short"))
        let faults = try faults(ledger) { transaction, tables in
            var row = try #require(try transaction.copyValue(tables.log, 3))
            row[1] |= flags
            try transaction.put(tables.log, 3, row)
        }
        let own = faults.filter { $0.position == 3 }.map(\.what)
        #expect(own.contains("the record is not the one that the tree was made over"))
        let expected =
            flags == 4 ? "which none can have" : "the record has flags that no record of this"
        #expect(own.contains { $0.contains(expected) })
    }
}

@Suite struct `Signatures of kept checkpoints` {
    private func faults(
        kept keys: [SigningKey],
        given: SigningKey? = nil,
        _ note: (borrowing LogSnapshot) throws -> [UInt8],
    ) throws -> [VerificationFault] {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("a")
        for event in try order.wholeLife() { ledger.store.append(event) }
        for key in keys { try ledger.store.keepKey(Array(key.verifier.description.utf8)) }
        let bytes = try note(ledger.store.snapshot())
        try ledger.store.keepCheckpoints(ofSize: 3) { (kept) throws(LedgerError) in
            try kept.add(note: bytes, size: 3)
        }
        var foreign: ForeignCheckpoint?
        if let given {
            let head = Checkpoint(
                origin: given.verifier.name,
                size: 2,
                root: try ledger.store.snapshot().treeRoot(of: 2)
            )
            foreign = ForeignCheckpoint(
                try SignedCheckpoint(head, by: given),
                keys: [given.verifier]
            )
        }
        return try ledger.store.verify(against: foreign).faults.details
    }

    private func key(_ name: String = "example.org/shop") throws -> SigningKey {
        try SigningKey.random(name: KeyName(name))
    }

    private func signed(
        by key: SigningKey,
        _ snapshot: borrowing LogSnapshot
    ) throws -> SignedCheckpoint {
        let root = try snapshot.treeRoot(of: 3)
        return try SignedCheckpoint(
            Checkpoint(origin: key.verifier.name, size: 3, root: root),
            by: key
        )
    }

    /// The bytes of a head whose signature has one bit flipped.
    private func forged(
        by key: SigningKey,
        _ snapshot: borrowing LogSnapshot
    ) throws -> [UInt8] {
        var bytes = try signed(by: key, snapshot).bytes
        let index = bytes.count - 10
        bytes[index] = bytes[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        return bytes
    }

    @Test func `a true one passes, with other keys and other logs beside it`() throws {
        let own = try key()
        let others = [try key(), try key("example.org/other")]
        for keys in [[own], [own] + others, others + [own]] {
            #expect(try faults(kept: keys) { try signed(by: own, $0).bytes } == [])
        }
        #expect(try faults(kept: [], given: own) { try signed(by: own, $0).bytes } == [])
    }

    @Test func `a false one is named by a key that is kept, or by one that is given`() throws {
        let own = try key()
        let kept = try faults(kept: [own]) { try forged(by: own, $0) }
        #expect(kept.map(\.position) == [3])
        #expect(kept.first?.what.contains("bears a false signature") == true)
        let given = try faults(kept: [], given: own) { try forged(by: own, $0) }
        #expect(given.map(\.position) == [3])
        // Nobody can tell where no key is known.
        #expect(try faults(kept: []) { try forged(by: own, $0) } == [])
    }

    @Test func `one of a key that the ledger does not keep is named`() throws {
        let (own, other) = (try key(), try key())
        let faults = try faults(kept: [own]) { try signed(by: other, $0).bytes }
        #expect(faults.map(\.position) == [3])
        #expect(faults.first?.what.contains("is signed by no key that the ledger keeps") == true)
    }

    @Test func `a kept key that is none is named`() throws {
        let ledger = try TemporaryLedger()
        try ledger.store.keepKey(Array("no key".utf8))
        let faults = try ledger.store.verify().faults.details
        #expect(faults.count == 1)
        #expect(faults.first?.what.hasPrefix("the kept key of a log cannot be read") == true)
    }
}
