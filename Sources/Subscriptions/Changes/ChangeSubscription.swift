package import EventLog
package import Orders

/// The orders of a view as they are, and every change of it as it comes, without a gap and without
/// a duplicate.
///
/// First the view is listed, as it was after one position; then every change behind that position
/// follows. A sequence of its own for each who iterates. It ends with `.ended`, always, and only
/// then. Letting go of the iterator gives back all it holds.
///
/// ```swift
/// for await element in ledger.changes(in: .tab("toDispatch", of: "webshop")) {
///     if case .changed(let change) = element, change.isEntry { print("pack", change.order) }
/// }
/// ```
public struct ChangeSubscription<Row: Equatable & Sendable>: AsyncSequence, Sendable {
    public typealias Element = ChangeElement<Row>
    public typealias Failure = Never

    private let watch: LogWatch
    private let store: LogStore
    private let view: LiveView<Row>
    private let start: Position?

    package init(
        _ watch: LogWatch,
        in store: LogStore,
        _ view: LiveView<Row>,
        after start: Position?,
    ) {
        self.watch = watch
        self.store = store
        self.view = view
        self.start = start
    }

    /// A reader of its own, for which the view is listed as it is now.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reader: ChangeReader(watch, in: store, view, after: start))
    }

    /// One reader of the view.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var reader: ChangeReader<Row>

        /// The next element; waits at the end of the log; nothing behind `.ended`.
        ///
        /// - Complexity: O(1) for most events that are looked at, and the reading of an order's data
        ///   for those in the view.
        public mutating func next() async -> ChangeElement<Row>? { await reader.element() }

        /// The same, on the actor of whoever iterates.
        public mutating func next(
            isolation actor: isolated (any _Concurrency.Actor)?
        ) async -> ChangeElement<Row>? {
            await reader.element()
        }
    }
}
