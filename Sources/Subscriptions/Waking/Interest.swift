/// Which new events somebody waits for, as far as their headers say.
package enum Interest: Sendable {
    case everything
    /// Events of one order, by its ordinal.
    case order(UInt32)
    /// Events of one type, by its code; 0 for every type that the header does not name.
    case type(UInt8)
    /// First events of orders.
    case newOrders
}

/// What a new event's header says to those who wait.
package struct Notice: Sendable {
    package let position: UInt64
    package let ordinal: UInt32
    package let type: UInt8
    package let isFirst: Bool
    /// Whether the record cannot be read, so that it is everybody's business.
    package let isUnreadable: Bool

    package init(
        position: UInt64,
        ordinal: UInt32,
        type: UInt8,
        isFirst: Bool,
        isUnreadable: Bool = false,
    ) {
        self.position = position
        self.ordinal = ordinal
        self.type = type
        self.isFirst = isFirst
        self.isUnreadable = isUnreadable
    }
}
