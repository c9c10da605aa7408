import OrderLedger
import RawLMDB
import Workloads

/// Verification of a whole ledger on two cores, its pages included, against one core that reads the
/// very same records and hashes their leaves and the nodes above them with swift-crypto.
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
        var library = Times()
        var own = Times()
        var verifying = Times()
        for _ in 0..<Self.rounds {
            let root = try library.measure { try Self.hashByLibrary(records) }
            let same = try own.measure { try Self.hash(records) }
            guard same.description == root else { throw LedgerWork.Unexpected(what: root) }
            try verifying.measure { try verify(ledger, same) }
        }
        table.add(
            "verify: tree, chains and views",
            rate(events, in: verifying.wallMedian),
            against: rate(events, in: library.wallMedian) + " hashed by swift-crypto on one core",
            ratio: library.wallMedian / verifying.wallMedian,
            target: "≥ 1.5, ≥ 2,000,000 /s"
        )
        // Both cores busy all the time would reach this; a shared machine lends fewer.
        table.add(
            "verify, by processor time on two cores",
            rate(2 * events, in: verifying.processorMedian),
            against: rate(events, in: library.processorMedian) + " by swift-crypto on one core",
            ratio: 2 * library.processorMedian / verifying.processorMedian,
            target: "≥ 1.5"
        )
        table.add(
            "verify, against the ledger's own hashes",
            rate(events, in: verifying.wallMedian),
            against: rate(events, in: own.wallMedian) + " hashed one by one on one core",
            ratio: own.wallMedian / verifying.wallMedian,
            target: ""
        )
    }

    /// What several runs of one thing took.
    private struct Times {
        private var wall: [Double] = []
        private var processor: [Double] = []

        var wallMedian: Double { median(wall) }
        var processorMedian: Double { median(processor) }

        mutating func measure<Result>(_ body: () throws -> Result) throws -> Result {
            var result: Result?
            let spent = try processorSeconds {
                wall.append(try seconds { result = try body() })
            }
            processor.append(spent)
            guard let result else { throw LedgerWork.Unexpected(what: "no result") }
            return result
        }
    }

    private func fill(_ path: String) throws {
        let work = try LedgerWork(folder: path)
        for _ in 0..<events / LedgerWork.bulkBatch {
            try work.append(work.prepare(events: LedgerWork.bulkBatch))
        }
    }

    private static func hashByLibrary(_ records: RawRecords) throws -> String {
        var tree = LibraryTree()
        try records.forEach { tree.append($0) }
        return tree.root
    }

    private static func hash(_ records: RawRecords) throws -> MerkleHash {
        var range = CompactRange()
        try records.forEach { range.append(TreeHasher.leaf($0)) }
        return range.root
    }

    private func verify(_ ledger: Ledger, _ root: MerkleHash) throws {
        let report = try ledger.verify()
        guard report.isSound, report.events == UInt64(events + 1), report.root == root else {
            throw LedgerWork.Unexpected(what: "\(report)")
        }
    }
}
