import LMDB
import LedgerTesting
import Orders
import Testing

@testable import EventLog

@Suite
struct `What is known of orders from one transaction to the next` {
    private func order(_ ordinal: UInt32) throws -> WorkingOrder {
        let head = OrderHead(firstPosition: UInt64(ordinal))
        let id = try #require(OrderID("A-\(ordinal)"))
        return WorkingOrder(ordinal: ordinal, id: id, stored: head, head: head)
    }

    private func isKnown(_ ordinal: UInt32, _ orders: inout WorkingOrders) throws -> Bool {
        let id = try #require(OrderID("A-\(ordinal)"))
        guard case .order(let index) = orders.place(of: id) else { return false }
        return orders[index].ordinal == ordinal
    }

    @Test
    func `stays known while nobody else commits, and not a commit longer`() throws {
        var orders = WorkingOrders()
        orders.begin(behind: 7, events: 1)
        _ = try orders.adopt(order(3))
        orders.end(after: 1)
        orders.begin(behind: 8, events: 1)
        #expect(try isKnown(3, &orders))
        // Nothing was staged, so the next transaction follows the same commit.
        orders.end(after: 0)
        orders.begin(behind: 8, events: 1)
        #expect(try isKnown(3, &orders))
        orders.end(after: 2)
        orders.begin(behind: 10, events: 1)
        #expect(try !isKnown(3, &orders))
    }

    @Test
    func `takes what was staged for committed when the transaction ends`() throws {
        var orders = WorkingOrders()
        orders.begin(behind: 0, events: 1)
        let index = try orders.adopt(order(1))
        #expect(orders.changed.isEmpty)
        orders.update(index) { $0.head.lastPosition = 9 }
        orders.update(index) { $0.note(customer: "c-1") }
        #expect(orders.changed == [index])
        orders.end(after: 1)
        orders.begin(behind: 1, events: 1)
        #expect(orders.changed.isEmpty)
        #expect(orders[index].stored?.lastPosition == 9)
        #expect(orders[index].customers.isEmpty)
    }

    @Test
    func `lists changed orders once each and by ordinal, without those that were taken back`()
        throws
    {
        var orders = WorkingOrders()
        orders.begin(behind: 0, events: 4)
        let indices = try [4, 2, 3].map { try orders.adopt(order($0)) }
        orders.update(indices[0]) { $0.head.lastPosition = 10 }
        var savepoint = WorkingOrders.Savepoint(orders)
        for index in indices {
            savepoint.remember(orders, at: index)
            orders.update(index) { $0.head.lastPosition += 20 }
        }
        let late = try orders.adopt(order(1))
        orders.update(late) { $0.head.lastPosition = 50 }
        #expect(orders.changed.map { orders[$0].ordinal } == [1, 2, 3, 4])
        orders.restore(savepoint)
        #expect(orders.changed.map { orders[$0].ordinal } == [4])
        #expect(orders[indices[0]].head.lastPosition == 10)
        #expect(try !isKnown(1, &orders))
        orders.update(indices[1]) { $0.head.lastPosition = 60 }
        #expect(orders.changed.map { orders[$0].ordinal } == [2, 4])
    }

    @Test
    func `has an order absent until it is made, and again where that is taken back`() throws {
        var orders = WorkingOrders()
        orders.begin(behind: 0, events: 2)
        let ids = try (1...2).map { try #require(OrderID("A-\($0)")) }
        func isAbsent(_ id: OrderID) -> Bool {
            if case .absent = orders.place(of: id) { true } else { false }
        }
        for id in ids { orders.noteAbsence(of: id) }
        #expect(isAbsent(ids[0]) && isAbsent(ids[1]) && isAbsent(ids[0]))
        let savepoint = WorkingOrders.Savepoint(orders)
        for (id, ordinal) in zip(ids, [UInt32(1), 2]) {
            let head = OrderHead(firstPosition: 1)
            _ = orders.adopt(WorkingOrder(ordinal: ordinal, id: id, stored: nil, head: head))
            #expect(!isAbsent(id))
        }
        #expect(try isKnown(1, &orders) && isKnown(2, &orders) && isKnown(1, &orders))
        orders.restore(savepoint)
        #expect(isAbsent(ids[0]) && isAbsent(ids[1]))
    }

    @Test
    func `keeps a bounded number, and none of a large transaction`() throws {
        var orders = WorkingOrders()
        orders.begin(behind: 0, events: 1)
        for ordinal in 1...5_000 as ClosedRange<UInt32> { _ = try orders.adopt(order(ordinal)) }
        orders.end(after: 1)
        #expect(orders.all.isEmpty)
        orders.begin(behind: 1, events: 5_000)
        _ = try orders.adopt(order(1))
        orders.end(after: 5_000)
        #expect(orders.all.isEmpty)
    }
}

@Suite
struct `Appending beside another process` {
    /// A ledger, and what another process would do to it: a transaction whose room is its own.
    private func append(_ event: NewEvent, elsewhereIn store: LogStore) throws {
        let tables = try store.snapshot().tables
        let transaction = try store.beginWrite()
        let rules = try store.rules(in: transaction, tables)
        var appends = try AppendTransaction(
            transaction,
            tables: tables,
            rules: rules,
            ring: store.ring,
            room: WorkingSet(),
            edge: nil,
            size: CommitSize(of: [event]),
            now: ManualClock.start
        )
        #expect(appends.append(AppendBatch([event])).isNew)
        _ = try appends.commit(store.projection)
    }

    @Test
    func `decides by what was committed in between, of orders that were known and of new ones`()
        throws
    {
        let ledger = try TemporaryLedger()
        let store = ledger.store
        var known = OrderBuilder("A-1")
        var absent = OrderBuilder("A-2")
        let expecting = AppendBatch([], expecting: [absent.order.expecting(.streamExists)])
        #expect(try store.append(known.placed()).isNew)
        guard case .wrongRevision = store.append([expecting])[0] else {
            Issue.record("there is no such order yet")
            return
        }
        try append(known.captured(), elsewhereIn: store)
        try append(absent.placed(), elsewhereIn: store)

        let comment = try known.commented("late")
        let stale = AppendBatch(
            [comment],
            expecting: [
                known.order.expecting(.exactly(Revision(0))), absent.order.expecting(.noStream),
            ]
        )
        guard case .wrongRevision(let failures) = store.append([stale])[0] else {
            Issue.record("both orders have moved")
            return
        }
        #expect(failures.map(\.actual) == [Revision(1), Revision(0)])
        #expect(
            store.append([AppendBatch([comment])])[0].receipt?.parts[0].lastRevision.rawValue == 2
        )
        let positions = try store.allRecords().map(\.position.rawValue)
        #expect(positions == Array(1...UInt64(positions.count)))
    }

    @Test
    func `finds an event that another process recorded`() throws {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        let captured = try order.captured()
        try append(captured, elsewhereIn: ledger.store)
        #expect(ledger.store.append([AppendBatch([captured])])[0].receipt?.isDuplicate == true)
    }
}

@Suite
struct `Appending to many orders at once` {
    @Test
    func `writes the head and the ordinal of each, as it does for few`() throws {
        let ledger = try TemporaryLedger()
        let store = ledger.store
        let count = 2 * AppendTransaction.handOverMinimum
        // Names whose order is not that in which the orders come.
        var builders = (0..<count).map { OrderBuilder("A-\($0 * 7_919 % count)-\($0)") }
        #expect(try store.append(builders.indices.map { try builders[$0].placed() }).isNew)
        let second = try stride(from: 0, to: count, by: 2).map { try builders[$0].captured() }
        #expect(store.append(second).isNew)

        let snapshot = try store.snapshot()
        let first = try snapshot.tail.position - UInt64(count + second.count)
        for index in builders.indices {
            let ordinal = try #require(try snapshot.ordinal(of: builders[index].order))
            #expect(ordinal == UInt32(index + 1))
            let head = try snapshot.head(of: ordinal)
            #expect(head.firstPosition == first + UInt64(index + 1))
            let isMoved = index.isMultiple(of: 2)
            #expect(head.revision == (isMoved ? 1 : 0))
            let last = isMoved ? first + UInt64(count + index / 2 + 1) : head.firstPosition
            #expect(head.lastPosition == last)
        }
    }
}
