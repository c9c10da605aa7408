import Foundation
import LMDB
import LedgerTesting
import Orders
import Testing

@testable import EventLog

@Suite
struct `Opening a folder` {
    @Test
    func `that is not there says that there is no ledger`() throws {
        let folder = try TemporaryFolder()
        #expect(failure(opening: folder("none")) == .noSuchLedger)
        #expect(failure(opening: folder.path) == .noSuchLedger)
    }

    @Test
    func `with garbage in the place of the file says that it is no ledger`() throws {
        let folder = try TemporaryFolder()
        for bytes in [Data(), Data(repeating: 7, count: 100), Data(repeating: 0, count: 8_192)] {
            try? FileManager.default.removeItem(atPath: folder("data.mdb"))
            try bytes.write(to: URL(filePath: folder("data.mdb")))
            #expect(failure(opening: folder.path) == .notALedger, "\(bytes.count) bytes")
        }
    }

    @Test
    func `with the LMDB file of another program says that it is no ledger`() throws {
        let folder = try TemporaryFolder()
        try Environment.create(at: folder("other")) { transaction in
            let table = try transaction.openBytesTable("log", create: true)
            try transaction.put(table, Array("a".utf8), Array("b".utf8))
        }
        #expect(failure(opening: folder("other")) == .notALedger)
    }

    @Test(arguments: [
        (LedgerRowFault.newerVersion, LedgerError.Code.newerFormat),
        (.newerVersionWithLongerRow, .newerFormat),
        (.noVersion, .newerFormat),
        (.earlierVersion, .earlierFormat),
        (.otherMagic, .notALedger),
        (.longerRow, .corrupted),
        (.missing, .notALedger),
    ])
    func `whose ledger row is not ours says what is wrong with it`(
        _ fault: LedgerRowFault,
        _ code: LedgerError.Code
    ) throws {
        let ledger = try TemporaryLedger()
        ledger.close()
        do {
            let environment = try Environment(path: ledger.path)
            var transaction = try environment.beginWrite()
            var row = try #require(try transaction.copyValue(.main, LedgerRow.key))
            switch fault {
            case .newerVersion: row[12] = 3
            case .newerVersionWithLongerRow:
                row[12] = 3
                row += [1, 2, 3]
            case .noVersion: row[12] = 0
            case .earlierVersion: row[12] = 1
            case .otherMagic: row[0] = UInt8(ascii: "X")
            case .longerRow: row.append(0)
            case .missing: row = []
            }
            if row.isEmpty {
                try transaction.delete(.main, LedgerRow.key)
            } else {
                try transaction.put(.main, LedgerRow.key, row)
            }
            try transaction.commit()
        }
        #expect(failure(opening: ledger.path) == code)
    }

    /// What is wrong with the row that says what the file is.
    enum LedgerRowFault: CaseIterable {
        case newerVersion, newerVersionWithLongerRow, noVersion, earlierVersion
        case otherMagic, longerRow, missing
    }

    @Test
    func `with a flipped bit in its version never passes for one with views of an earlier build`() {
        for bit in 0..<UInt16.bitWidth {
            let version = LedgerRow.Layout.current.rawValue ^ 1 << UInt16(bit)
            #expect(LedgerRow.Layout(rawValue: version) == nil)
        }
    }

    @Test
    func `without a genesis at position 1 says that it is corrupted`() throws {
        let ledger = try TemporaryLedger()
        ledger.close()
        do {
            let environment = try Environment(path: ledger.path)
            let log = try environment.openPositionTable("log")
            var transaction = try environment.beginWrite()
            try transaction.delete(log, 1)
            try transaction.commit()
        }
        #expect(failure(opening: ledger.path) == .corrupted)
    }

    @Test
    func `twice in one process says that it is busy`() throws {
        let ledger = try TemporaryLedger()
        #expect(failure(opening: ledger.path) == .busy)
        ledger.close()
        #expect(failure(opening: ledger.path) == nil)
    }

    private func failure(opening path: String) -> LedgerError.Code? {
        do {
            let configuration = LogStore.Configuration { ManualClock.start }
            _ = try LogStore(path: path, configuration: configuration, projection: NoViews())
            return nil
        } catch {
            return error.code
        }
    }
}

@Suite
struct `Making a ledger` {
    @Test
    func `keeps its id and its workflow`() throws {
        let ledger = try TemporaryLedger(workflow: "webshop")
        try ledger.reopen()
        #expect(ledger.store.genesis == Genesis(ledgerID: "test", workflow: "webshop"))
        #expect(ledger.store.defaultWorkflow.name == "webshop")
        let first = try ledger.store.snapshot().record(at: 1)
        #expect(first.order == "$ledger")
        #expect(first.recordedAt == ledger.clock.now)
    }

    @Test
    func `where one is already is refused and leaves it as it was`() throws {
        let ledger = try TemporaryLedger()
        #expect(failure(making: ledger.path) == .alreadyExists)
        try ledger.reopen()
        #expect(try ledger.folder.entries == ["ledger"])
    }

    @Test
    func `under an unknown workflow leaves nothing`() throws {
        let folder = try TemporaryFolder()
        #expect(failure(making: folder("a"), workflow: "barter") == .malformed)
        #expect(try folder.entries == [])
    }

    @Test
    func `in a folder that does not exist cannot be done`() throws {
        let folder = try TemporaryFolder()
        #expect(failure(making: folder("no/a")) == .cannotCreate)
        #expect(try folder.entries == [])
    }

    @Test
    func `that runs out of map leaves nothing`() throws {
        let folder = try TemporaryFolder()
        let code = failure(making: folder("a"), mapBytes: 16_384)
        #expect(code == .cannotCreate || code == .mapFull)
        #expect(try folder.entries == [])
    }

    @Test
    func `that is killed halfway leaves no ledger behind, and the path free`() async throws {
        let folder = try TemporaryFolder()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder("a") as String] in
            try Environment.create(at: path) { transaction in
                _ = try LogTables(creatingIn: &transaction)
                kill(getpid(), SIGKILL)
            }
        }
        #expect(!FileManager.default.fileExists(atPath: folder("a")))
        #expect(failure(making: folder("a")) == nil)
    }

    private func failure(
        making path: String,
        workflow: String = "dealer",
        mapBytes: Int = 1 << 30
    ) -> LedgerError.Code? {
        do {
            try LogStore.create(
                at: path,
                genesis: Genesis(ledgerID: "x", workflow: workflow),
                configuration: LogStore.Configuration(mapBytesMaximum: mapBytes) {
                    ManualClock.start
                }
            )
            return nil
        } catch {
            return error.code
        }
    }
}
