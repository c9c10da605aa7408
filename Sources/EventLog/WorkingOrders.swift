import Orders

/// The orders that a transaction has looked at, and those that the ones before it left.
///
/// Callers that append event by event come back to the same orders in the next transactions. What
/// was committed of them is known as long as nobody else writes, and the number of a transaction
/// tells: it counts the commits of all processes.
struct WorkingOrders {
    private(set) var all: [WorkingOrder] = []
    private var places: [OrderID: Place] = [:]
    /// The indices of the orders that the transaction may have changed, each once.
    private var touched: [Int] = []
    /// Where an order was found last: the next event is often one of it, too.
    private var lastFound = 0
    /// The number of the commit that they are known behind; nothing where none is known.
    private var lastCommit: UInt64?

    /// More orders than these are not kept from one transaction to the next.
    private static let keptMaximum = 4_096

    /// Begins a transaction, with what is known of orders from the ones before it.
    ///
    /// - Parameters:
    ///   - commit: the number of the commit that the transaction follows.
    ///   - events: how many are to be staged, so that there is room for their orders.
    mutating func begin(behind commit: UInt64, events: Int) {
        if lastCommit != commit { removeAll() }
        lastCommit = commit
        // Room that is not used is not touched; where orders have several events, it is too much.
        all.reserveCapacity(Self.keptMaximum + events)
        places.reserveCapacity(events / 4)
    }

    /// Ends a transaction: what it changed is committed, under the number that follows.
    mutating func end(after events: Int) {
        // Of those who append much at once few come back to the same orders.
        guard max(all.count, places.count, events) <= Self.keptMaximum else { return removeAll() }
        if let commit = lastCommit, events > 0 { lastCommit = commit + 1 }
        for index in touched { all[index].settle() }
        touched.removeAll(keepingCapacity: true)
    }

    private mutating func removeAll() {
        all.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        touched.removeAll(keepingCapacity: true)
        lastCommit = nil
    }

    /// The indices of the orders that changed, in the order of ordinals.
    var changed: [Int] {
        // A span: to take an order out of the array would copy it.
        let orders = all.span
        var changed: [(ordinal: UInt32, index: Int)] = []
        changed.reserveCapacity(touched.count)
        for index in touched where orders[index].isChanged {
            changed.append((orders[index].ordinal, index))
        }
        changed.sort { $0.ordinal < $1.ordinal }
        return changed.map(\.index)
    }
}

extension WorkingOrders {
    /// What is known of an order by its id.
    enum Place {
        /// It is the working order at this index.
        case order(Int)
        /// It was looked for in the tables, and there is none.
        case absent
    }

    /// What is known of an order; nothing before it was looked for.
    mutating func place(of id: OrderID) -> Place? {
        if lastFound < all.count, all[lastFound].id == id { return .order(lastFound) }
        let place = places[id]
        if case .order(let index) = place { lastFound = index }
        return place
    }

    /// Takes note that an order was looked for in the tables, and is not there.
    mutating func noteAbsence(of id: OrderID) { places[id] = .absent }

    /// Keeps an order that was read from the tables, or is new.
    mutating func adopt(_ order: WorkingOrder) -> Int {
        lastFound = all.count
        places[order.id] = .order(lastFound)
        all.append(order)
        if order.isNew { touch(lastFound) }
        return lastFound
    }

    /// An order by its index; lent, for to take it out would copy it.
    subscript(index: Int) -> WorkingOrder {
        _read { yield all[index] }
    }

    mutating func update(_ index: Int, _ change: (inout WorkingOrder) -> Void) {
        touch(index)
        change(&all[index])
    }

    private mutating func touch(_ index: Int) {
        if all[index].touch() { touched.append(index) }
    }
}

extension WorkingOrders {
    /// The orders that a batch takes back when it is refused: those it looked at, and what it
    /// changed of others.
    struct Savepoint {
        fileprivate let count: Int
        fileprivate let touchedCount: Int
        /// Most batches touch one order, which then needs no dictionary.
        private var first: (index: Int, order: UnchangedOrder)?
        private var others: [Int: UnchangedOrder] = [:]

        init(_ orders: borrowing WorkingOrders) {
            count = orders.all.count
            touchedCount = orders.touched.count
        }

        /// Remembers an order before its first change; orders made later need no memory.
        mutating func remember(_ orders: borrowing WorkingOrders, at index: Int) {
            guard index < count, first?.index != index, others[index] == nil else { return }
            let order = UnchangedOrder(orders.all[index])
            if first == nil { first = (index, order) } else { others[index] = order }
        }

        fileprivate func restore(_ orders: inout [WorkingOrder]) {
            if let (index, order) = first { orders[index].restore(order) }
            for (index, order) in others { orders[index].restore(order) }
        }
    }

    /// Forgets everything since the savepoint.
    mutating func restore(_ savepoint: Savepoint) {
        for order in all[savepoint.count...] { places[order.id] = order.isNew ? .absent : nil }
        all.removeSubrange(savepoint.count...)
        let stillThere = touched[savepoint.touchedCount...].filter { $0 < savepoint.count }
        touched.replaceSubrange(savepoint.touchedCount..., with: stillThere)
        savepoint.restore(&all)
    }
}
