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
        let records: RecordRun
        /// The position of the first record.
        let first: UInt64
        let blocks: StagedBlocks
    }

    /// Its arrays are let go of when it is done, so that the next transaction finds their room its
    /// own.
    private let work: Beside<Work, Outcome>

    /// Handing work to another thread costs some microseconds, as much as hashing this many
    /// records.
    private static let handOverMinimum = 64

    /// Begins to hash what is staged behind an edge, as far as that was not begun before.
    init(_ staged: WorkingSet, behind edge: TreeEdge) {
        work = Beside(
            Work(
                edge: edge,
                records: RecordRun(bytes: staged.arena, starts: staged.starts),
                first: staged.basePosition + 1,
                blocks: staged.blocks
            ),
            perform: { Self.hash($0) }
        )
        if staged.starts.count >= Self.handOverMinimum { work.begin() }
    }

    /// Waits until all is hashed, or hashes it where nobody has begun.
    func finish() -> Outcome { work.finish() }

    private static func hash(_ work: consuming Work) -> Outcome {
        var outcome = Outcome(edge: work.edge)
        var index = 0
        while index < work.records.count {
            let position = work.first + UInt64(index)
            if let block = work.blocks.block(from: position) {
                outcome.edge.append(block, fillingUp: &outcome.rows)
                index += Int(TreeKey.width)
            } else {
                let end = min(work.records.count, index + TreeKey.room(from: position))
                for leaf in work.records.leaves(index..<end) {
                    outcome.edge.append(leaf, fillingUp: &outcome.rows)
                }
                index = end
            }
        }
        outcome.edge.writeLastBlock(to: &outcome.rows)
        return outcome
    }
}
