/// How an event's type and version stand to what a ledger knows of them.
public enum EventFamiliarity: Sendable, Hashable {
    /// The newest version that is known.
    case current
    /// An older version: the data was carried on to the newest one.
    case older(than: UInt8)
    /// A version that a newer build or a newer program recorded: kept as it is, and counted for
    /// nothing.
    case newer(than: UInt8)
    /// A type that nobody said anything about: kept as it is, and counted for nothing.
    case unknown
}
