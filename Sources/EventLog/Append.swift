public import Orders

/// Whether refused events are turned away, or recorded as history that was made elsewhere.
public enum AppendPolicy: String, Sendable, Hashable, CaseIterable {
    /// What the workflow refuses is turned away; nothing is written of it.
    case enforce
    /// Everything that can be read is recorded; replay reports what would have been refused.
    case observe
}

/// What an appender believes about one order at the moment of appending.
public struct OrderExpectation: Sendable, Hashable {
    /// The order that is expected to stand somewhere.
    public let order: OrderID
    /// Where it is expected to stand.
    public let revision: ExpectedRevision

    /// Expects an order to stand at a revision, to exist, or not to.
    public init(_ order: OrderID, _ revision: ExpectedRevision) {
        self.order = order
        self.revision = revision
    }
}

/// Events that are recorded together or not at all, over one or many orders.
///
/// An empty batch writes nothing but still checks what is expected; orders that are not written may
/// be named among the expectations. It is a reference, so that queues and transactions pass it on
/// for a word.
public final class AppendBatch: Sendable {
    /// The events, in the order in which they are to be recorded.
    public let events: [NewEvent]
    /// What must hold for the batch to be recorded; all failures are named at once.
    public let expectations: [OrderExpectation]
    /// What must not have happened since the appender looked; all failures are named at once.
    public let conditions: [AppendCondition]
    /// Whether refused events are turned away.
    public let policy: AppendPolicy
    /// The conditions, and how far the log was searched for them; nothing where there are none.
    let scan: ConditionScan?
    /// How much it asks of a transaction, counted once and off the writer's path.
    let size: CommitSize
    /// Where the events of another order begin than the one before; nothing for most batches.
    private let borders: [Int]

    /// The most events of one atomic batch.
    public static let maximumEvents = 10_000

    /// Puts events together that stand or fall as one.
    ///
    /// - Parameters:
    ///   - events: the events, in the order in which they are to be recorded.
    ///   - expectations: where orders must stand, those of the events or others.
    ///   - conditions: what must not have happened since the appender looked. Searching for it
    ///     takes time with the events behind the positions that they name, nearly all of it
    ///     before the writer lock is taken.
    ///   - policy: whether refused events are turned away.
    public init(
        _ events: [NewEvent],
        expecting expectations: [OrderExpectation] = [],
        unless conditions: [AppendCondition] = [],
        policy: AppendPolicy = .enforce,
    ) {
        self.events = events
        self.expectations = expectations
        self.conditions = conditions
        scan = conditions.isEmpty ? nil : ConditionScan(conditions)
        self.policy = policy
        size = CommitSize(of: events)
        borders = events.indices.dropFirst().filter { events[$0 - 1].order != events[$0].order }
    }

    /// The same batch, for whose conditions the log was searched further.
    init(_ batch: AppendBatch, searched scan: ConditionScan) {
        events = batch.events
        expectations = batch.expectations
        conditions = batch.conditions
        policy = batch.policy
        self.scan = scan
        size = batch.size
        borders = batch.borders
    }

    /// How often the events go on to another order, and one: so an order is looked for once.
    var runCount: Int { events.isEmpty ? 0 : borders.count + 1 }

    /// The events of a run, which follow one another and are of one order.
    func run(_ number: Int) -> Range<Int> {
        let start = number == 0 ? 0 : borders[number - 1]
        return start..<(number < borders.count ? borders[number] : events.count)
    }
}

/// Proof of an append: where the events stand, on storage that survives power loss.
public struct Receipt: Sendable, Hashable {
    /// One entry an order, in the order in which the batch first names them.
    public struct Part: Sendable, Hashable {
        /// The order that got the events.
        public let order: OrderID
        /// The revision of the batch's first event of this order.
        public let firstRevision: Revision
        /// The revision of the batch's last event of this order.
        public let lastRevision: Revision
        /// The position of the part's last event.
        public let position: Position
        /// The order's status after the part, in its own workflow.
        public let status: String
    }

    /// How far an append is carried before it is answered.
    public enum Durability: String, Sendable, Hashable {
        /// Data and then the meta page were synced to the device.
        case synced
    }

    /// What each order got.
    public let parts: [Part]
    /// How far the append was carried before it was answered.
    public let durability: Durability
    /// Whether every event had been recorded before; nothing was written then.
    public let isDuplicate: Bool
}

/// An order that does not stand where an appender believed.
public struct ExpectationFailure: Sendable, Hashable, CustomStringConvertible {
    /// The order that stands elsewhere.
    public let order: OrderID
    /// Where it was expected to stand.
    public let expected: ExpectedRevision
    /// The revision of the order's last event; none where the order does not exist.
    public let actual: Revision?

    /// A sentence that names the order, where it stands and what was expected.
    public var description: String {
        let stands = actual.map { "is at revision \($0)" } ?? "does not exist"
        return "order \(order) \(stands), expected \(expected): read it again and decide anew"
    }
}

/// The answer to one append.
public enum AppendVerdict: Sendable {
    /// Recorded now, or found recorded before with the same content.
    case recorded(Receipt)
    /// The workflow turned the event at this index of the batch away.
    case refused(Refusal, index: Int)
    /// Some orders do not stand where the appender believed; all of them are named.
    case wrongRevision([ExpectationFailure])
    /// Something happened that a condition excludes; every condition and every expectation that
    /// does not hold is named.
    case conditionFailed([ConditionFailure], wrongRevisions: [ExpectationFailure])
    /// The append could not be done, and says why.
    case failed(LedgerError, index: Int?)
}
