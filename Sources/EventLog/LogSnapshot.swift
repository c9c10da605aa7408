package import LMDB
package import Orders

/// The log and its views as of one commit.
///
/// A snapshot pins pages of the file while it lives: use it briefly, and take another between pages
/// of at most `pageMaximum` records. Its tables are good for as long as it lives, but no longer:
/// a rebuild may have dropped them.
package struct LogSnapshot: ~Copyable {
    package var transaction: ReadTransaction
    package let tables: LogTables
    let ring: KeyRing

    /// Records that are read before another snapshot is taken.
    package static let pageMaximum = 1_000
    /// A page ends, too, with the record that brings it to this many bytes, payloads counted.
    package static let pageBytesMaximum = 4 << 20

    init(_ transaction: consuming ReadTransaction, tables: LogTables, ring: KeyRing) {
        self.transaction = transaction
        self.tables = tables
        self.ring = ring
    }

    /// The end of the log.
    package var tail: LogTail {
        get throws(LedgerError) { try LogTail(reading: transaction, tables) }
    }

    /// The position of the last record, whatever its bytes are; 0 where there is none.
    package var lastPosition: UInt64 {
        get throws(LedgerError) {
            do {
                var cursor = try transaction.cursor(tables.log)
                return try cursor.last() ? cursor.positionKey : 0
            } catch {
                throw LedgerError(error)
            }
        }
    }

    /// Refuses a position that the log has not reached.
    ///
    /// - Throws: `malformed`.
    package func requirePosition(_ position: Position) throws(LedgerError) {
        let last = try tail.position
        guard position.rawValue <= last else {
            throw LedgerError(
                .malformed,
                "there is no position \(position) yet: the last one is \(last)"
            )
        }
    }

    package func ordinal(of id: OrderID) throws(LedgerError) -> UInt32? {
        try tables.ordinal(of: id, in: transaction)
    }

    package func head(of ordinal: UInt32) throws(LedgerError) -> OrderHead {
        try tables.head(of: ordinal, in: transaction)
    }

    package func record(at position: UInt64) throws(LedgerError) -> Record {
        try tables.record(at: position, in: transaction)
    }

    /// An order's records, oldest first, up to a position.
    ///
    /// - Complexity: O(events of the order), one look-up each.
    package func records(
        of head: OrderHead,
        upTo limit: UInt64 = .max,
    ) throws(LedgerError) -> [Record] {
        var records: [Record] = []
        var position = head.lastPosition
        while position > 0 {
            let record = try record(at: position)
            if position <= limit { records.append(record) }
            position = try record.previous
        }
        records.reverse()
        return records
    }

    /// An order's history with its events decoded, oldest first, up to a position.
    package func history(
        of head: OrderHead,
        upTo limit: UInt64 = .max,
        _ parts: PayloadParts = .whole,
    ) throws(LedgerError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        for record in try records(of: head, upTo: limit) {
            events.append(try recordedEvent(record, parts))
        }
        return events
    }

    /// The position of the first record that was taken at an instant or later; one beyond the end
    /// where there is none.
    ///
    /// - Complexity: O(log n) look-ups, for recordedAt never runs backwards.
    package func position(recordedSince time: Timestamp) throws(LedgerError) -> UInt64 {
        let positions = 1..<(try tail.position) + 1
        return try positions.partitioningIndex { (position) throws(LedgerError) in
            try record(at: position).recordedAt >= time
        }
    }
}
