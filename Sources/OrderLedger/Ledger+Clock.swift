extension Ledger {
    /// Appends what the clock has made true by an instant, in the order of the deadlines.
    ///
    /// What is appended are ordinary events of the actor `clock` that happened at their deadlines;
    /// repeated, a tick finds nothing left to do.
    ///
    /// ```swift
    /// let report = try ledger.tick(at: .wallClock) { print($0.at, $0.order, $0.event) }
    /// ```
    /// - Parameters:
    ///   - instant: up to when deadlines count as reached.
    ///   - each: hears of each event.
    /// - Complexity: O(deadlines reached); nothing is read of other orders.
    @discardableResult
    public func tick(
        at instant: Timestamp,
        each: (ClockEvent) throws -> Void = { _ in },
    ) throws -> TickReport {
        try store.tick(at: instant, each: each)
    }

    /// Lists what a tick at an instant would append, and appends nothing.
    ///
    /// - Parameters:
    ///   - instant: up to when deadlines count as reached.
    ///   - each: hears of each event.
    /// - Complexity: O(deadlines reached), and the history of orders that have several of them.
    @discardableResult
    public func previewTick(
        at instant: Timestamp,
        each: (ClockEvent) throws -> Void = { _ in },
    ) throws -> TickReport {
        try store.previewTick(at: instant, each: each)
    }

    /// The next instant at which `tick` has something to do; nothing where it has nothing.
    ///
    /// A service may sleep until then, and ask again when something was appended.
    /// - Complexity: a look-up for each kind of deadline and manufacturer.
    public func nextDeadline() throws(LedgerError) -> Timestamp? { try store.nextDeadline() }

    /// Everything that falls due by the end of a day in UTC, in the order of time.
    ///
    /// - Parameters:
    ///   - date: the day, to its end.
    ///   - kinds: what is asked for; everything unless said otherwise.
    ///   - each: takes an item, outside any transaction; false ends the listing.
    /// - Complexity: O(items delivered); nothing is read of orders that have nothing due.
    public func due(
        by date: CalendarDate,
        kinds: [DeadlineKind] = DeadlineKind.allCases,
        each: (DueItem) throws -> Bool,
    ) throws {
        let end = Timestamp(microseconds: date.adding(days: 1).start.microseconds - 1)
        try store.due(by: end, kinds: kinds, each: each)
    }

    /// The effects that nobody has carried out yet, order by order as they began.
    ///
    /// An outcome is recorded as an event that names the effect; see `EffectKey`.
    /// - Complexity: O(open effects); nothing is read of orders that have none.
    public func openEffects(
        of kind: EffectKind? = nil,
        each: (OpenEffect) throws -> Bool,
    ) throws {
        try store.openEffects(of: kind, each: each)
    }
}
