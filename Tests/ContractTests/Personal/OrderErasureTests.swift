import Audit
import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

@Suite
struct `Erasing an order that names no customer` {
    private let ledger: TemporaryLedger
    private var store: LogStore { ledger.store }

    init() throws {
        ledger = try TemporaryLedger()
        try PersonalStory.tell(to: ledger.store)
    }

    private func erase(_ order: String) throws -> Erasure? {
        try store.erase(ErasureRequest(.order(try #require(OrderID(order)))))
    }

    @Test
    func `leaves nothing of the person, and everything else as it was`() throws {
        let size = try store.lastPosition
        let root = try store.snapshot().treeRoot(of: size)
        let erasure = try #require(try erase("G-1"))
        #expect(erasure.keys.count == 1 && erasure.damaged == [])
        #expect(erasure.owner == .order(try #require(OrderID("G-1"))))
        let position = try #require(erasure.position)
        let record = try store.snapshot().record(at: position.rawValue)
        let data = String(decoding: record.storedPublicPart, as: UTF8.self)
        #expect(data == #"{"erasedOrder":"G-1","keys":["\#(erasure.keys[0])"]}"#)
        for isReopened in [false, true] {
            if isReopened { try ledger.reopen() }
            let data = try store.readableData()
            for text in PersonalStory.guest {
                #expect(!data.contains(text), "\(text)")
                #expect(try ledger.files(holding: text) == [], "\(text)")
                #expect(try store.found(text) == [], "\(text)")
            }
            for text in PersonalStory.annsOwn + PersonalStory.bob {
                #expect(data.contains(text), "\(text)")
            }
        }
        #expect(try store.snapshot().treeRoot(of: size) == root)
        #expect(try store.verify().faults.details == [])
        #expect(try store.replay().projectionsMatch == true)
        let again = try #require(try erase("G-1"))
        #expect(again.keys == [] && again.position == nil)
    }

    @Test
    func `is refused where a customer was ever named, and unknown where there is no order`()
        throws
    {
        let dump = try TableDump(store)
        for order in ["A-1", "A-2", "B-1"] {
            #expect(throws: LedgerError(.malformed, "")) { try erase(order) }
        }
        #expect(try erase("G-2") == nil)
        #expect(try TableDump(store) == dump)
        #expect(try ledger.folderEntries == ["data.mdb", "lock.mdb", "master.1.key"])
    }
}
