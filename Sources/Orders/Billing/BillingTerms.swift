/// The part of a billing plan that later events rest on.
struct BillingTerms: Sendable, Equatable {
    var kind = BillingKind.single
    var every: BillingPlan.Period?
    var first: CalendarDate?
    /// What later events of a subscription take, in minor units.
    var amount: Int64 = 0
    var until: CalendarDate?
    var retry = BillingPlan.Retry()

    init() {}

    init(_ plan: BillingPlan, in currency: Currency?) {
        kind = plan.kind
        every = plan.every
        first = plan.first
        amount = currency.flatMap { plan.amount?.minorUnits(in: $0) } ?? 0
        until = plan.until
        retry = plan.retry
    }

    /// The plan's k-th date, from 0; nothing after its last day.
    func date(ofCycle cycle: Int) -> CalendarDate? {
        guard let every, let first, let date = every.date(cycle, from: first) else { return nil }
        if let until, date > until { return nil }
        return date
    }
}
