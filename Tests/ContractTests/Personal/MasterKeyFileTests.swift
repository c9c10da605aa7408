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
        case missing, empty, anotherLedgers, readableByOthers
    }

    private func lose(_ loss: Loss) throws {
        guard loss != .readableByOthers else { return try setMode(0o640) }
        try FileManager.default.removeItem(atPath: key)
        if loss == .empty { try makeKey(Data()) }
        if loss == .anotherLedgers {
            let other = try TemporaryLedger()
            try makeKey(Data(contentsOf: URL(filePath: other.path + "/master.1.key")))
        }
    }

    private func makeKey(_ bytes: Data) throws {
        try bytes.write(to: URL(filePath: key))
        try setMode(0o600)
    }

    private func setMode(_ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: key)
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
        let advice = loss == .readableByOthers ? "chmod 600 \(key)" : "copy the file"
        #expect(error.message.contains(key) && error.message.contains(advice))
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
        try makeKey(kept)
        try ledger.reopen()
        #expect(try ledger.store.found("porter") == ["A-1"])
    }

    @Test(arguments: [0o640, 0o604, 0o622, 0o644, 0o601, 0o600, 0o400])
    func `uses a key that only its owner can reach`(mode: Int) throws {
        try setMode(mode)
        try ledger.reopen()
        #expect(try ledger.store.found("porter") == (mode & 0o077 == 0 ? ["A-1"] : []))
        ledger.close()
        try setMode(0o600)
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
