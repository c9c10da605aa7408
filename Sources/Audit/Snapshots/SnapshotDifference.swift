/// One thing in which a snapshot is not what it is compared with.
public struct SnapshotDifference: Sendable, Equatable {
    /// What differs.
    public let what: What
    /// The order; nothing where it is about the manifest or the lines as a whole.
    public let order: String?
    /// The fields that differ; none where the sentence says all.
    public let changes: [FieldChange]
    /// The difference as a sentence.
    public let sentence: String

    /// What kind of difference it is.
    public enum What: String, Sendable, Hashable, CaseIterable {
        /// The order is in the second only.
        case missing
        /// The order is in the first only.
        case unexpected
        /// The order stands otherwise.
        case changed
        /// What the snapshot says of itself.
        case manifest
        /// A line, or the way in which the lines stand, that no snapshot has.
        case unreadable
    }
}

/// What a check of a snapshot, or a comparison of two, came to.
public struct SnapshotReport: Sendable, Equatable {
    /// The position that the snapshot shows; of two, that of the second.
    public let position: UInt64
    /// Orders that were looked at.
    public let orders: Int
    /// How many differences were named.
    public let differences: Int
}
