import EventLog
public import Subscriptions

/// Following the ledger under a name, for years, without a gap.
extension Ledger {
    /// Hands each event that is there, and each that comes, to a handler, until something ends it.
    ///
    /// How far the follower is stays in the ledger under its name: whoever follows under the name
    /// next goes on there. An event may be handed over again after a crash, so a handler uses its
    /// position as a stable id. Events of one order are handled one after the other, those of
    /// different orders by as many workers at the same time as `options` say.
    ///
    /// What the handler throws at is tried again after pauses; after the last attempt its order is
    /// parked: later events of the order wait, in order, until `retry` or `skip` decides. All others
    /// go on.
    ///
    /// ```swift
    /// try await ledger.follow(named: "mail", matching: EventFilter(types: ["dispatched"])) { event in
    ///     try await send(event.stored())
    /// }
    /// ```
    /// - Parameters:
    ///   - name: what the follower is called.
    ///   - start: where a follower begins whose name is new.
    ///   - filter: which events are handed over; the checkpoint passes the others.
    ///   - options: how the follower works.
    ///   - handler: does what is to be done at an event.
    /// - Returns: why it ended: cancelled, closed, failed, or too many orders parked.
    /// - Throws: `busy` where somebody follows under the name already, `cancelled` where that was
    ///   waited for, `malformed` for what cannot be a name, `accessDenied`.
    @discardableResult
    public func follow(
        named name: String,
        from start: SubscriptionStart = .beginning,
        matching filter: EventFilter = .all,
        options: FollowerOptions = FollowerOptions(),
        handler: @escaping @Sendable (LogEvent) async throws -> Void,
    ) async throws(LedgerError) -> FollowerEnd {
        let name = try FollowerName(name)
        let hold = try await store.hold(name, options)
        let run = try FollowerRun(
            hold,
            of: name,
            in: store,
            wokenBy: watch,
            filter,
            options,
            handler
        )
        return await run.run(from: start)
    }

    /// How all followers of the ledger are, by name, running or not.
    ///
    /// - Complexity: O(parked events), and a look at the header of each event that a follower has
    ///   before it.
    public var followers: [FollowerStatus] {
        get throws(LedgerError) { try store.followers() }
    }

    /// Lets a follower try again what it has parked of an order, from the event that failed on.
    ///
    /// The decision is an event of `$ledger`; the follower acts on it once: now, or when it runs
    /// next.
    /// - Parameters:
    ///   - order: the order that is parked.
    ///   - follower: the follower's name.
    ///   - reason: why; it stays readable for ever, so it names nobody.
    ///   - actor: who decides.
    /// - Returns: the position of the event that records the decision.
    /// - Throws: `noSuchFollower`, `noSuchOrder` where it has not parked the order.
    @discardableResult
    public func retry(
        _ order: OrderID,
        parkedBy follower: String,
        reason: String,
        actor: Actor? = nil,
    ) throws(LedgerError) -> Position {
        try store.decide(.retry, on: order, parkedBy: follower, reason: reason, actor: actor)
    }

    /// Lets a follower pass over the event at which an order is parked, and go on behind it.
    ///
    /// The decision is an event of `$ledger`; the follower acts on it once: now, or when it runs
    /// next.
    /// - Parameters:
    ///   - order: the order that is parked.
    ///   - follower: the follower's name.
    ///   - reason: why; it stays readable for ever, so it names nobody.
    ///   - actor: who decides.
    /// - Returns: the position of the event that records the decision.
    /// - Throws: `noSuchFollower`, `noSuchOrder` where it has not parked the order.
    @discardableResult
    public func skip(
        _ order: OrderID,
        parkedBy follower: String,
        reason: String,
        actor: Actor? = nil,
    ) throws(LedgerError) -> Position {
        try store.decide(.skip, on: order, parkedBy: follower, reason: reason, actor: actor)
    }

    /// Forgets a follower that is no longer needed: how far it is, and what it has parked.
    ///
    /// - Throws: `noSuchFollower`, `busy` where somebody follows under the name.
    public func forget(follower: String) throws(LedgerError) {
        try store.forget(follower: follower)
    }
}
