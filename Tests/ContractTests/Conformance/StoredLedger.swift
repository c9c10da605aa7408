import EventLog
import LedgerConformance
import LedgerTesting
import OrderLedger
import Orders
import Subscriptions
import Synchronization

/// The ledger in its file, as the suite of promises looks at it.
final class StoredLedger: ConformingLedger {
    private let folder: TemporaryFolder
    private let opened: Mutex<Ledger?>

    let checkpointInterval = 10_000
    let lagMaximum = 1_000

    init() throws {
        folder = try TemporaryFolder()
        opened = Mutex(try Ledger.create(at: folder("ledger")))
    }

    private func ledger() throws -> Ledger {
        guard let ledger = opened.withLock({ $0 }) else { throw LedgerError(.closed, "closed") }
        return ledger
    }

    func append(_ batches: [AppendBatch]) async throws -> [ConformanceVerdict] {
        let verdicts: [AppendVerdict] = await (try ledger()).append(batches)
        return verdicts.map { ConformanceVerdict(VerdictSummary($0)) }
    }

    func history(of order: OrderID) throws -> [ConformanceEvent]? {
        let events = try ledger().records(of: order).map { ConformanceEvent($0) }
        return events.isEmpty ? nil : events
    }

    func events(
        from start: Position,
        limit: Int,
        _ direction: ReadDirection
    ) throws -> [ConformanceEvent] {
        try ledger().events(from: start, limit: limit, direction: direction)
            .map { ConformanceEvent($0) }
    }

    func status(of order: OrderID) throws -> String? { try ledger().status(of: order) }

    func follow(
        behind position: Position,
        types: Set<String>?,
        orders: Set<OrderID>?
    ) throws -> any ConformanceReader {
        let filter = EventFilter(types: types, orders: orders)
        return StoredReader(try ledger().events(from: .after(position), matching: filter))
    }

    func close() throws { try ledger().close() }

    func reopen() async throws {
        opened.withLock { $0 = nil }
        while true {
            do throws(LedgerError) {
                let ledger = try Ledger.open(at: folder("ledger"))
                return opened.withLock { $0 = ledger }
            } catch {
                // The thread of the last commit holds the file for a moment behind its answers.
                guard error.code == .busy else { throw error }
                await Task.yield()
            }
        }
    }
}

/// A subscription that is read element by element.
private actor StoredReader: ConformanceReader {
    private var iterator: EventSubscription.AsyncIterator

    init(_ subscription: EventSubscription) { iterator = subscription.makeAsyncIterator() }

    func next() async -> ConformanceElement? {
        var iterator = iterator
        let element = await iterator.next(isolation: self)
        self.iterator = iterator
        switch element {
        case .event(let event)?: return .event(event.position)
        case .checkpoint(let position)?: return .checkpoint(position)
        case .caughtUp(let position)?: return .caughtUp(position)
        case .fellBehind(let events)?: return .fellBehind(Int(events))
        case .ended(.cancelled)?: return .ended("cancelled")
        case .ended(.closed)?: return .ended("closed")
        case .ended(.failed(let error))?: return .ended(error.message)
        case nil: return nil
        }
    }
}

extension ConformanceEvent {
    init(_ event: StoredEvent) {
        self.init(
            position: event.position,
            revision: event.revision,
            order: event.order,
            id: event.id,
            type: event.type,
            correlation: event.correlation,
            data: event.recordedData
        )
    }
}

extension ConformanceVerdict {
    init(_ summary: VerdictSummary) {
        func unmet(_ failures: [VerdictSummary.Unmet]) -> [Unmet] {
            failures.map { Unmet(order: $0.order, expected: $0.expected, actual: $0.actual) }
        }
        switch summary {
        case .recorded(let parts, let isDuplicate):
            let parts = parts.map { part in
                Part(
                    order: part.order,
                    firstRevision: Revision(part.revisions.lowerBound),
                    lastRevision: Revision(part.revisions.upperBound),
                    position: Position(part.position)
                )
            }
            self = .recorded(parts, isDuplicate: isDuplicate)
        case .refused(let code, let index): self = .refused(code.rawValue, index: index)
        case .wrongRevision(let failures): self = .wrongRevision(unmet(failures))
        case .conditionFailed(let positions, let failures):
            self = .conditionFailed(positions, wrongRevisions: unmet(failures))
        case .failed(let code, _): self = .failed("\(code)")
        }
    }
}
