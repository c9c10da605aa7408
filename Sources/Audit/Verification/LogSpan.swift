import EventLog
import LMDB
import MerkleTree
import Orders
import Projections

/// A span of the log that one core checks alone: 2^level positions, or what is left at the end.
///
/// Spans begin at multiples of their size, so that each is a perfect subtree and the root of the
/// whole follows from theirs.
struct LogSpan {
    /// At least that of a block, 8.
    let level: Int
    let positions: ClosedRange<UInt64>
    /// Tree sizes within the span at which the root is asked for, ascending.
    let sizes: [UInt64]

    /// Spans of 4,096 records: enough work to hand out, and so little that no core waits long for
    /// the other at the end.
    static let standardLevel = 12

    init(index: UInt64, level: Int, last: UInt64, sizes: [UInt64]) {
        let first = index << UInt64(level) + 1
        let positions = first...min(last, first + 1 << UInt64(level) - 1)
        self.level = level
        self.positions = positions
        self.sizes = sizes.filter { positions.contains($0) }
    }

    /// The spans of a log that ends at a position.
    static func count(upTo last: UInt64, level: Int) -> UInt64 {
        (last + 1 << UInt64(level) - 1) >> UInt64(level)
    }

    /// Whether the span is full, so that its hashes are one.
    var isFull: Bool { UInt64(positions.count) == 1 << UInt64(level) }

    /// What a span came to.
    struct Outcome: Sendable {
        var faults: [VerificationFault] = []
        /// The hashes over the span; nothing where records are missing.
        var range: CompactRange? = CompactRange()
        /// The hashes over the span's beginning at the sizes that were asked for.
        var heads: [(size: UInt64, hashes: [MerkleHash])] = []
        /// The first new order of the span with the position at which it begins.
        var firstOrder: (ordinal: UInt32, position: UInt64)?
        /// The number of the span's last new order, where it can be told.
        var lastOrder: UInt32?
        /// The order that each record is about, 0 for the ledger's own stream.
        var ordinals: [UInt32] = []
        /// What papers say of their numbers, in the order of the log; nothing where one cannot be
        /// read.
        var papers: [PaperNumber]? = []
        /// Records of the ledger's own stream.
        var ledgerLinks: [LedgerLink] = []
        /// Records of the last batch that the span lacks.
        var missingAtEnd = 0
        /// Whether the records can be folded at all.
        var isFoldable = true
    }

    /// A record of the ledger's own stream and what it says of its place there.
    struct LedgerLink: Sendable {
        let position: UInt64
        let previous: UInt64
        let revision: UInt32
    }
}
