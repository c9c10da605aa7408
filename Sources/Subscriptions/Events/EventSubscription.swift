package import EventLog
import Orders

/// The events of a ledger from a point on, as they are and as they come, without a gap and without
/// a duplicate.
///
/// A sequence of its own for each who iterates. It ends with `.ended`, always, and only then: when
/// the task is cancelled, the ledger closed, or the log can no longer be read. Letting go of the
/// iterator gives back all it holds.
///
/// ```swift
/// for await element in ledger.events(from: .beginning) {
///     if case .event(let event) = element { print(event.position, event.type) }
/// }
/// ```
public struct EventSubscription: AsyncSequence, Sendable {
    public typealias Element = SubscriptionElement
    public typealias Failure = Never

    private let watch: LogWatch
    private let store: LogStore
    private let start: SubscriptionStart
    private let filter: EventFilter

    package init(
        _ watch: LogWatch,
        in store: LogStore,
        from start: SubscriptionStart,
        _ filter: EventFilter,
    ) {
        self.watch = watch
        self.store = store
        // What is appended from now on, and not from when somebody begins to read.
        let last = start == .end ? try? store.snapshot().lastPosition : nil
        self.start = last.map { .after(Position($0)) } ?? start
        self.filter = filter
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reader: EventReader(watch, in: store, start, filter))
    }

    /// One reader of the log.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var reader: EventReader

        /// The next element; waits at the end of the log; nothing behind `.ended`.
        ///
        /// - Complexity: O(1) amortised for each event of the log that is looked at.
        public mutating func next() async -> SubscriptionElement? {
            if let event = reader.nextAtHand() { return .event(event) }
            return await reader.element()
        }

        /// The same, on the actor of whoever iterates.
        public mutating func next(
            isolation actor: isolated (any _Concurrency.Actor)?
        ) async -> SubscriptionElement? {
            if let event = reader.nextAtHand() { return .event(event) }
            return await reader.element()
        }
    }
}
