import Foundation
import LMDB
import LedgerTesting
import OrderLedger
import Synchronization
import Testing

@Suite struct `Backing a ledger up` {
    @Test func `a copy is the ledger, without a lock file, and sound`() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger.create(at: folder("ledger"))
        for number in 0..<50 {
            var order = OrderBuilder("o\(number)")
            _ = ledger.append(AppendBatch(try order.wholeLife()))
        }
        let report = try ledger.backUp(to: folder("copy"))
        #expect(try report.root == ledger.verify().root)
        let entries = try FileManager.default.contentsOfDirectory(atPath: folder("copy"))
        #expect(entries == ["data.mdb"])
        let mode = try FileManager.default.attributesOfItem(atPath: folder("copy/data.mdb"))
        #expect(mode[.posixPermissions] as? Int == 0o600)
        let copy = try Ledger.openToVerify(at: folder("copy"))
        #expect(try copy.verify().isSound)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder("copy")) == ["data.mdb"],
            "a verification leaves no trace"
        )
    }

    @Test func `nothing is copied over what is there`() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger.create(at: folder("ledger"))
        #expect(throws: LedgerError(.alreadyExists, "")) { try ledger.backUp(to: folder("ledger")) }
        #expect(try folder.entries == ["ledger"])
    }

    @Test func `a damaged ledger is not backed up as if it were sound`() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger.create(at: folder("ledger"))
        var order = OrderBuilder("a")
        _ = ledger.append(AppendBatch(try order.wholeLife()))
        let tables = try ledger.store.snapshot().tables
        var transaction = try ledger.store.beginWrite()
        var row = try #require(try transaction.copyValue(tables.log, 3))
        row[row.count - 1] ^= 1
        try transaction.put(tables.log, 3, row)
        try transaction.commit()
        #expect(throws: LedgerError(.corrupted, "")) { try ledger.backUp(to: folder("copy")) }
        #expect(try folder.entries == ["ledger"])
    }

    @Test func `check 51: a backup while another process appends is a sound prefix`() async throws {
        let folder = try TemporaryFolder()
        let path = folder("ledger")
        do { _ = try Ledger.create(at: path) }
        let isDone = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(processExitsWith: .success) { [path = path as String] in
                    let ledger = try Ledger.open(at: path)
                    for number in 0..<2_000 {
                        var order = OrderBuilder("o\(number)")
                        guard case .recorded = ledger.append(AppendBatch(try order.wholeLife()))
                        else { exit(1) }
                    }
                }
                isDone.set()
            }
            group.addTask {
                let ledger = try Ledger.open(at: path)
                var count = 0
                while !isDone.isSet || count == 0 {
                    let copy = folder("copy-\(count)")
                    let report = try ledger.backUp(to: copy)
                    #expect(try Ledger.openToVerify(at: copy).verify().isSound)
                    #expect(
                        try report.root == ledger.store.snapshot().treeRoot(of: report.events)
                    )
                    try FileManager.default.removeItem(atPath: copy)
                    count += 1
                }
            }
            try await group.waitForAll()
        }
        let ledger = try Ledger.open(at: path)
        #expect(try ledger.verify().isSound)
        #expect(try ledger.statistics().events == 8_001)
    }
}

/// Something that one task says to another.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() { value.store(true, ordering: .releasing) }
}
