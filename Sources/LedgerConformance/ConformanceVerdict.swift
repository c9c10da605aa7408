public import Orders

/// The answer to one append, without its sentences, so that two of them can be compared.
public enum ConformanceVerdict: Sendable, Hashable {
    /// Recorded, now or before.
    case recorded([Part], isDuplicate: Bool)
    /// The workflow turned the event at this index away, with this code.
    case refused(String, index: Int)
    /// Orders stand elsewhere than was expected; all of them.
    case wrongRevision([Unmet])
    /// The first event that each failing condition excludes, and the expectations beside them.
    case conditionFailed([Position], wrongRevisions: [Unmet])
    /// It could not be done, with this code.
    case failed(String)

    /// What one order got.
    public struct Part: Sendable, Hashable {
        /// The order.
        public let order: OrderID
        /// The revision of the batch's first event of the order.
        public let firstRevision: Revision
        /// The revision of its last one.
        public let lastRevision: Revision
        /// The position of its last one.
        public let position: Position

        /// A part of a batch.
        public init(
            order: OrderID,
            firstRevision: Revision,
            lastRevision: Revision,
            position: Position
        ) {
            self.order = order
            self.firstRevision = firstRevision
            self.lastRevision = lastRevision
            self.position = position
        }
    }

    /// An expectation that does not hold.
    public struct Unmet: Sendable, Hashable {
        /// The order.
        public let order: OrderID
        /// Where it was expected to stand.
        public let expected: ExpectedRevision
        /// Where it stands; nothing where there is no such order.
        public let actual: Revision?

        /// Names the order, what was expected, and what there is.
        public init(order: OrderID, expected: ExpectedRevision, actual: Revision?) {
            self.order = order
            self.expected = expected
            self.actual = actual
        }
    }

    /// Whether events were recorded that were not there before.
    public var isNew: Bool { if case .recorded(_, false) = self { true } else { false } }
    /// Whether all events were recorded before.
    public var isDuplicate: Bool { if case .recorded(_, true) = self { true } else { false } }
    /// The parts of what was recorded.
    public var parts: [Part] { if case .recorded(let parts, _) = self { parts } else { [] } }
}
