public import Orders

/// What a subscription to events delivers.
public enum SubscriptionElement: Sendable {
    /// An event that the filter means; each once, in the order of the log.
    case event(LogEvent)
    /// Everything up to here was looked at, and delivered where the filter means it.
    ///
    /// Comes at least every 10,000 events, so that a consumer can store how far it is though
    /// nothing matches.
    case checkpoint(Position)
    /// The end of the log is reached, here: what follows is delivered as it is appended.
    case caughtUp(Position)
    /// The consumer was slower than the log grew, by so many events: they are read again from the
    /// log, and another `caughtUp` follows them.
    case fellBehind(events: UInt64)
    /// Nothing follows, and why.
    case ended(SubscriptionEnd)
}

/// Where a subscription begins.
public enum SubscriptionStart: Sendable, Hashable {
    /// With the first event of the log.
    case beginning
    /// With the first event that is appended from now on.
    case end
    /// With the first event behind a position; 0 is the beginning.
    case after(Position)
    /// With the first event behind the position that the ledger keeps under a name: one that
    /// `Ledger.saveCheckpoint(_:as:)` saved, or how far a follower is; the beginning where it keeps
    /// none.
    case checkpoint(String)
}
