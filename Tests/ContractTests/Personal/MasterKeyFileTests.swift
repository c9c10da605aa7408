import Audit
import EventLog
import Foundation
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

@Suite
struct `A ledger without its master key` {
    private let ledger: TemporaryLedger
    private var key: String { ledger.path + "/master.1.key" }

    init() throws {
        ledger = try TemporaryLedger()
        try PersonalStory.tell(to: ledger.store)
        ledger.close()
    }

    /// Ways to lose a key.
    enum Loss: CaseIterable {
        case missing, empty, anotherLedgers
    }

    private func lose(_ loss: Loss) throws {
        try FileManager.default.removeItem(atPath: key)
        switch loss {
        case .missing: break
        case .empty: try Data().write(to: URL(filePath: key))
        case .anotherLedgers:
            let other = try TemporaryLedger()
            try FileManager.default.copyItem(atPath: other.path + "/master.1.key", toPath: key)
        }
    }

    @Test(arguments: Loss.allCases)
    func `opens, shows personal fields as absent, and refuses to write any`(loss: Loss) throws {
        try lose(loss)
        try ledger.reopen()
        let data = try ledger.store.readableData()
        for text in PersonalStory.everything { #expect(!data.contains(text), "\(text)") }
        #expect(try ledger.store.orders(ofCustomer: "C-ann") == ["A-1", "A-2"])
        #expect(try ledger.store.replay().projectionsMatch == true)
        let dump = try TableDump(ledger.store)
        let comment = try NewEvent("B-1", "7", "commented", #"{"text":"in clear?"}"#)
        guard case .failed(let error, _) = ledger.store.append(comment) else {
            Issue.record("the append was taken")
            return
        }
        #expect(error.code == .noMasterKey)
        #expect(error.message.contains(key) && error.message.contains("copy the file"))
        #expect(throws: LedgerError(.noMasterKey, "")) { try ledger.store.erase("C-ann") }
        #expect(try TableDump(ledger.store) == dump)
        let money = try NewEvent("B-1", "8", "paymentCaptured", #"{"amount":"30.00"}"#)
        #expect(ledger.store.append(money).isNew)
        let known = try NewEvent("A-1", "2", "commented", #"{"text":"leave it with the porter"}"#)
        #expect(ledger.store.append(known).receipt?.isDuplicate == true)
    }

    @Test
    func `reads all again once the file is back`() throws {
        let kept = try Data(contentsOf: URL(filePath: key))
        try lose(.missing)
        try ledger.reopen()
        #expect(try ledger.store.found("porter") == [])
        ledger.close()
        try kept.write(to: URL(filePath: key))
        try ledger.reopen()
        #expect(try ledger.store.found("porter") == ["A-1"])
    }

    @Test
    func `keeps the masters of other generations: they may belong to a copy of the data`() throws {
        try FileManager.default.moveItem(atPath: key, toPath: ledger.path + "/master.5.key")
        try ledger.reopen()
        #expect(try ledger.folderEntries.contains("master.5.key"))
    }
}
