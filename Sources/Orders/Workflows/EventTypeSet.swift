/// A set of event types, as two words of bits.
public struct EventTypeSet: Sendable, Hashable, ExpressibleByArrayLiteral {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// No type.
    public init() {}

    public init(arrayLiteral elements: EventType...) {
        for element in elements { insert(element) }
    }

    /// Every type that an order may have; a ledger's own and unknown ones are in no set.
    public static let all: EventTypeSet = {
        var all = EventTypeSet()
        for type in EventType.ofOrders { all.insert(type) }
        return all
    }()

    mutating func insert(_ type: EventType) {
        guard type != .unknown else { return }
        switch type.rawValue {
        case 0..<64: low |= 1 << UInt64(type.rawValue)
        case 64..<128: high |= 1 << UInt64(type.rawValue - 64)
        default: break
        }
    }

    /// Whether a type is in the set.
    public func contains(_ type: EventType) -> Bool {
        switch type.rawValue {
        case 0..<64: low & (1 << UInt64(type.rawValue)) != 0
        case 64..<128: high & (1 << UInt64(type.rawValue - 64)) != 0
        default: false
        }
    }

    /// The types of either set.
    public func union(_ other: EventTypeSet) -> EventTypeSet {
        var union = self
        union.low |= other.low
        union.high |= other.high
        return union
    }

    /// The types of this set that are not in another.
    public func subtracting(_ other: EventTypeSet) -> EventTypeSet {
        var rest = self
        rest.low &= ~other.low
        rest.high &= ~other.high
        return rest
    }

    /// The types of both sets.
    public func intersection(_ other: EventTypeSet) -> EventTypeSet {
        subtracting(subtracting(other))
    }

    /// The types, in the order of their codes.
    public var types: [EventType] { EventType.ofOrders.filter(contains) }
}
