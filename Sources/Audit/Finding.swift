public import Orders

/// Something in the log that the rules would have refused, or that should not be there at all.
public struct Finding: Sendable, Equatable {
    /// How bad a finding is.
    public enum Severity: String, Sendable, Hashable {
        /// An error makes the log doubtful or breaks a rule; a warning alone leaves the exit code
        /// at 0.
        case error, warning
    }

    /// The event's name and the reason, for instance "cancelled:alreadyDispatched".
    public let code: String
    /// The id of the event.
    public let event: String
    /// The order's name; `$ledger` for the ledger's own stream.
    public let order: String
    /// Where the event stands.
    public let position: Position
    /// How bad it is.
    public let severity: Severity
    /// What is wrong, as a sentence.
    public let detail: String
}

/// Findings as they are made: all are counted, the first by position are kept.
public struct Findings: Sendable, Equatable {
    /// How many there are of each code.
    public private(set) var counts: [String: Int] = [:]
    /// The first findings, by position.
    public private(set) var details: [Finding] = []
    /// How many of all are errors.
    public private(set) var errorCount = 0

    /// The most findings that are kept.
    public static let detailMaximum = 10_000

    /// All findings, those beyond the details too.
    public var count: Int { counts.values.reduce(0, +) }

    /// Adds a finding at a position that is not before the last one's.
    mutating func add(_ finding: Finding) {
        counts[finding.code, default: 0] += 1
        if finding.severity == .error { errorCount += 1 }
        if details.count < Self.detailMaximum { details.append(finding) }
    }

    /// Adds the findings of other orders.
    mutating func merge(_ other: Findings) {
        counts.merge(other.counts, uniquingKeysWith: +)
        errorCount += other.errorCount
        // Each part holds its first ones, so the first of both together are among them.
        details = (details + other.details).sorted { $0.position < $1.position }
        details.removeLast(max(0, details.count - Self.detailMaximum))
    }
}
