/// Some whole lines of a file, or some whole elements of a batch, in one piece of memory.
///
/// A block is what goes from the reading to the parsing and on to the writing side: its size bounds
/// the memory of an import.
package struct LineBlock: Sendable {
    /// The file as the caller named it.
    package let file: String
    /// The bytes that the items' ranges refer to.
    package let bytes: [UInt8]
    package let items: [Item]
    /// Bytes of the file, compressed as it may be, that were read so far.
    package let bytesRead: Int

    /// One line, or one element of a batch.
    package struct Item: Sendable, Hashable {
        /// Its bytes, without the line break.
        package let range: Range<Int>
        /// The line on which it begins, from 1.
        package let line: Int
        /// The place of its first byte within that line, from 1.
        package let column: Int
        /// Why it cannot be an event, where that shows before it is parsed.
        package let fault: Fault?
    }

    /// What is wrong with an item as a piece of its file.
    package enum Fault: Sendable, Hashable {
        case tooLong
        case elementMissing
        case commaBeforeEnd
        case batchUnfinished
        case textBehindBatch

        /// A phrase for people.
        package var message: String {
            switch self {
            case .tooLong: "longer than \(LineSource.maximumItemBytes) bytes: split the event"
            case .elementMissing: "an event is missing before this comma"
            case .commaBeforeEnd: "a comma stands before the end of the batch"
            case .batchUnfinished: "the batch does not end: its ] is missing"
            case .textBehindBatch: "something stands behind the batch; the rest is not read"
            }
        }
    }

    /// The line and the column of a byte of an item, which may span several lines.
    package func place(of offset: Int, in item: Item) -> (line: Int, column: Int) {
        var line = item.line
        var lineStart = item.range.lowerBound - (item.column - 1)
        for index in item.range.lowerBound..<max(item.range.lowerBound, min(offset, bytes.count))
        where bytes[index] == UInt8(ascii: "\n") {
            line += 1
            lineStart = index + 1
        }
        return (line, offset - lineStart + 1)
    }

    /// The complaint about a byte of an item.
    package func malformed(_ item: Item, at offset: Int, _ message: String) -> MalformedLine {
        let (line, column) = place(of: offset, in: item)
        return MalformedLine(file: file, line: line, column: column, message: message)
    }

    /// The item's own bytes on one line; nothing of an item that was too long to keep.
    package func text(of item: Item) -> [UInt8] {
        bytes[item.range].map { byte in
            byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") ? UInt8(ascii: " ") : byte
        }
    }
}
