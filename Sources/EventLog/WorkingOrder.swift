import Orders

/// An order that a transaction has looked at.
struct WorkingOrder {
    let ordinal: UInt32
    let id: OrderID
    /// The head as it was committed; none for an order that this transaction makes.
    private(set) var stored: OrderHead?
    var head: OrderHead
    /// The order's details, loaded when a rule asks for them and kept up from then on.
    var loaded: Boxed<OrderHistory>?
    /// The customer ids that events of this transaction named, oldest first.
    private(set) var customers: [String] = []
    /// Whether it is among those that the transaction may have changed.
    private var isTouched = false
    var isNew: Bool { stored == nil }
    var isChanged: Bool { stored?.lastPosition != head.lastPosition }

    init(ordinal: UInt32, id: OrderID, stored: OrderHead?, head: OrderHead) {
        self.ordinal = ordinal
        self.id = id
        self.stored = stored
        self.head = head
    }

    /// Puts it among those that the transaction may have changed; false where it is there already.
    mutating func touch() -> Bool {
        defer { isTouched = true }
        return !isTouched
    }

    /// Takes note that all that was staged of it is committed.
    mutating func settle() {
        stored = head
        loaded = nil
        customers = []
        isTouched = false
    }

    /// Folds an event into the history that was loaded, and takes the head from there.
    mutating func foldIntoHistory(_ event: RecordedEvent) {
        loaded?.change { history in
            history.apply(event)
            head.standing = history.standing
        }
    }

    mutating func note(customer: String) {
        if customers.last != customer { customers.append(customer) }
    }
}

/// What of an order changes while events are staged, as it was before.
///
/// The history is not kept, so that folding on happens in place; it is folded anew after all.
struct UnchangedOrder {
    fileprivate let head: OrderHead
    fileprivate let customerCount: Int

    init(_ order: borrowing WorkingOrder) {
        head = order.head
        customerCount = order.customers.count
    }
}

extension WorkingOrder {
    /// Takes back what was staged of the order.
    mutating func restore(_ before: UnchangedOrder) {
        head = before.head
        customers.removeSubrange(before.customerCount...)
        loaded = nil
    }
}
