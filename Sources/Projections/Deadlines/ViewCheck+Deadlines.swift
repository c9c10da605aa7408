import EventLog
import LMDB
import Orders

/// Rows of deadlines against a window.
extension ViewCheck {
    /// - Parameter rows: those that there should be, in the order of their keys.
    mutating func compareDeadlines(
        _ window: borrowing OrderWindow,
        _ rows: [DeadlineRow],
        in snapshot: borrowing LogSnapshot,
    ) throws(LMDBError) {
        var expected = Expected(rows)
        try compareDeadlines(&expected, window, in: snapshot)
        for row in expected.unmet {
            addDeadline(row, "lacks a \(row.list.kind.word)", window, in: snapshot)
        }
    }

    private mutating func compareDeadlines(
        _ expected: inout Expected<DeadlineRow>,
        _ window: borrowing OrderWindow,
        in snapshot: borrowing LogSnapshot,
    ) throws(LMDBError) {
        var cursor = try snapshot.transaction.cursor(snapshot.tables.views)
        var isFound = try cursor.seek([ViewKey.deadline].span)
        while isFound, cursor.key.count > 0, cursor.key[0] == ViewKey.deadline {
            if let row = DeadlineRow(cursor.key) {
                if window.judged.contains(row.ordinal), !expected.take(row) {
                    let sentence = "has a \(row.list.kind.word) that the order does not have"
                    addDeadline(row, sentence, window, in: snapshot)
                }
            } else if window.firstOrdinal == 1 {
                add(.deadline, "the index of deadlines has a row that is none: rebuild it")
            }
            if window.isFirst { checkValue(cursor.value, .deadline) }
            isFound = try cursor.next()
        }
    }

    private mutating func addDeadline(
        _ row: DeadlineRow,
        _ sentence: String,
        _ window: borrowing OrderWindow,
        in snapshot: borrowing LogSnapshot,
    ) {
        guard let entry = window.entry(of: row.ordinal) else {
            return addStray(.deadline, UInt64(row.ordinal))
        }
        add(.deadline, entry.head, "the index of deadlines \(sentence)", in: snapshot)
    }
}

extension LogSnapshot {
    /// How many rows the index of deadlines has, as far as a limit.
    borrowing func deadlineCount(upTo limit: Int) throws(LedgerError) -> Int {
        var count = 0
        do {
            var cursor = try transaction.cursor(tables.views)
            var isFound = try cursor.seek([ViewKey.deadline].span)
            while isFound, count < limit, cursor.key.count > 0, cursor.key[0] == ViewKey.deadline {
                count += 1
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(error)
        }
        return count
    }
}
