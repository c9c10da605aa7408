public import EventLog

/// A view of your own: rows that follow from the events of the log, and from nothing else.
///
/// Its rows lie in tables of its own in the ledger's file, and commit together with the position up
/// to which they are complete: they are never half of what an event leads to. Fed by
/// `Ledger.open(at:projections:)` it commits with the events themselves; fed by `Ledger.run(_:)` it
/// follows them. Change `version` whenever `apply` would make other rows: the new version is built
/// beside the old one, which answers until you switch.
///
/// `apply` must be a pure function of the event and the rows: it asks no clock, no network and no
/// chance, else no rebuild leads to the same rows. Events come without what is personal and sealed,
/// so that erasing a customer needs no rebuild. Not for work on the world outside: see
/// `Ledger.run(_:effect:)`.
public protocol LedgerProjection: Sendable {
    /// What the view is called: 1 to 64 letters, digits, `-` and `_`.
    var name: String { get }
    /// Which rows it makes; from 1.
    var version: Int { get }
    /// The names of its tables, at most 16, formed like its own.
    var tables: [String] { get }
    /// The events that it is made of; by types, orders and correlations.
    ///
    /// Not by workflows or customers: those of an order may change, and the rows would depend on
    /// when they were made.
    var filter: EventFilter { get }

    /// Writes the rows that there are before the first event.
    func initial(_ rows: inout ProjectionRows) throws

    /// Folds one event into the rows.
    ///
    /// - Throws: whatever it likes; nothing of what it did for the event is kept then.
    func apply(_ event: StoredEvent, to rows: inout ProjectionRows) throws
}

extension LedgerProjection {
    /// Every event.
    public var filter: EventFilter { .all }

    /// No rows.
    public func initial(_ rows: inout ProjectionRows) throws {}
}

/// What a projection said of an event that it cannot take, or of its first rows.
public struct ProjectionFailure: Error, Sendable {
    /// The projection's name.
    public let projection: String
    /// Which version of it.
    public let version: Int
    /// The event's position; 0 where `initial` failed.
    public let position: UInt64
    /// The order of the event, by its ordinal.
    package let ordinal: UInt32
    /// What it threw.
    public let underlying: any Error
}

extension LedgerError {
    init(_ failure: ProjectionFailure) {
        let place = failure.position == 0 ? "its first rows" : "position \(failure.position)"
        self.init(
            .projectionFailed,
            "projection \(failure.projection), version \(failure.version), failed at \(place): "
                + "\(failure.underlying): correct it and run it again; it goes on from there",
            underlying: failure
        )
    }
}
