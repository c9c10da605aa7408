/// Finds the items in the bytes of a file as they come in.
///
/// Bytes are looked at once: what an item's end has not shown for yet is remembered in the framer's
/// state and not scanned again when more arrives.
protocol Framer: Sendable {
    var place: FramingPlace { get set }

    /// Looks at the bytes from `place.scanned` on until they end or `limit` items are found.
    mutating func scan(_ bytes: [UInt8], upTo limit: Int, into items: inout [LineBlock.Item])

    /// Takes what is left at the end of the file.
    mutating func finish(_ bytes: [UInt8], into items: inout [LineBlock.Item])
}

/// Where a framer stands in the bytes it is given.
struct FramingPlace: Sendable {
    /// The next byte to look at.
    var scanned = 0
    /// The first byte of the item that has not ended yet; nothing between items.
    var itemStart: Int?
    /// Where that item begins in the file.
    var itemLine = 1
    var itemColumn = 1
    /// The present line, from 1.
    var line = 1
    /// The present line's first byte; it may lie before the bytes at hand.
    var lineStart = 0
    /// Whether the present item is too long and is passed over.
    var isSkipping = false

    /// Bytes before this one are done with.
    var consumed: Int { itemStart ?? scanned }

    func column(of index: Int) -> Int { index - lineStart + 1 }

    mutating func newline(at index: Int) {
        line += 1
        lineStart = index + 1
    }

    mutating func beginItem(at index: Int) {
        itemStart = index
        itemLine = line
        itemColumn = column(of: index)
    }

    /// Ends the present item before a byte and answers it, unless it was too long.
    mutating func endItem(at end: Int) -> LineBlock.Item? {
        defer {
            itemStart = nil
            isSkipping = false
        }
        guard let itemStart, !isSkipping else { return nil }
        let fault: LineBlock.Fault? =
            end - itemStart > LineSource.maximumItemBytes ? .tooLong : nil
        return LineBlock.Item(
            range: fault == nil ? itemStart..<end : itemStart..<itemStart,
            line: itemLine,
            column: itemColumn,
            fault: fault
        )
    }

    /// An item that stands for something wrong at a byte.
    func fault(_ fault: LineBlock.Fault, at index: Int) -> LineBlock.Item {
        LineBlock.Item(
            range: index..<index,
            line: line,
            column: column(of: index),
            fault: fault
        )
    }

    /// Moves on when bytes were taken away from before or from within the present item.
    mutating func shift(by count: Int) {
        scanned -= count
        lineStart -= count
        if let start = itemStart { itemStart = max(0, start - count) }
    }
}

extension Framer {
    /// Drops the bytes of an item that has become too long, and reports it once.
    ///
    /// - Returns: the bytes to keep, where some are to be dropped from the end.
    mutating func skipOverlong(in bytes: [UInt8], into items: inout [LineBlock.Item]) -> Int? {
        guard let start = place.itemStart, place.scanned == bytes.count else { return nil }
        let count = place.scanned - start
        guard place.isSkipping || count > LineSource.maximumItemBytes else { return nil }
        if !place.isSkipping {
            place.isSkipping = true
            items.append(
                LineBlock.Item(
                    range: start..<start,
                    line: place.itemLine,
                    column: place.itemColumn,
                    fault: .tooLong
                )
            )
        }
        place.shift(by: count)
        place.itemStart = start
        return start
    }
}
