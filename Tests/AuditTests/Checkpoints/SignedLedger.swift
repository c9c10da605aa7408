import Audit
import EventLog
import Foundation
import LMDB
import LedgerTesting
import MerkleTree
import Orders

/// A ledger of one long order, with a log's key beside it.
final class SignedLedger {
    let ledger: TemporaryLedger
    let keys: KeyFolder
    private var order = OrderBuilder("A-1")

    init(events: Int = 0) throws {
        ledger = try TemporaryLedger(projection: NoViews())
        keys = try KeyFolder.create(at: ledger.folder("keys"), name: "example.com/shop")
        try append(events)
    }

    var store: LogStore { ledger.store }

    func append(_ count: Int) throws {
        var events: [NewEvent] = []
        for _ in 0..<count {
            events.append(order.count == 0 ? try order.placed() : try order.commented("so"))
        }
        if !events.isEmpty { _ = store.append(events) }
    }

    func sign(_ extent: RehashExtent = .new) throws(LedgerError) -> SignedCheckpoint {
        try store.signCheckpoint(with: keys, rehashing: extent)
    }

    /// The root as the definition has it, over the records as they are stored.
    func plainRoot(of size: UInt64) throws -> MerkleHash {
        PlainTree.root(
            try store.allRecords().prefix(Int(size)).map { TreeHasher.leaf($0.bytes.span) }
        )
    }

    /// Changes one byte of a record's payload in place, as somebody would who can write the file.
    func alter(_ position: UInt64) throws {
        var bytes = try store.snapshot().record(at: position).bytes
        bytes[bytes.count - 3] ^= 1
        let log = try store.snapshot().tables.log
        var transaction = try store.beginWrite()
        try transaction.put(log, position, bytes)
        try transaction.commit()
    }

    /// Keeps a copy of the file as it is, or puts it back.
    func copy(to name: String) throws {
        ledger.close()
        try FileManager.default.copyItem(atPath: ledger.path, toPath: ledger.folder(name))
        try ledger.reopen()
    }

    func putBack(_ name: String) throws {
        ledger.close()
        try FileManager.default.removeItem(atPath: ledger.path)
        try FileManager.default.copyItem(atPath: ledger.folder(name), toPath: ledger.path)
        try ledger.reopen()
    }
}
