import EventLog
import Orders

/// Compares the lines of two snapshots, order by order.
struct SnapshotComparison {
    /// Hears of each difference.
    let each: (SnapshotDifference) throws -> Void
    private(set) var orders = 0
    private(set) var differences = 0

    init(_ each: @escaping (SnapshotDifference) throws -> Void) { self.each = each }

    /// Names a difference.
    mutating func report(
        _ what: SnapshotDifference.What,
        _ order: String? = nil,
        _ changes: [FieldChange] = [],
        _ sentence: String,
    ) throws {
        differences += 1
        try each(
            SnapshotDifference(what: what, order: order, changes: changes, sentence: sentence)
        )
    }

    /// Compares lines; both sides stand in the order of their ids.
    ///
    /// What follows a line that cannot be read is not compared.
    /// - Returns: whether all lines were read.
    @discardableResult
    mutating func compare(
        _ first: inout SnapshotLineReader,
        _ second: inout SnapshotLineReader,
    ) throws -> Bool {
        do {
            var old = try first.line()
            var new = try second.line()
            while true {
                switch try place(old, new) {
                case .end: return true
                case .first: old = try first.line()
                case .second: new = try second.line()
                case .both:
                    old = try first.line()
                    new = try second.line()
                }
            }
        } catch let error as LedgerError where error.code == .malformed {
            try report(.unreadable, error.message)
            return false
        }
    }

    private enum Side { case first, second, both, end }

    /// Compares the two lines at hand, and tells which side goes on.
    private mutating func place(
        _ old: SnapshotLineReader.Line?,
        _ new: SnapshotLineReader.Line?,
    ) throws -> Side {
        guard let old else {
            guard let new else { return .end }
            try reportOnly(.missing, new)
            return .second
        }
        guard let new, !old.id.lexicographicallyPrecedes(new.id) else {
            try reportOnly(.unexpected, old)
            return .first
        }
        guard old.id == new.id else {
            try reportOnly(.missing, new)
            return .second
        }
        orders += 1
        if old.bytes != new.bytes { try reportChange(old, new) }
        return .both
    }

    private mutating func reportOnly(
        _ what: SnapshotDifference.What,
        _ line: SnapshotLineReader.Line,
    ) throws {
        orders += 1
        let order = String(decoding: line.id, as: UTF8.self)
        let side = what == .missing ? "second" : "first"
        try report(what, order, "the order is in the \(side) only")
    }

    private mutating func reportChange(
        _ old: SnapshotLineReader.Line,
        _ new: SnapshotLineReader.Line,
    ) throws {
        let changes = try FieldChange.changes(
            from: JSONValue(json: old.bytes),
            to: JSONValue(json: new.bytes)
        )
        let names = changes.map(\.field).joined(separator: ", ")
        try report(
            .changed,
            String(decoding: new.id, as: UTF8.self),
            changes,
            changes.isEmpty ? "the line is spelled in another way" : "other: \(names)"
        )
    }
}

extension SnapshotComparison {
    fileprivate mutating func report(
        _ what: SnapshotDifference.What,
        _ sentence: String
    ) throws {
        try report(what, nil, [], sentence)
    }

    fileprivate mutating func report(
        _ what: SnapshotDifference.What,
        _ order: String,
        _ sentence: String
    ) throws {
        try report(what, order, [], sentence)
    }
}
