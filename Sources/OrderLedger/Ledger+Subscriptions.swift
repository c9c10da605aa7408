public import EventLog
import Foundation
import LMDB
public import Orders
@_exported public import Subscriptions

/// Following the ledger: what is there, and what comes, whichever process appends it.
extension Ledger {
    /// The events from a point on, as they are and as they come.
    ///
    /// Each is delivered once, in the order of the log, across the change from reading what is there
    /// to hearing what comes. Writers never wait for a subscriber, and nothing is buffered for him
    /// but the page that he reads.
    /// - Parameters:
    ///   - start: where to begin.
    ///   - filter: which events are delivered; the rest is passed over.
    public func events(
        from start: SubscriptionStart,
        matching filter: EventFilter = .all,
    ) -> EventSubscription {
        EventSubscription(watch, in: store, from: start, filter)
    }

    /// Keeps under a name how far a subscriber has come, durably, so that it goes on there:
    /// `events(from: .checkpoint(name))`.
    ///
    /// The name stands in `followers`, with its lag. What follows under a name of its own keeps its
    /// checkpoint itself: see `follow(named:from:matching:options:handler:)`.
    /// - Parameters:
    ///   - position: everything up to here is handled.
    ///   - name: 1 to 100 letters, digits, dots, hyphens and underlines.
    /// - Throws: `malformed` for what cannot be a name and for a position beyond the log's end,
    ///   `busy` where somebody follows under the name, `accessDenied`.
    /// - Complexity: one durable commit.
    public func saveCheckpoint(_ position: Position, as name: String) throws(LedgerError) {
        try store.save(position, asCheckpoint: name)
    }

    /// Ends all subscriptions, each with the reason `closed`, and all that would begin later.
    ///
    /// The files are closed when the last user of the ledger lets go of it.
    public func close() { watch.close() }

    /// Closes the ledger once nobody reads what is written to a descriptor any more.
    package func closeWhenUnread(_ descriptor: CInt) {
        Thread.detachNewThread { [weak self] in
            if PipeReader.waitUntilGone(from: descriptor) { self?.close() }
        }
    }
}

extension LogEvent {
    /// The event with its payload, of which the personal part is opened where the ledger has its
    /// key.
    ///
    /// - Throws: `corrupted` where the payload cannot be read or was altered.
    /// - Complexity: O(bytes), and a look-up where the payload is long or sealed.
    public func stored() throws(LedgerError) -> StoredEvent {
        try StoredEvent(record, in: store.snapshot())
    }
}
