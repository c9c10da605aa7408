import OrderLedger
import Workloads

/// The tree kept with the log: its hashes beside the appends that need them, signing, and proofs.
struct Tree {
    let scratch: Scratch
    let events: Int

    private static let proofs = 2_000

    func run(into table: RatioTable) async throws {
        let work = try LedgerWork(folder: scratch.path + "/tree.ledger")
        try measureHashes(work, into: table)
        let keys = try KeyFolder.create(at: scratch.path + "/keys", name: "example.com/bench")
        try measureSigning(work.ledger, keys, into: table)
        try measureProofs(work.ledger, into: table)
    }

    /// Appends in bulk, and hashes as many records of 200 bytes with the nodes above them in turn.
    private func measureHashes(_ work: LedgerWork, into table: RatioTable) throws {
        let batch = LedgerWork.bulkBatch
        var hashTimes: [Double] = []
        var ledgerTimes: [Double] = []
        for _ in 0..<events / batch {
            let prepared = try work.prepare(events: batch)
            hashTimes.append(seconds { Self.hash(batch) })
            ledgerTimes.append(try seconds { try work.append(prepared) })
        }
        let (hashing, mine) = (median(hashTimes), median(ledgerTimes))
        // An append has no way to leave the tree out. What hashing alone costs one core is more than
        // what an append, which may hash on the other, loses by it; the tree's rows, one for 256
        // events, are not taken off.
        let without = mine - hashing
        table.add(
            "bulk append with the tree, against itself less its hashing (reckoned)",
            rate(batch, in: mine),
            against: without > 0
                ? rate(batch, in: without) + " less leaves and nodes hashed on one core" : "none",
            ratio: without / mine,
            target: ""
        )
    }

    private static func hash(_ count: Int) {
        var range = CompactRange()
        let record = [UInt8](repeating: 7, count: 200)
        for _ in 0..<count { range.append(TreeHasher.leaf(record.span)) }
        precondition(range.size == count, "every leaf was hashed")
    }

    private func measureSigning(
        _ ledger: Ledger,
        _ keys: KeyFolder,
        into table: RatioTable
    ) throws {
        let whole = try seconds { _ = try ledger.signCheckpoint(with: keys) }
        table.add("checkpoint over records never signed before", rate(events, in: whole))
        let again = try seconds { _ = try ledger.signCheckpoint(with: keys) }
        table.add("checkpoint with nothing new", time(again))
    }

    private func measureProofs(_ ledger: Ledger, into table: RatioTable) throws {
        let positions = (0..<Self.proofs).map { Position(UInt64($0 * 7_919 % events + 1)) }
        let proving = try seconds {
            for position in positions { _ = try ledger.proof(of: position) }
        }
        table.add(
            "proof of one event of \(events)",
            time(proving / Double(Self.proofs)),
            target: "< 5 ms"
        )
        let asking = try seconds { for _ in 0..<100 { _ = try ledger.statistics() } }
        table.add("root of the whole tree, with stats", time(asking / 100))
    }
}
