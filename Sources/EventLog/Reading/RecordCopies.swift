import LMDB

/// Records that are being copied out of the map, so that nothing slow is done under a snapshot.
///
/// Neighbours share a block of bytes: one allocation for many, and yet whoever keeps one of them
/// keeps little of the others.
package struct RecordCopies: Sendable {
    /// Blocks that are full, and the one that is being filled.
    private var blocks: [[UInt8]] = []
    private var block: [UInt8] = []
    private var places: [Place] = []
    /// For each full block, how many records were taken until it was full.
    private var ends: [Int] = []
    private var closedBytes = 0

    /// Where a record lies.
    struct Place {
        let position: UInt64
        fileprivate let block: UInt32
        let start: UInt32
        let count: UInt32
    }

    /// A block ends before the record that would make it longer; a longer record has one of its
    /// own.
    package static let blockBytes = 16 << 10

    package init() {}

    /// The bytes of all records so far.
    package var byteCount: Int { closedBytes + block.count }

    /// Copies a record of which at least the header can be read.
    package mutating func take(_ record: borrowing Span<UInt8>, at position: UInt64) {
        if block.count + record.count > Self.blockBytes, !block.isEmpty { beginBlock() }
        places.append(
            Place(
                position: position,
                block: UInt32(blocks.count),
                start: UInt32(block.count),
                count: UInt32(record.count)
            )
        )
        block.append(copying: copy record)
    }

    private mutating func beginBlock() {
        closedBytes += block.count
        blocks.append(block)
        ends.append(places.count)
        block = []
        // There are many: the next block will be full, too.
        block.reserveCapacity(Self.blockBytes)
    }
}

extension RecordCopies {
    package var count: Int { places.count }

    package var isEmpty: Bool { places.isEmpty }

    /// The records in the order in which they were taken, each a value that can be kept.
    ///
    /// Made one by one, for each counts as one who keeps its block.
    package subscript(index: Int) -> RecordSlice {
        let place = places[index]
        return RecordSlice(
            place,
            in: place.block < blocks.count ? blocks[Int(place.block)] : block
        )
    }

    /// Hands each block to a body, with the places of its records, until it answers false.
    ///
    /// - Returns: whether it never did.
    func forEachBlock(_ body: ([UInt8], ArraySlice<Place>) throws -> Bool) rethrows -> Bool {
        var start = 0
        for (block, end) in zip(blocks, ends) {
            guard try body(block, places[start..<end]) else { return false }
            start = end
        }
        return try body(block, places[start...])
    }

    package var last: RecordSlice? { isEmpty ? nil : self[count - 1] }
}
