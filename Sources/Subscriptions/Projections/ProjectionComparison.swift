package import EventLog
import LMDB

/// A row that two builds of a projection do not have in common.
public struct ProjectionDifference: Sendable, Hashable, CustomStringConvertible {
    /// The table's name, as the projection gave it.
    public let table: String
    /// What the row is found by.
    public let key: ProjectionKey
    /// The row's bytes in the one that answers; nothing where it has no such row.
    public let old: [UInt8]?
    /// The row's bytes in the new one; nothing where it has no such row.
    public let new: [UInt8]?

    /// The table, the key and both values.
    public var description: String {
        let values = [old, new].map { bytes in
            bytes.map { String(decoding: $0, as: UTF8.self) } ?? "no row"
        }
        return "\(table) \(key): \(values[0]) became \(values[1])"
    }
}

/// How the rows of two builds of a projection compare at one position.
public struct ProjectionComparison: Sendable, Hashable {
    /// Keys that were compared.
    public internal(set) var rows = 0
    /// Keys at which they differ.
    public internal(set) var differences = 0
    /// The first differences, in the order of tables and keys.
    public internal(set) var first: [ProjectionDifference] = []

    /// Differences that are kept one by one.
    public static let keptMaximum = 100

    mutating func note(_ difference: ProjectionDifference) {
        differences += 1
        if first.count < Self.keptMaximum { first.append(difference) }
    }
}

/// Compares two builds page by page, wherever the pages are read.
struct RowComparison {
    private let old: ProjectionTables
    private let new: ProjectionTables
    /// Tables that are still to be compared, the one under way last.
    private var waiting: [String]
    /// The last key that was compared in it.
    private var last: ProjectionKey?
    private(set) var comparison = ProjectionComparison()

    private static let pageRows = 1_000

    init(_ old: ProjectionTables, _ new: ProjectionTables) {
        self.old = old
        self.new = new
        waiting = Set(old.byName.keys).union(new.byName.keys).sorted(by: >)
    }

    var isDone: Bool { waiting.isEmpty }

    mutating func comparePage(
        in transaction: borrowing some Transaction & ~Copyable
    ) throws(LedgerError) {
        guard let table = waiting.last else { return }
        var left = try page(old.byName[table], in: transaction)[...]
        var right = try page(new.byName[table], in: transaction)[...]
        // Behind the last row of a full page there may be more of the same table.
        let ends = [left, right].filter { $0.count == Self.pageRows }.compactMap { $0.last?.key }
        let end = ends.min()
        if let end {
            left = left.prefix { $0.key <= end }
            right = right.prefix { $0.key <= end }
        }
        compare(&left, &right, of: table)
        last = end
        if end == nil { waiting.removeLast() }
    }

    private func page(
        _ table: BytesTable?,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> [ProjectionRow] {
        guard let table else { return [] }
        return try transaction.rows(
            table,
            under: ProjectionKey(),
            behind: last,
            limit: Self.pageRows
        )
    }

    private mutating func compare(
        _ left: inout ArraySlice<ProjectionRow>,
        _ right: inout ArraySlice<ProjectionRow>,
        of table: String,
    ) {
        while let key = [left.first?.key, right.first?.key].compactMap(\.self).min() {
            let old = left.first?.key == key ? left.removeFirst().bytes : nil
            let new = right.first?.key == key ? right.removeFirst().bytes : nil
            comparison.rows += 1
            guard old != new else { continue }
            comparison.note(ProjectionDifference(table: table, key: key, old: old, new: new))
        }
    }
}

extension LogStore {
    /// Compares two versions of a projection that are complete up to the same position.
    ///
    /// - Throws: `busy` where they are not, or do not stay so while they are compared.
    package func compareProjection(
        _ name: String,
        version old: Int,
        with new: Int,
    ) throws(LedgerError) -> ProjectionComparison {
        let builds = (try requireBuild(name, old), try requireBuild(name, new))
        guard let left = try openTables(of: builds.0), let right = try openTables(of: builds.1)
        else { throw LedgerError(.busy, "projection \(name) is being dropped") }
        var comparison = RowComparison(left, right)
        while !comparison.isDone {
            let snapshot = try snapshot()
            let positions = (
                try builds.0.requirePosition(in: snapshot.transaction),
                try builds.1.requirePosition(in: snapshot.transaction)
            )
            guard positions.0 == positions.1 else {
                throw LedgerError(
                    .busy,
                    "version \(old) of projection \(name) is complete up to position "
                        + "\(positions.0), version \(new) up to \(positions.1): build the one "
                        + "through the position of the other and compare again"
                )
            }
            try comparison.comparePage(in: snapshot.transaction)
        }
        return comparison.comparison
    }

    private func requireBuild(_ name: String, _ version: Int) throws(LedgerError)
        -> ProjectionBuild
    {
        let snapshot = try snapshot()
        let number = UInt32(exactly: version) ?? 0
        if let build = try ProjectionBuild.standing(for: name, number, in: snapshot.transaction) {
            return build
        }
        throw LedgerError(.noSuchProjection, "projection \(name) has no version \(version)")
    }
}
