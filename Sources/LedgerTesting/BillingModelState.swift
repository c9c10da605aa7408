/// Where a history has led the model.
struct BillingModelState: Sendable {
    enum Attempt { case none, approved, soft, suspending }

    let plan: ModelPlan
    /// All dates of the plan that the model looks ahead to.
    let dates: [Int]
    var isPlaced = false
    var events: [ModelBillingEvent] = []
    /// What a subscription's next event takes.
    var amount: Int64
    /// The number that the last event made by the plan has for a name.
    var lastNumber = 0

    var captured: Int64 = 0
    var refunded: Int64 = 0
    var disputes: [(reference: String, amount: Int64, isLost: Bool)] = []

    /// A payment was approved, or a card registered.
    var isLive = false
    var lastAttempt = Attempt.none
    /// A card was replaced since the last attempt.
    var hasNewCard = false
    /// The status that the way into the order leads to.
    var entry = "draft"
    /// The day on which the pause began.
    var pausedOn: Int?
    var isComplete = false
    var isInReview = false
    var isCancelled = false
    var isArchived = false

    init(_ plan: ModelPlan, dates: [Int]) {
        self.plan = plan
        self.dates = dates
        amount = plan.amount ?? 0
    }

    /// What disputes took.
    var lost: Int64 { disputes.filter(\.isLost).map(\.amount).reduce(0, +) }

    var net: Int64 { captured - refunded - lost }

    /// The total less what was skipped.
    var value: Int64 {
        (plan.total ?? 0) - events.filter { $0.status == "skipped" }.map(\.amount).reduce(0, +)
    }

    var status: String {
        if isCancelled { return "cancelled" }
        if isComplete { return "complete" }
        if isInReview { return "review" }
        if pausedOn != nil { return "paused" }
        if isLive {
            if lastAttempt == .suspending { return "suspended" }
            if lastAttempt == .soft { return "failed" }
            if plan.kind != .single { return "active" }
        }
        return entry
    }

    /// The events as they are shown: while the order is paused, so are those that are open.
    var shownEvents: [ModelBillingEvent] {
        events.map { event in
            var shown = event
            if pausedOn != nil, event.isOpen { shown.status = "paused" }
            return shown
        }
    }

    func place(of id: String) -> Int? { events.firstIndex { $0.id == id } }
}
