/// Facts that must be there and facts that must not.
public struct FactTest: Sendable, Hashable {
    /// Facts that must all be there.
    public let required: FactSet
    /// Facts of which none may be there.
    public let forbidden: FactSet

    /// A test of facts that must hold and of facts that must not.
    public init(required: FactSet = [], forbidden: FactSet = []) {
        self.required = required
        self.forbidden = forbidden
    }

    /// Whether facts pass.
    public func matches(_ facts: FactSet) -> Bool {
        facts.isSuperset(of: required) && facts.isDisjoint(with: forbidden)
    }
}

extension FactTest: CustomStringConvertible {
    /// The facts that must hold, and behind a minus those that must not.
    public var description: String {
        let names = required.names + forbidden.names.map { "-\($0)" }
        return names.isEmpty ? "always" : names.joined(separator: ", ")
    }
}

/// A fact that a workflow reads into others.
public struct DerivationRow: Sendable, Hashable {
    /// The row as a sentence.
    public let sentence: String
    /// When the row matches.
    public let test: FactTest
    /// The facts that hold where the test passes.
    public let facts: FactSet
}

/// A row of a status table: the first that matches names the status.
public struct StatusRow: Sendable, Hashable {
    /// The place of the row's status among the workflow's statuses.
    public let status: Int
    /// The row as a sentence: why an order has this status.
    public let sentence: String
    /// When the row matches.
    public let test: FactTest
}

/// A row of a tab: an order is in the tab where any of its rows matches.
public struct TabRow: Sendable, Hashable {
    /// The row as a sentence: why an order is in this tab.
    public let sentence: String
    /// The statuses that the row takes, as bits; all bits take any.
    public let statuses: UInt32
    /// When the row matches.
    public let test: FactTest
}

/// A named list of orders.
public struct Tab: Sendable, Hashable {
    /// The name of the tab.
    public let name: String
    /// The rows of which one must match.
    public let rows: [TabRow]
}

/// A row of a colour table: the first that matches gives colour and message.
public struct ColourRow: Sendable, Hashable {
    /// The name of the colour.
    public let colour: String
    /// What is said beside the colour.
    public let message: String?
    /// When the row matches.
    public let test: FactTest
    /// Whether the row needs the invoice to be overdue, counted from the order date.
    public let whenOverdue: Bool
}

/// A row of a permission table: events that are refused where the test passes.
public struct PermissionRow: Sendable, Hashable {
    /// What a row looks at beyond facts.
    public enum Condition: UInt8, Sendable, Hashable, BitwiseCopyable, CaseIterable {
        /// Nothing.
        case none
        /// The event carries no tracking code.
        case withoutTracking
        /// The refund leaves some of the captured money (nothing captured: of the total).
        case partialAmount
        /// The reseller has approved, but the time for the hand-over has not passed.
        case beforeHandOver
        /// The reseller approves.
        case byReseller
        /// The system approves.
        case bySystem
        /// The event is an attempt to collect money; a card's registration is none.
        case attempt
        /// A billing event that is named does not exist.
        case unknownBillingEvent
        /// A billing event that is named has ended, or a new one's name is taken.
        case endedBillingEvent
        /// The billing event was declined for good.
        case hardDeclinedBillingEvent
        /// The billing event has been tried again as often as its plan allows.
        case usedUpBillingEvent
        /// The time in which the billing event may be tried again has passed.
        case lateForBillingEvent
    }

    /// The events that the row may turn away.
    public let events: EventTypeSet
    /// When the row matches.
    public let test: FactTest
    /// What the row asks of the event beyond facts.
    public let condition: Condition
    /// The refusal that the row leads to.
    public let code: Refusal.Code
    /// The refusal's sentence.
    public let sentence: String
}
