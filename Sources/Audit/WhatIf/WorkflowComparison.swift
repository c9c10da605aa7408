public import Orders

/// What would be otherwise under another workflow: decisions by event, and statuses by order.
public struct WorkflowComparison: Sendable, Equatable {
    /// Events on which the two workflows decide differently, by what they say.
    public private(set) var decisions: [Decision: Int] = [:]
    /// The first of those events, by position.
    public private(set) var events: [Event] = []
    /// Orders whose statuses differ at the end, by both statuses.
    public private(set) var statuses: [Statuses: Int] = [:]
    /// The first of those orders, by their first events.
    public private(set) var orders: [Order] = []

    /// The most events, and the most orders, that are kept.
    public static let detailMaximum = 10_000

    /// A type of event and what the two workflows say of it; nothing where it is taken.
    public struct Decision: Sendable, Hashable {
        /// The word of the event's type.
        public let event: String
        /// What the order's own workflow refused it with; nothing where it took it.
        public let own: Refusal.Code?
        /// What the other workflow refuses it with; nothing where it takes it.
        public let other: Refusal.Code?
    }

    /// One event on which they decide differently.
    public struct Event: Sendable, Equatable {
        /// Where the event stands.
        public let position: Position
        /// The order's name.
        public let order: String
        /// How the two workflows decide.
        public let decision: Decision
    }

    /// The statuses of one order.
    public struct Statuses: Sendable, Hashable {
        /// The workflow that the order goes by.
        public let workflow: String
        /// The status in the order's own workflow.
        public let own: String
        /// The status in the other workflow.
        public let other: String
    }

    /// One order whose statuses differ.
    public struct Order: Sendable, Equatable {
        /// The order's name.
        public let order: String
        /// The status in each of the two workflows.
        public let statuses: Statuses
    }

    /// Takes note of an event at a position that is not before the last one's.
    mutating func add(_ decision: Decision, at position: Position, of order: String) {
        decisions[decision, default: 0] += 1
        guard events.count < Self.detailMaximum else { return }
        events.append(Event(position: position, order: order, decision: decision))
    }

    /// Takes note of an order that began after the last one that was added.
    ///
    /// - Parameter name: reads the order's name, where it is kept.
    mutating func add<Failure: Error>(
        _ statuses: Statuses,
        _ name: () throws(Failure) -> String,
    ) throws(Failure) {
        self.statuses[statuses, default: 0] += 1
        guard orders.count < Self.detailMaximum else { return }
        orders.append(Order(order: try name(), statuses: statuses))
    }

    /// Adds what is otherwise of other orders, which began after those that were added.
    mutating func merge(_ other: WorkflowComparison) {
        statuses.merge(other.statuses, uniquingKeysWith: +)
        orders += other.orders.prefix(Self.detailMaximum - orders.count)
        decisions.merge(other.decisions, uniquingKeysWith: +)
        events = (events + other.events).sorted { $0.position < $1.position }
        events.removeLast(max(0, events.count - Self.detailMaximum))
    }
}
