/// A line of an order, and what became of its pieces.
public struct LineState: Sendable, Equatable {
    /// The line as it was ordered.
    public let line: OrderLine
    /// Pieces ordered.
    public let ordered: Int64
    /// Pieces handed to a carrier.
    public internal(set) var dispatched: Int64 = 0
    /// Pieces that arrived.
    public internal(set) var delivered: Int64 = 0
    /// Pieces that came back.
    public internal(set) var returned: Int64 = 0
    /// Whether the line has been procured.
    public internal(set) var isProcured = false
}

extension OrderState {
    /// The order's lines; pieces of a SKU fill the lines that it stands on in order.
    ///
    /// What was dispatched or returned beyond the order stands on the SKU's last line.
    public var lines: [LineState] {
        let lines = terms.merged.lines ?? []
        let ordered = terms.ordered
        var states = lines.map { LineState(line: $0, ordered: $0.quantity) }
        if goods.isDispatchedWhole {
            for index in states.indices { states[index].dispatched = states[index].ordered }
        } else {
            Self.fill(&states, \.dispatched, from: goods.dispatched)
        }
        Self.fill(&states, \.delivered, from: goods.delivered(ordered))
        Self.fill(&states, \.returned, from: goods.returned)
        for index in states.indices {
            states[index].isProcured =
                goods.isProcuredWhole || goods.procured.contains(states[index].line.sku)
        }
        return states
    }

    /// The parcels on their way, in the order of their dispatches.
    public var packages: [Package] { goods.packages }

    private static func fill(
        _ states: inout [LineState],
        _ count: WritableKeyPath<LineState, Int64>,
        from pieces: [String: Int64]
    ) {
        guard !pieces.isEmpty else { return }
        var rest = pieces
        var last: [String: Int] = [:]
        for index in states.indices {
            let sku = states[index].line.sku
            let taken = min(states[index].ordered, rest[sku, default: 0])
            states[index][keyPath: count] = taken
            rest[sku, default: 0] -= taken
            last[sku] = index
        }
        for (sku, index) in last { states[index][keyPath: count] += rest[sku, default: 0] }
    }
}
