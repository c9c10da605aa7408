import EventLog
import LMDB
import Orders

/// Rows of deadlines and open effects against a window.
extension ViewCheck {
    mutating func compareAgendas(
        _ window: borrowing OrderWindow,
        _ rows: borrowing WindowRows,
        in snapshot: borrowing LogSnapshot,
    ) throws(LMDBError) {
        var missing = Expected(rows.deadlines)
        try compareDeadlines(&missing, window, in: snapshot)
        for row in missing.unmet {
            addAgenda(.deadline, row.ordinal, "lacks a \(row.list.kind.word)", window, in: snapshot)
        }
        var without = Expected(rows.effects)
        try compareEffects(&without, window, in: snapshot)
        for ordinal in without.unmet {
            addAgenda(.effect, ordinal, "lacks the order's open effects", window, in: snapshot)
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
                if window.judges(row.ordinal), !expected.take(row) {
                    let sentence = "has a \(row.list.kind.word) that the order does not have"
                    addAgenda(.deadline, row.ordinal, sentence, window, in: snapshot)
                }
            } else if window.firstOrdinal == 1 {
                add(.deadline, "the index of deadlines has a row that is none: rebuild it")
            }
            if window.isFirst { checkValue(cursor.value, .deadline) }
            isFound = try cursor.next()
        }
    }

    private mutating func compareEffects(
        _ expected: inout Expected<UInt32>,
        _ window: borrowing OrderWindow,
        in snapshot: borrowing LogSnapshot,
    ) throws(LMDBError) {
        var key = [ViewKey.effects]
        // Whatever stands before the first order's row is nobody's.
        if window.firstOrdinal > 1 { EffectRow.encode(window.firstOrdinal, into: &key) }
        var cursor = try snapshot.transaction.cursor(snapshot.tables.views)
        var isFound = try cursor.seek(key.span)
        while isFound, cursor.key.count > 0, cursor.key[0] == ViewKey.effects {
            guard let ordinal = EffectRow.ordinal(cursor.key) else {
                add(.effect, "the index of effects has a row that is none: rebuild it")
                isFound = try cursor.next()
                continue
            }
            guard window.judges(ordinal) else { break }
            if !expected.take(ordinal) {
                let sentence = "has the order, which has no open effects"
                addAgenda(.effect, ordinal, sentence, window, in: snapshot)
            }
            checkValue(cursor.value, .effect)
            isFound = try cursor.next()
        }
    }

    private mutating func addAgenda(
        _ what: ViewDifference.What,
        _ ordinal: UInt32,
        _ sentence: String,
        _ window: borrowing OrderWindow,
        in snapshot: borrowing LogSnapshot,
    ) {
        guard let entry = window.entry(of: ordinal) else {
            return addStray(what, UInt64(ordinal))
        }
        add(what, entry.head, "the index of \(what.rawValue)s \(sentence)", in: snapshot)
    }
}

extension OrderWindow {
    /// Whether rows of an order with this ordinal are the window's to judge; there is no order 0.
    fileprivate func judges(_ ordinal: UInt32) -> Bool {
        covers(ordinal) || (isFirst && ordinal == 0)
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
