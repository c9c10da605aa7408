import EventLog
import Orders
import Projections

/// Reads a view for one subscriber: its orders as of one position, then what events make of them.
struct ChangeReader<Row: Equatable & Sendable> {
    private let store: LogStore
    private let view: LiveView<Row>
    private var events: EventReader
    private var phase = Phase.following
    /// The view's orders, while they are listed.
    private var listing: SteadyListing<Row>?
    /// What a changed setting made of orders that it did not touch, while that is told.
    private var recolouring: SteadyListing<RuleChangeRows<Row>.Pair>?
    /// The view by the rules that stood at the last position that was looked at.
    private var standing: Standing?
    /// Elements that are ready, the next one last.
    private var ready: [ChangeElement<Row>] = []
    private var heads = HeadSteps()
    /// The position up to which everything was looked at.
    private var known: UInt64
    /// The position that the subscriber heard of last.
    private var told: UInt64
    /// The position that he was told of as the end of the log, last of all.
    private var caughtUp: UInt64?

    private enum Phase {
        case listing
        case recolouring
        case following
        case broken(LedgerError)
        case ended
    }

    /// The view by the rules of one moment.
    private struct Standing {
        let rules: LedgerRules
        let rows: any OrderRows<Row>
    }

    /// Events that are looked at under one snapshot.
    private static var eventsMaximum: Int { 500 }

    /// - Parameter start: the position behind which changes are delivered; nothing lists the view
    ///   first.
    init(
        _ watch: LogWatch,
        in store: LogStore,
        _ view: LiveView<Row>,
        after start: Position?,
    ) {
        self.store = store
        self.view = view
        known = start?.rawValue ?? 0
        do throws(LedgerError) {
            let snapshot = try store.snapshot()
            if let start { try snapshot.requirePosition(start) }
            if start == nil { known = try snapshot.lastPosition }
            let rules = try store.rules(asOf: Position(known), in: snapshot)
            let rows = try view.rows(rules, snapshot)
            standing = Standing(rules: rules, rows: rows)
            if start == nil {
                let date = view.date ?? store.configuration.now().date
                listing = SteadyListing(rows, asOf: known, on: date, rules, in: store)
                phase = .listing
            }
        } catch {
            phase = .broken(error)
        }
        told = known
        events = EventReader(watch, in: store, .after(Position(known)), .all)
    }

    /// The next element; nothing behind the last.
    mutating func element() async -> ChangeElement<Row>? {
        while true {
            if let element = ready.popLast() { return element }
            do throws(LedgerError) {
                switch phase {
                case .listing: try list()
                case .recolouring: try recolour()
                case .following: try await follow()
                case .broken(let error): throw error
                case .ended: return nil
                }
            } catch {
                end(.failed(error))
            }
        }
    }

    private mutating func end(_ reason: SubscriptionEnd) {
        phase = .ended
        listing = nil
        recolouring = nil
        heads = HeadSteps()
        ready = [.ended(reason)]
    }

    /// Makes elements ready, in the order in which they are delivered.
    private mutating func deliver(_ elements: [ChangeElement<Row>]) { ready = elements.reversed() }
}

// MARK: - Listing

extension ChangeReader {
    private mutating func list() throws(LedgerError) {
        if let reason = events.reasonToEnd { return end(reason) }
        if let page = try listing?.page() {
            return deliver(page.map { .listed($0.order, $0.row) })
        }
        listing = nil
        phase = .following
        caughtUp = known
        deliver([.caughtUp(Position(known))])
    }

    private mutating func recolour() throws(LedgerError) {
        if let reason = events.reasonToEnd { return end(reason) }
        if let page = try recolouring?.page() {
            if !page.isEmpty { told = known }
            return deliver(page.map { change(of: $0.order, from: $0.row.before, to: $0.row.after) })
        }
        recolouring = nil
        phase = .following
    }

    private func change(of order: OrderID, from before: Row?, to after: Row?) -> ChangeElement<Row>
    {
        .changed(
            OrderChange(order: order, before: before, after: after, position: Position(known))
        )
    }
}

// MARK: - Following

extension ChangeReader {
    private mutating func follow() async throws(LedgerError) {
        switch await events.element() {
        case .event(let event): try take(event)
        case .checkpoint(let position): tell(position, .checkpoint(position))
        case .caughtUp(let position):
            // The position up to which the view was listed was told of already.
            guard position.rawValue != caughtUp else { return }
            caughtUp = position.rawValue
            tell(position, .caughtUp(position))
        case .fellBehind(let events): deliver([.fellBehind(events: events)])
        case .ended(let reason): end(reason)
        case nil: phase = .ended
        }
    }

    private mutating func tell(_ position: Position, _ element: ChangeElement<Row>) {
        known = max(known, position.rawValue)
        told = known
        deliver([element])
    }

    /// Looks at an event, and at those that are at hand behind it.
    private mutating func take(_ first: LogEvent) throws(LedgerError) {
        guard let standing else { return }
        let snapshot = try store.snapshot()
        var elements: [ChangeElement<Row>] = []
        var recordsRead = 0
        var event: LogEvent? = first
        for count in 1... {
            guard let current = event else { break }
            known = current.position.rawValue
            guard current.ordinal > 0 else {
                try change(standing, by: current, in: snapshot)
                break
            }
            let change = try change(by: current, standing, in: snapshot, &recordsRead)
            if let change { elements.append(change) }
            guard count < Self.eventsMaximum, recordsRead < LogSnapshot.pageMaximum else { break }
            event = events.nextAtHand()
        }
        if !elements.isEmpty { told = known }
        if known - told >= WaitingRoom<Void>.eventsBetweenSigns {
            told = known
            elements.append(.checkpoint(Position(known)))
        }
        deliver(elements)
    }

    /// What an event makes of its order's row.
    private mutating func change(
        by event: LogEvent,
        _ standing: Standing,
        in snapshot: borrowing LogSnapshot,
        _ recordsRead: inout Int,
    ) throws(LedgerError) -> ChangeElement<Row>? {
        let record = try event.record
        let code = standing.rules.defaultWorkflow.code
        let step = try heads.step(over: record, code, in: snapshot)
        let date = view.date ?? record.recordedAt.date
        var before: Row?
        if let head = step.before {
            before = try standing.rows.row(of: head, on: date, in: snapshot, &recordsRead)
        }
        let after = try standing.rows.row(of: step.after, on: date, in: snapshot, &recordsRead)
        guard before != after else { return nil }
        return change(of: try snapshot.orderID(of: step.after), from: before, to: after)
    }

    /// Goes over to the rules that an event of the ledger's own stream leads to.
    private mutating func change(
        _ standing: Standing,
        by event: LogEvent,
        in snapshot: borrowing LogSnapshot,
    ) throws(LedgerError) {
        let rules = try store.rules(asOf: event.position, in: snapshot)
        let rows = try view.rows(rules, snapshot)
        self.standing = Standing(rules: rules, rows: rows)
        guard rules.settings != standing.rules.settings else { return }
        recolouring = SteadyListing(
            RuleChangeRows(from: standing.rows, to: rows),
            asOf: known,
            on: view.date ?? event.recordedAt.date,
            rules,
            in: store
        )
        phase = .recolouring
    }
}
