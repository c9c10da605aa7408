/// What can still be done about a billing event, for those who list it.
extension BillingSchedule {
    /// How often a billing event may be tried again, manually and automatically together.
    ///
    /// None is left after a hard decline. Nothing is said of an event that was never declined, or
    /// that has ended.
    public func retriesLeft(of event: BillingEvent) -> Int64? {
        guard event.isOpen, event.firstDeclinedAt != nil else { return nil }
        guard event.state != .hardDeclined else { return 0 }
        // The first decline is no retry.
        return max(0, retry.maxRetries.clampedAdding(1).clampedSubtracting(Int64(event.attempts)))
    }

    /// The last day on which a billing event that was declined may be tried again; nothing for one
    /// that was never declined or has ended, and where the plan's window never closes.
    public func lastRetryDay(of event: BillingEvent) -> CalendarDate? {
        event.isOpen ? event.windowEnd(retry) : nil
    }

    /// Whether a billing event should have been collected before a day.
    ///
    /// What the plan made for a pause is not missed: it moves to a later date of the plan.
    public func isOverdue(_ event: BillingEvent, on day: CalendarDate) -> Bool {
        guard event.isOpen, event.dueOn < day else { return false }
        guard let pausedOn, event.cycle != nil, event.state == .scheduled else { return true }
        return event.dueOn < pausedOn
    }
}
