import LMDB
package import Orders

/// Records that stand together in the log, of which some were wanted.
package struct RecordPage: Sendable {
    /// Those that were wanted, in the order in which they were met.
    package let records: RecordCopies
    /// The places, among those, of records that do not say all of their events as they stand.
    let incomplete: [Int]
    /// The position of the last one that was looked at; nothing where there was none.
    package let last: Position?
    /// Whether the log ended behind it.
    package let isAtEnd: Bool
}

extension LogSnapshot {
    /// Copies the wanted ones of up to `limit` records from a position on, in either direction.
    ///
    /// - Parameters:
    ///   - end: the last position that is looked at when reading forward.
    ///   - bytesMaximum: the page ends, too, with the wanted record that brings it to this many
    ///     bytes, the parts of payloads that lie outside the records counted.
    ///   - isWanted: decides by position and bytes of a whole record, in this snapshot.
    /// - Throws: `corrupted` at bytes that are no whole record, `newerFormat`.
    package borrowing func page(
        from start: UInt64,
        through end: UInt64 = .max,
        limit: Int,
        bytesMaximum: Int = .max,
        _ direction: ReadDirection,
        where isWanted: (
            UInt64, borrowing Span<UInt8>, borrowing LogSnapshot
        ) throws(LedgerError) -> Bool,
    ) throws(LedgerError) -> RecordPage {
        var copies = RecordCopies()
        var incomplete: [Int] = []
        var last: Position?
        var isAtEnd = false
        var (count, bytes) = (0, 0)
        do {
            var cursor = try transaction.cursor(tables.log)
            var isFound =
                switch direction {
                case .forward: try cursor.seek(start)
                case .backward: try cursor.seekBackward(to: start)
                }
            while isFound, count < limit, bytes < bytesMaximum, cursor.positionKey <= end {
                let position = cursor.positionKey
                let record = cursor.value
                guard let header = RecordHeader(record), header.recordByteCount == record.count
                else {
                    throw Record.unreadable(
                        Position(position),
                        firstByte: record.isEmpty ? nil : record[0]
                    )
                }
                if try isWanted(position, record, self) {
                    if !header.isPlain(record, in: tables.evolution) {
                        incomplete.append(copies.count)
                    }
                    copies.take(record, at: position)
                    bytes += header.wholeByteCount
                }
                last = Position(position)
                count += 1
                isFound = direction == .forward ? try cursor.next() : try cursor.previous()
            }
            isAtEnd = !isFound
        } catch {
            throw LedgerError(anyOf: error)
        }
        return RecordPage(
            records: copies,
            incomplete: incomplete,
            last: last,
            isAtEnd: isAtEnd
        )
    }
}
