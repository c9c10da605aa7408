import Audit
import EventLog
import Foundation
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

@Suite
struct `Backing up the key of personal data` {
    private let ledger: TemporaryLedger
    private var copy: String { ledger.folder("copy") }
    private var store: LogStore { ledger.store }

    init() throws {
        ledger = try TemporaryLedger()
        try PersonalStory.tell(to: ledger.store)
    }

    private func entries() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: copy).sorted()
    }

    private func openCopy() throws -> LogStore {
        let configuration = LogStore.Configuration { ManualClock.start }
        return try LogStore(path: copy, configuration: configuration, projection: OrderViews())
    }

    @Test
    func `is not done unless asked: the copy shows personal fields as absent`() throws {
        _ = try store.backUp(to: copy)
        #expect(try entries() == ["data.mdb"])
        let data = try openCopy().readableData()
        for text in PersonalStory.everything { #expect(!data.contains(text), "\(text)") }
    }

    @Test
    func `makes a copy that can do all that the ledger can`() throws {
        _ = try store.backUp(to: copy, keys: .copied)
        #expect(try entries() == ["data.mdb", "master.1.key"])
        for path in ["", "/data.mdb", "/master.1.key"] {
            let bits = try FileManager.default.attributesOfItem(atPath: copy + path)
            #expect(bits[.posixPermissions] as? Int == (path.isEmpty ? 0o700 : 0o600))
        }
        let copied = try openCopy()
        #expect(try copied.readableData() == store.readableData())
        try PersonalStory.append("B-1", "7", "commented", #"{"text":"hello Bob"}"#, to: copied)
        #expect(try copied.found("hello bob") == ["B-1"])
        _ = try copied.erase("C-ann")
        #expect(try copied.found("porter") == [])
        #expect(try store.found("porter") == ["A-1"], "the copy's keys are its own by then")
    }

    @Test(arguments: BackupStep.allCases)
    func `an erasure while the copy is made is done in the copy, too`(step: BackupStep) throws {
        var steps: [BackupStep] = []
        _ = try store.backUp(
            to: copy,
            keys: .copied,
            reached: { (reached) throws(LedgerError) in
                steps.append(reached)
                if reached == step, steps.count <= BackupStep.allCases.count {
                    _ = try store.erase("C-ann")
                }
            }
        )
        #expect(Array(steps.suffix(3)) == BackupStep.allCases, "a whole attempt came after it")
        #expect(try entries() == ["data.mdb", "master.2.key"])
        #expect(try ledger.folder.entries == ["copy", "ledger"])
        let data = try openCopy().readableData()
        for text in PersonalStory.annsOwn { #expect(!data.contains(text), "\(text)") }
        for text in PersonalStory.bob { #expect(data.contains(text), "\(text)") }
    }

    @Test(arguments: BackupStep.allCases)
    func `without keys an erasure meanwhile does not matter`(step: BackupStep) throws {
        var attempts = 0
        _ = try store.backUp(
            to: copy,
            reached: { (reached) throws(LedgerError) in
                guard reached == step else { return }
                attempts += 1
                _ = try store.erase("C-ann")
            }
        )
        #expect(attempts == 1)
        #expect(try entries() == ["data.mdb"])
    }

    @Test
    func `erasures that never end are an error in the end, and nothing is left`() throws {
        var number = 0
        #expect(throws: LedgerError(.busy, "")) {
            try store.backUp(
                to: copy,
                keys: .copied,
                reached: { (reached) throws(LedgerError) in
                    guard reached == .verified else { return }
                    number += 1
                    let data =
                        #"{"currency":"EUR","total":"1.00","customer":{"id":"N","name":"Nan"}}"#
                    _ = store.append([try NewEvent("N-\(number)", "1", "placed", data)])
                    _ = try store.erase("N")
                }
            )
        }
        #expect(number == 8)
        #expect(try ledger.folder.entries == ["ledger"])
    }

    @Test
    func `a key that is lost cannot be copied, and one of another ledger is not`() throws {
        let key = ledger.path + "/master.1.key"
        ledger.close()
        try FileManager.default.removeItem(atPath: key)
        try ledger.reopen()
        func expectNothing() throws {
            #expect(throws: LedgerError(.noMasterKey, "")) {
                try store.backUp(to: copy, keys: .copied)
            }
            #expect(try ledger.folder.entries == ["ledger"])
        }
        try expectNothing()
        let other = try TemporaryLedger()
        try FileManager.default.copyItem(atPath: other.path + "/master.1.key", toPath: key)
        try expectNothing()
        _ = try store.backUp(to: copy)
        #expect(try entries() == ["data.mdb"])
    }

    private func firstKey() throws -> (BytesTable, [UInt8], [UInt8]) {
        let snapshot = try store.snapshot()
        let table = try #require(snapshot.tables.keys)
        var cursor = try snapshot.transaction.cursor(table)
        let isFound = try cursor.seek([0].span)
        #expect(isFound)
        return (table, cursor.key.copy(), cursor.value.copy())
    }

    @Test
    func `a copy whose keys do not open is not kept`() throws {
        let (table, id, value) = try firstKey()
        try #require(id != Array("master".utf8))
        var damaged = value
        damaged[damaged.count - 1] ^= 1
        var transaction = try store.beginWrite()
        try transaction.put(table, id, damaged)
        try transaction.commit()
        #expect(throws: LedgerError(.corrupted, "")) {
            try store.backUp(to: copy, keys: .copied)
        }
        #expect(try ledger.folder.entries == ["ledger"])
    }

    @Test
    func `a ledger in clear has no key to copy`() throws {
        let plain = try TemporaryLedger(isPlain: true)
        try PersonalStory.tell(to: plain.store)
        _ = try plain.store.backUp(to: copy, keys: .copied)
        #expect(try entries() == ["data.mdb"])
        #expect(try openCopy().readableData() == plain.store.readableData())
    }
}
