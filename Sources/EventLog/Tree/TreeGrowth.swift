import LMDB
import MerkleTree

/// The hashing of a transaction's records: beside its other work where there is much of it.
final class TreeGrowth: Sendable {
    /// The edge behind the records, and the rows that lead there.
    struct Outcome: Sendable {
        var edge: TreeEdge
        var rows = TreeRows()
    }

    private struct Work: Sendable {
        let edge: TreeEdge
        let arena: [UInt8]
        let starts: [Int]
    }

    /// Its arrays are let go of when it is done, so that the next transaction finds their room its
    /// own.
    private let work: Beside<Work, Outcome>

    /// Handing work to another thread costs some microseconds, as much as hashing this many
    /// records.
    private static let handOverMinimum = 64

    /// Begins to hash what is staged behind an edge.
    init(_ staged: WorkingSet, behind edge: TreeEdge) {
        work = Beside(
            Work(edge: edge, arena: staged.arena, starts: staged.starts),
            perform: { Self.hash($0) }
        )
        if staged.starts.count >= Self.handOverMinimum { work.begin() }
    }

    /// Waits until all is hashed, or hashes it where nobody has begun.
    func finish() -> Outcome { work.finish() }

    private static func hash(_ work: consuming Work) -> Outcome {
        var outcome = Outcome(edge: work.edge)
        let bytes = work.arena.span
        for (index, start) in work.starts.enumerated() {
            let end = index + 1 < work.starts.count ? work.starts[index + 1] : bytes.count
            let leaf = TreeHasher.leaf(bytes.extracting(start..<end))
            outcome.edge.append(leaf, fillingUp: &outcome.rows)
        }
        outcome.edge.writeLastBlock(to: &outcome.rows)
        return outcome
    }
}
