import EventLog
import LMDB
import Orders

/// How much one transaction does at most, so that appenders wait for milliseconds only.
struct FeedLimit: Sendable {
    /// Events that are looked at.
    var events: UInt64 = 50_000
    /// Rows that are written.
    var rows = 5_000
    /// Time that passes, looked at behind each event that is applied.
    var duration = Duration.milliseconds(10)

    /// What commits with an event is done whole.
    static let none = FeedLimit(events: .max, rows: .max, duration: .seconds(1 << 40))
}

/// What becomes of events that wait, or that a projection cannot take.
enum Parking: Sendable {
    /// Nothing waits: a build from nothing takes every event, or fails.
    case nothing
    /// Events of orders that are parked wait behind what is.
    case behind
    /// And the event that failed is parked, with which its order is.
    case event(ProjectionFailure)

    func parks(_ position: UInt64) -> ProjectionFailure? {
        guard case .event(let failure) = self, failure.position == position else { return nil }
        return failure
    }
}

/// What a transaction has fed.
struct Fed: Sendable {
    /// The position up to which the rows are complete now.
    var position: UInt64
    /// Events that were looked at, and the bytes of their records.
    var events = 0
    var bytes = 0
}

extension ProjectionFeed {
    /// Folds the events behind a build's position into its rows, and moves the position.
    ///
    /// - Parameters:
    ///   - last: the last event that is looked at; the log must reach it.
    /// - Throws: `projectionFailed`, with a `ProjectionFailure` beneath: the transaction must be
    ///   dropped then.
    func feed(
        _ build: ProjectionBuild,
        through last: UInt64,
        limit: FeedLimit = FeedLimit(),
        _ parking: Parking,
        _ tables: LogTables,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) -> Fed {
        let position = try build.requirePosition(in: transaction)
        guard position < last else { return Fed(position: position) }
        let opened = try open(build, in: &transaction)
        let lot = try lot(parking, in: &transaction)
        let fed: Fed
        var rows = ProjectionRows(consume transaction, opened)
        do throws(LedgerError) {
            let end = last - position > limit.events ? position + limit.events : last
            fed = try feed(&rows, behind: position, through: end, limit, lot, tables)
        } catch {
            transaction = rows.end()
            throw error
        }
        transaction = rows.end()
        try build.write(position: fed.position, in: &transaction)
        return fed
    }

    private func feed(
        _ rows: inout ProjectionRows,
        behind position: UInt64,
        through end: UInt64,
        _ limit: FeedLimit,
        _ lot: ProjectionLot?,
        _ tables: LogTables,
    ) throws(LedgerError) -> Fed {
        var fed = Fed(position: position)
        let start = ContinuousClock.now
        while fed.position < end {
            let record = try next(&fed, through: end, tables, in: rows.transaction)
            guard let record else { break }
            if try lot?.takes(record, in: &rows.transaction) != true {
                try apply(record, tables, &rows)
            }
            if rows.writes >= limit.rows || ContinuousClock.now - start >= limit.duration { break }
        }
        return fed
    }

    /// The next record that the projection is made of, at which the position stands then.
    private func next(
        _ fed: inout Fed,
        through end: UInt64,
        _ tables: LogTables,
        in transaction: borrowing WriteTransaction,
    ) throws(LedgerError) -> Record? {
        do {
            var cursor = try transaction.cursor(tables.log)
            var isFound = try cursor.seek(fed.position + 1)
            while isFound, cursor.positionKey <= end {
                let bytes = cursor.value
                let position = cursor.positionKey
                guard position == fed.position + 1 else { throw Self.gap(before: position) }
                let isReadable = RecordHeader.isReadable(bytes)
                let isMeant = !isReadable || filter.matches(bytes)
                // A record that cannot be read says why when it is made.
                let record =
                    isMeant ? try Record(position: Position(position), bytes: bytes.copy()) : nil
                fed.position = position
                fed.events += 1
                fed.bytes += bytes.count
                if let record { return record }
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
        guard fed.position == end else { throw Self.gap(before: end) }
        return nil
    }

    private static func gap(before position: UInt64) -> LedgerError {
        LedgerError(
            .corrupted,
            "the log has no record right before position \(position): restore a backup"
        )
    }

    /// Folds one record into the rows.
    func apply(
        _ record: Record,
        _ tables: LogTables,
        _ rows: inout ProjectionRows,
    ) throws(LedgerError) {
        let payload = try tables.payload(of: record, in: rows.transaction)
        try takingFailure(
            of: &rows,
            at: record.position.rawValue,
            ordinal: record.header.ordinal
        ) { rows in
            // A step that cannot carry older data on is a failure at this event, as any other.
            let event = try StoredEvent(record, payload: payload, evolution: tables.evolution)
            try projection.apply(event, to: &rows)
        }
    }
}
