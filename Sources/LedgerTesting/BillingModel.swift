/// The plain twin of billing: the contract's rules told once more, without regard to speed.
///
/// It keeps every fact that happened and computes all that it shows from the whole history, in the
/// order in which it happened. It knows nothing of the rules in `Orders`, so that the two can only
/// agree by both being right.
package struct BillingModel: Sendable {
    package let plan: ModelPlan
    /// What happened, in the order in which it was recorded.
    package private(set) var facts: [ModelFact] = []
    private(set) var state: BillingModelState

    package init(_ plan: ModelPlan) {
        self.plan = plan
        state = BillingModelState(plan, dates: plan.dates())
    }

    /// Records a fact, whether or not it would be refused.
    package mutating func add(_ fact: ModelFact) {
        facts.append(fact)
        var next = BillingModelState(plan, dates: state.dates)
        for fact in inOrderOfTime { next.take(fact) }
        state = next
    }

    /// What happened, by time; what happened at once stands as it was recorded.
    private var inOrderOfTime: [ModelFact] {
        facts.enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            return (one.day, one.second, left.offset) < (other.day, other.second, right.offset)
        }.map(\.element)
    }

    /// The code with which a fact would be turned away, or nothing.
    package func refusal(of fact: ModelFact) -> String? { state.refusal(of: fact) }

    /// The billing events in the order in which they were made.
    package var events: [ModelBillingEvent] { state.shownEvents }

    /// The order's status.
    package var status: String { state.status }

    /// Whether the order stands in the tab `exceptions`.
    package var exceptions: Bool {
        ["active", "failed", "suspended", "paused", "review"].contains(status)
            && state.events.contains(where: \.isDeclined)
    }

    /// Whether the order was put aside.
    var isArchived: Bool { state.isArchived }

    /// What was captured, less what was refunded and what disputes took.
    package var net: Int64 { state.net }
    package var captured: Int64 { state.captured }
    package var refunded: Int64 { state.refunded }
}
