package import EventLog
package import LMDB

extension LogSnapshot {
    /// Hands the bytes of the records from a position on to a body, without copying them.
    ///
    /// - Parameters:
    ///   - last: the last position that is read.
    ///   - limit: the most records that are read.
    /// - Returns: the position at which to go on; nothing where all are read.
    package borrowing func scan(
        from start: UInt64,
        through last: UInt64,
        limit: Int = LogSnapshot.pageMaximum,
        _ body: (UInt64, borrowing Span<UInt8>, borrowing LogSnapshot) throws(LedgerError) -> Void,
    ) throws(LedgerError) -> UInt64? {
        do {
            var cursor = try transaction.cursor(tables.log)
            var isFound = try cursor.seek(start)
            var count = 0
            while isFound {
                let position = cursor.positionKey
                guard position <= last else { break }
                guard count < limit else { return position }
                try body(position, cursor.value, self)
                count += 1
                isFound = try cursor.next()
            }
            return nil
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    /// Hands a page of the records of stretches to a body, and leaves those behind it.
    borrowing func scan(
        _ stretches: inout UnreadStretches,
        _ body: (UInt64, borrowing Span<UInt8>, borrowing LogSnapshot) throws(LedgerError) -> Void,
    ) throws(LedgerError) {
        do {
            var cursor = try transaction.cursor(tables.log)
            var count = 0
            while let stretch = stretches.first {
                var isFound = try cursor.seek(stretch.lowerBound)
                // A stretch, and what is left of one, begins at a record that was seen.
                guard isFound, cursor.positionKey == stretch.lowerBound else {
                    throw LedgerError(
                        .corrupted,
                        "record \(stretch.lowerBound) is not where it stood a moment ago: run "
                            + "verify, and restore a backup"
                    )
                }
                while isFound, cursor.positionKey <= stretch.upperBound {
                    let position = cursor.positionKey
                    guard count < LogSnapshot.pageMaximum else {
                        return stretches.advance(to: position)
                    }
                    try body(position, cursor.value, self)
                    count += 1
                    isFound = try cursor.next()
                }
                stretches.advance()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
    }
}

extension LogStore {
    /// Goes over the records of a range in order, in pages of short snapshots.
    ///
    /// - Parameter pageEnd: called after each page, when this thread has no transaction open: what
    ///   it calls may take its time, or grow the map, which waits until nobody reads.
    /// - Throws: also `cancelled`, where a progress says so.
    package func sweep(
        from start: UInt64,
        through last: UInt64,
        progress: WorkProgress = .silent,
        _ body: (UInt64, borrowing Span<UInt8>, borrowing LogSnapshot) throws(LedgerError) -> Void,
        pageEnd: () -> Void = {},
    ) throws(LedgerError) {
        var next: UInt64? = start
        while let position = next {
            try progress.check()
            next = try scanPage(from: position, through: last, body)
            pageEnd()
        }
    }

    /// Goes over the records of a range, and tells a progress of those that were taken.
    ///
    /// - Parameter take: whether a record was one of those that are wanted.
    func sweep(
        _ positions: ClosedRange<UInt64>,
        telling progress: WorkProgress,
        _ take: (UInt64, borrowing Span<UInt8>, borrowing LogSnapshot) throws(LedgerError) -> Bool,
    ) throws(LedgerError) {
        var events = 0
        try sweep(
            from: positions.lowerBound,
            through: positions.upperBound,
            progress: progress
        ) { (position, bytes, snapshot) throws(LedgerError) in
            if try take(position, bytes, snapshot) { events += 1 }
        } pageEnd: {
            // A page may hold others only.
            guard events > 0 else { return }
            progress.advance(by: events)
            events = 0
        }
    }

    /// Goes over the records of stretches in order, in pages of short snapshots, and tells a
    /// progress of those that were taken.
    ///
    /// - Parameter take: whether a record was one of those that are wanted.
    func sweep(
        _ stretches: LogStretches,
        telling progress: WorkProgress,
        _ take: (UInt64, borrowing Span<UInt8>, borrowing LogSnapshot) throws(LedgerError) -> Bool,
    ) throws(LedgerError) {
        var unread = UnreadStretches(stretches)
        while unread.first != nil {
            try progress.check()
            var events = 0
            try scanPage(of: &unread) { (position, bytes, snapshot) throws(LedgerError) in
                if try take(position, bytes, snapshot) { events += 1 }
            }
            if events > 0 { progress.advance(by: events) }
        }
    }

    /// A function of its own, so that the snapshot is gone when it returns.
    private func scanPage(
        of stretches: inout UnreadStretches,
        _ body: (UInt64, borrowing Span<UInt8>, borrowing LogSnapshot) throws(LedgerError) -> Void,
    ) throws(LedgerError) {
        try snapshot().scan(&stretches, body)
    }

    /// Another such function.
    private func scanPage(
        from start: UInt64,
        through last: UInt64,
        _ body: (UInt64, borrowing Span<UInt8>, borrowing LogSnapshot) throws(LedgerError) -> Void,
    ) throws(LedgerError) -> UInt64? {
        try snapshot().scan(from: start, through: last, body)
    }

    /// Carries out a write transaction; grows the map and does all of it again where it was full.
    package func write(
        _ body: (inout WriteTransaction) throws(LedgerError) -> Void,
    ) throws(LedgerError) {
        while true {
            do {
                return try writeOnce(body)
            } catch {
                guard error.code == .mapFull else { throw error }
            }
            try growMap()
        }
    }

    private func writeOnce(
        _ body: (inout WriteTransaction) throws(LedgerError) -> Void,
    ) throws(LedgerError) {
        var transaction = try beginWrite()
        try body(&transaction)
        do { try transaction.commit() } catch { throw LedgerError(error) }
    }
}
