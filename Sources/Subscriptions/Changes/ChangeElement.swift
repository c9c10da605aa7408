public import Orders

/// What a subscription to the changes of a view delivers.
public enum ChangeElement<Row: Equatable & Sendable>: Sendable {
    /// An order that is in the view when the subscription begins, each once.
    case listed(OrderID, Row)
    /// The view was listed, as it was after this position; or, after `fellBehind`, the end of the
    /// log is reached again.
    case caughtUp(Position)
    /// An order entered, left or changed its row; in the order of positions, each once.
    case changed(OrderChange<Row>)
    /// Everything up to here was looked at, and delivered where it changed the view.
    ///
    /// Comes at least every 10,000 events, so that a consumer can store how far it is.
    case checkpoint(Position)
    /// The consumer was slower than the log grew, by so many events; nothing is lost, and another
    /// `caughtUp` follows.
    case fellBehind(events: UInt64)
    /// Nothing follows, and why.
    case ended(SubscriptionEnd)
}

/// What an event made of an order's row in a view.
public struct OrderChange<Row: Equatable & Sendable>: Sendable, Equatable {
    /// The order that the event is about, or of which a changed setting changed the row.
    public let order: OrderID
    /// The row before the event; nothing where the order was not in the view.
    public let before: Row?
    /// The row after it; nothing where the order is not in the view any more.
    public let after: Row?
    /// The position of the event.
    ///
    /// A changed setting is an event, too: then several orders may change at one position.
    public let position: Position
}

extension OrderChange {
    /// Whether the order came into the view.
    public var isEntry: Bool { before == nil }
    /// Whether the order went out of it.
    public var isExit: Bool { after == nil }
}
