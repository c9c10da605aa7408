public import Orders
public import Projections

/// What one person should not do alone, and who did.
///
/// A person is an actor who may have rights in the shop: a seller, the platform, an administrator, a
/// reseller or a manufacturer. Customers, carriers, gateways, systems and the clock are none.
public struct FourEyesReport: Sendable, Equatable {
    /// Events that were read, those of the ledger's own stream among them.
    public let events: UInt64
    /// Orders that were looked at.
    public let orders: Int
    /// Steps that nobody has signed: of them nothing can be told.
    public internal(set) var unsignedSteps = 0
    /// How many orders have a pair of steps by one person.
    public internal(set) var pairs: [StepPair: Int] = [:]
    /// The first of those orders, by their first events.
    public internal(set) var conflicts: [Conflict] = []
    /// What each person did, by the actor.
    public internal(set) var people: [Person] = []
    /// The orders' money by currency, as the log leads to it.
    public let totals: [OrderTotals]

    /// The most conflicts that are kept.
    public static let conflictMaximum = 10_000

    /// Something that is approved or carried out.
    public enum Step: Int, Sendable, Hashable, CaseIterable, Comparable {
        /// The steps of an order that the report watches.
        case accepted, captured, refunded, cancelled

        public static func < (left: Step, right: Step) -> Bool { left.rawValue < right.rawValue }

        /// The word by which it is listed.
        public var word: String {
            switch self {
            case .accepted: "accepted"
            case .captured: "captured"
            case .refunded: "refunded"
            case .cancelled: "cancelled"
            }
        }
    }

    /// Two steps of one order that one person took.
    public struct StepPair: Sendable, Hashable, Comparable {
        /// The step that is taken first.
        public let first: Step
        /// The step that another person should take.
        public let second: Step

        /// The two words with a plus between them.
        public var word: String { "\(first.word)+\(second.word)" }

        public static func < (left: StepPair, right: StepPair) -> Bool {
            (left.first, left.second) < (right.first, right.second)
        }
    }

    /// One order of which one person took several steps.
    public struct Conflict: Sendable, Equatable {
        /// The order's name.
        public let order: String
        /// Who took both steps, KIND:ID.
        public let actor: String
        /// The currency of the amounts; nothing where no event named one.
        public let currency: Currency?
        /// The steps that this person took, in their order.
        public let steps: [StepTaken]
    }

    /// What a person did of one kind, on one order.
    public struct StepTaken: Sendable, Equatable {
        /// Which step it is.
        public let step: Step
        /// The position of the first event of the kind.
        public let position: Position
        /// How many of the person's events took it.
        public let events: Int
        /// Money that moved, all of the kind together; for what moves none, the order's total.
        public let amount: Int64
    }

    /// What a person did over all orders.
    public struct Person: Sendable, Equatable {
        /// Who it is, KIND:ID.
        public let actor: String
        /// Events above the limit, by step.
        public let counts: [Step: Int]
    }
}
