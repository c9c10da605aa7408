import OrderLedger
import RawLMDB
import Workloads

/// Verification of a whole ledger on two cores, its pages included, against one core that reads the
/// very same records and hashes their leaves and the nodes above them.
struct Verifying {
    let scratch: Scratch
    let events: Int

    private static let rounds = 5

    func run(into table: RatioTable) throws {
        let path = scratch.path + "/verify.ledger"
        try fill(path)
        // As an auditor opens it: so that the pages are checked, too.
        let ledger = try Ledger.openToVerify(at: path)
        let records = try RawRecords(ofLedgerAt: path)
        var hashes: [Double] = []
        var verifications: [Double] = []
        var processor: (hashing: [Double], verifying: [Double]) = ([], [])
        for _ in 0..<Self.rounds {
            var root: MerkleHash?
            let hashing = try processorSeconds {
                hashes.append(try seconds { root = try hash(records) })
            }
            let verifying = try processorSeconds {
                verifications.append(try seconds { try verify(ledger, root) })
            }
            processor.hashing.append(hashing)
            processor.verifying.append(verifying)
        }
        let (one, mine) = (median(hashes), median(verifications))
        table.add(
            "verify: tree, chains and views",
            rate(events, in: mine),
            against: rate(events, in: one) + " hashed by one core",
            ratio: one / mine,
            target: "≥ 1.5, ≥ 2,000,000 /s"
        )
        // Both cores busy all the time would reach this; a shared machine lends fewer.
        let (hashing, verifying) = (median(processor.hashing), median(processor.verifying))
        table.add(
            "verify, by processor time on two cores",
            rate(2 * events, in: verifying),
            against: rate(events, in: hashing) + " hashed by one core",
            ratio: 2 * hashing / verifying,
            target: "≥ 1.5"
        )
    }

    private func fill(_ path: String) throws {
        let work = try LedgerWork(folder: path)
        for _ in 0..<events / LedgerWork.bulkBatch {
            try work.append(work.prepare(events: LedgerWork.bulkBatch))
        }
    }

    private func hash(_ records: RawRecords) throws -> MerkleHash {
        var range = CompactRange()
        try records.forEach { range.append(TreeHasher.leaf($0)) }
        return range.root
    }

    private func verify(_ ledger: Ledger, _ root: MerkleHash?) throws {
        let report = try ledger.verify()
        guard report.isSound, report.events == UInt64(events + 1), report.root == root else {
            throw LedgerWork.Unexpected(what: "\(report)")
        }
    }
}
