/// A row of the views that is not what the log leads to.
public struct ViewDifference: Sendable, Equatable {
    /// The kind of row.
    public enum What: String, Sendable, Hashable {
        /// The tables of views, and the indexes beside them.
        case head, status, workList, customer, count, orderID, eventID, deadline, effect
    }

    /// Which kind of row it is.
    public let what: What
    /// The order that the row is about, where it is about one.
    public let order: String?
    /// The position of the order's last event, where it has one.
    public let position: UInt64?
    /// What stands in the row and what should.
    public let sentence: String
}

/// Differences as they are found: all are counted, the first are kept.
public struct ViewDifferences: Sendable, Equatable {
    /// The first differences.
    public private(set) var details: [ViewDifference] = []
    /// How many there are in all.
    public private(set) var count = 0

    /// The most differences that are kept.
    public static let detailMaximum = 10_000

    /// Whether the views are what the log leads to.
    public var isEmpty: Bool { count == 0 }

    /// Adds what was found apart.
    mutating func add(_ other: ViewDifferences) {
        count += other.count
        details += other.details.prefix(Self.detailMaximum - details.count)
    }

    mutating func add(_ difference: @autoclosure () -> ViewDifference) {
        count += 1
        if details.count < Self.detailMaximum { details.append(difference()) }
    }
}
