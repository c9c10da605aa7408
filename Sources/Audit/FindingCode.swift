import EventLog
import Orders

/// What a replay can object to beside the refusals of the rules, by a word that scripts may rely on.
///
/// A finding's code is the event's name and one of these words, or that of a refusal. What the
/// rules would have turned away and what makes the log unreadable are errors; what no rule turns
/// away, and what somebody should look at all the same, are warnings.
public enum FindingCode: String, Sendable, Hashable, CaseIterable {
    // The log as a whole
    /// A position is missing.
    case positionGap
    /// An order's number is missing.
    case ordinalGap
    /// An event was recorded before the one before it.
    case recordedBackwards
    /// A part of an atomic batch is missing.
    case cutBatch
    // One order's events
    /// A revision is missing.
    case revisionGap
    /// A record names another one before it than there is.
    case previousMismatch
    /// A header holds another hash than that of its event's id.
    case idHashMismatch
    /// An event's id stands twice in its order.
    case duplicateID
    // Numbers of papers
    /// A number of a series is missing.
    case numberGap
    /// A number was given twice.
    case numberRepeated
    /// The last number kept is not the one that the log leads to.
    case numbersMismatch
    // What no rule turns away
    /// This build does not know the event's type or version.
    case unknownType
    /// An outcome names an effect that its order did not raise.
    case unknownEffect
    /// An effect was settled before.
    case effectSettled
    /// Pieces were released that were not reserved.
    case stockNotReserved
    /// More was refunded and lost in disputes than was captured.
    case overdrawn = "exceedsCaptured"
    /// Orders that share a payment captured more than it.
    case exceedsPayment
    /// The clock caused something without a deadline.
    case deadlineMissing
    /// The clock caused something before its deadline.
    case deadlineNotReached
    /// The clock made a deadline true twice.
    case deadlineRepeated
    /// What a merge made is not worth what was merged.
    case mergedSum
}

extension FindingCode {
    /// How bad it is.
    public var severity: Finding.Severity {
        switch self {
        case .positionGap, .ordinalGap, .recordedBackwards, .cutBatch, .revisionGap,
            .previousMismatch, .idHashMismatch, .duplicateID, .numberGap, .numberRepeated,
            .numbersMismatch:
            .error
        case .unknownType, .unknownEffect, .effectSettled, .stockNotReserved, .overdrawn,
            .exceedsPayment, .deadlineMissing, .deadlineNotReached, .deadlineRepeated, .mergedSum:
            .warning
        }
    }

    /// What must hold, as a sentence for people.
    public var sentence: String {
        switch self {
        case .positionGap: "the positions of the log have no gap"
        case .ordinalGap: "orders are numbered without a gap as they begin"
        case .recordedBackwards: "recordedAt never runs backwards, while occurredAt may"
        case .cutBatch: "a batch is there whole or not at all"
        case .revisionGap: "the revisions of an order have no gap"
        case .previousMismatch: "a record names the one before it of its order"
        case .idHashMismatch: "a record's header holds the hash of its event id"
        case .duplicateID: "an event id stands once in its order"
        case .numberGap: "the numbers that the ledger gives to papers have no gap"
        case .numberRepeated: "a number is given to one paper of its series"
        case .numbersMismatch: "the last numbers kept are those that the log leads to"
        case .unknownType: "this build knows the event's type"
        case .unknownEffect: "an outcome names an effect that its order raised"
        case .effectSettled: "an effect has one outcome that succeeds"
        case .stockNotReserved: "stock is released at most once per reservation"
        case .overdrawn: "refunded and lost in disputes is at most what was captured"
        case .exceedsPayment: "orders that share a payment capture no more than it"
        case .deadlineMissing: "what the clock causes had a deadline that stood"
        case .deadlineNotReached: "what the clock causes is not before its deadline"
        case .deadlineRepeated: "the clock makes a deadline true once"
        case .mergedSum: "what a merge makes is worth the sum of what was merged"
        }
    }
}

/// What is wrong with one record, found while the log is read in order.
struct Objection {
    let code: FindingCode
    let detail: String
}

extension Objection {
    /// An event of a type or a version that this build does not know.
    init(unknown header: RecordHeader, _ bytes: borrowing Span<UInt8>) {
        code = .unknownType
        let familiarity = EventEvolution.builtIn.familiarity(
            of: header.typeName(in: bytes),
            version: header.typeVersion
        )
        if case .newer(let newest) = familiarity {
            detail =
                "version \(header.typeVersion) of the event is newer than this build's, which is "
                + "\(newest); it counts for nothing"
        } else {
            detail = "this build does not know the event; it counts for nothing"
        }
    }
}
