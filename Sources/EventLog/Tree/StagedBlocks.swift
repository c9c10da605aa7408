/// Whole blocks of the tree among the records of a transaction, hashed beside the staging of the
/// records that follow.
///
/// Each takes a copy of its records along, so that staging can go on, and take records back.
struct StagedBlocks: Sendable {
    private var blocks: [Block] = []

    private struct Block: Sendable {
        /// The position of the block's first record.
        let first: UInt64
        let hashing: Beside<RecordRun, HashedBlock>
    }

    /// Whether a record at a position is the last one of its block.
    static func isLast(_ position: UInt64) -> Bool { position % TreeKey.width == 0 }

    /// Whether the block that begins at a position is hashed apart already: it stays so where records
    /// behind it were taken back.
    func holds(blockFrom first: UInt64) -> Bool { blocks.last.map { $0.first >= first } ?? false }

    /// Begins to hash a block.
    mutating func add(_ records: RecordRun, from first: UInt64) {
        let hashing = Beside(records) { HashedBlock($0) }
        hashing.begin()
        blocks.append(Block(first: first, hashing: hashing))
    }

    /// Forgets the blocks that have records behind a position.
    mutating func shrink(to last: UInt64) {
        while let block = blocks.last, block.first + TreeKey.width - 1 > last {
            blocks.removeLast()
        }
    }

    mutating func removeAll() { blocks.removeAll(keepingCapacity: true) }

    /// The block that begins at a position, where it is hashed apart; it is asked for once.
    func block(from position: UInt64) -> HashedBlock? {
        let index = blocks.index(ofPosition: position, by: \.first)
        return index.map { blocks[$0].hashing.finish() }
    }
}
