import Audit
import EventLog
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

@Suite
struct `A damaged key of personal data` {
    private let ledger: TemporaryLedger
    private var store: LogStore { ledger.store }

    /// The positions for which the story's keys are made, and whose they are.
    private static let owners: [(position: UInt64, name: String)] = [
        (2, "order A-1"), (3, "customer C-ann"), (5, "customer C-bob"), (10, "order G-1"),
    ]

    /// What can become of a row.
    enum Damage: CaseIterable {
        case wrappedKey, mark, cut, stump

        func apply(to row: [UInt8]) -> [UInt8] {
            var row = row
            switch self {
            case .wrappedKey: row[30] ^= 1
            case .mark: row[0] ^= 1
            case .cut: row.removeLast()
            case .stump: row = [1, 2, 3]
            }
            return row
        }
    }

    init() throws {
        ledger = try TemporaryLedger()
        try PersonalStory.tell(to: ledger.store)
        #expect(try ledger.store.verify().faults.details == [])
    }

    private func key(at position: UInt64) throws -> [UInt8] {
        let keys = try #require(try store.snapshot().tables.keys)
        let snapshot = try store.snapshot()
        var cursor = try snapshot.transaction.cursor(keys)
        while try cursor.next() {
            let key = cursor.key.copy()
            if key.count == 16, UInt64(key[15]) == position { return key }
        }
        throw LedgerError(.malformed, "no key was made at \(position)")
    }

    private func damage(_ position: UInt64, _ damage: Damage) throws {
        let key = try key(at: position)
        let keys = try #require(try store.snapshot().tables.keys)
        var transaction = try store.beginWrite()
        let row = try #require(try transaction.copyValue(keys, key.span))
        try transaction.put(keys, key, damage.apply(to: row))
        try transaction.commit()
        try ledger.reopen()
    }

    /// One altered bit of a record that names its predecessor must not send a walk in circles.
    @Test func `stops nobody's erasure where a record names a later one before itself`() throws {
        let snapshot = try store.snapshot()
        let ordinal = try #require(try snapshot.ordinal(of: OrderID("A-1")!))
        let last = try snapshot.head(of: ordinal).lastPosition
        let log = snapshot.tables.log
        _ = consume snapshot
        var transaction = try store.beginWrite()
        var record = try #require(try transaction.copyValue(log, last))
        record.storeLittleEndian(last, at: 16)
        try transaction.put(log, last, record)
        try transaction.commit()
        try ledger.reopen()
        #expect(throws: LedgerError.self) {
            try store.erase(ErasureRequest(.order(OrderID("A-1")!)))
        }
        #expect(!(try store.verify().isSound))
    }

    @Test(arguments: Damage.allCases)
    func `is named by verify with the customer or the order that it belongs to`(
        damage: Damage
    ) throws {
        for (count, owner) in Self.owners.enumerated() {
            try self.damage(owner.position, damage)
            let faults = try store.verify().faults.details.map(\.what)
            #expect(faults.count == count + 1)
            for damaged in Self.owners[...count] {
                #expect(faults.filter { $0.contains(" of \(damaged.name) ") }.count == 1)
            }
        }
    }

    @Test
    func `is named wherever a bit of its row is flipped`() throws {
        let key = try key(at: 5)
        let keys = try #require(try store.snapshot().tables.keys)
        let row = try #require(try store.snapshot().transaction.copyValue(keys, key.span))
        for index in row.indices {
            var transaction = try store.beginWrite()
            var damaged = row
            damaged[index] ^= 1 << UInt8(index % 8)
            try transaction.put(keys, key, damaged)
            try transaction.commit()
            let faults = try store.verify().faults.details.map(\.what)
            #expect(faults.count == 1, "byte \(index)")
            #expect(faults.first?.contains("customer C-bob") == true, "byte \(index)")
        }
    }

    @Test
    func `whose own name was altered belongs to nobody`() throws {
        var key = try key(at: 5)
        let keys = try #require(try store.snapshot().tables.keys)
        var transaction = try store.beginWrite()
        let row = try #require(try transaction.copyValue(keys, key.span))
        try transaction.delete(keys, key)
        key[15] = 200
        try transaction.put(keys, key, row)
        try transaction.commit()
        let faults = try store.verify().faults.details.map(\.what)
        #expect(faults.count == 1)
        #expect(faults.first?.contains("belongs to no record") == true)
    }

    @Test(arguments: Damage.allCases)
    func `does not stop the erasing of others, and can itself be erased`(damage: Damage) throws {
        try self.damage(5, damage)
        let ann = try #require(try store.erase("C-ann"))
        #expect(ann.keys.count == 2)
        #expect(ann.damaged.count == (damage == .mark ? 0 : 1))
        #expect(ann.damaged.allSatisfy { $0.hasSuffix("-5") })
        try ledger.reopen()
        let faults = try store.verify().faults.details.map(\.what)
        #expect(faults.count == 1 && faults.first?.contains("customer C-bob") == true)
        let bob = try #require(try store.erase("C-bob"))
        #expect(bob.keys.count == 1 && bob.damaged == [])
        try ledger.reopen()
        #expect(try store.verify().faults.details == [])
        let data = try store.readableData()
        for text in PersonalStory.annsOwn + PersonalStory.bob { #expect(!data.contains(text)) }
        for text in PersonalStory.guest { #expect(data.contains(text), "\(text)") }
    }

    @Test
    func `is told by the form of its row alone where the master key is not at hand`() throws {
        try damage(2, .wrappedKey)
        try damage(3, .mark)
        try damage(5, .cut)
        ledger.close()
        try SecretFile.destroy(ledger.path + "/master.1.key")
        try ledger.reopen()
        let faults = try store.verify().faults.details.map(\.what)
        #expect(faults.count == 2)
        #expect(faults.contains { $0.contains("customer C-ann") })
        #expect(faults.contains { $0.contains("customer C-bob") })
    }
}
