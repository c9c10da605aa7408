/// The effects of one order that nobody has settled yet.
///
/// A value without a clock: it is folded from an order's events like the rest of its state, so it
/// can be kept beside the order's head and found again by a replay. It performs nothing.
public struct Outbox: Sendable, Hashable {
    /// The open effects, in the order of the log.
    public private(set) var open: [EffectKey] = []

    /// The outbox of an order without events.
    public init() {}

    /// An outbox that holds keys which are sorted and differ.
    init(sorted open: [EffectKey]) { self.open = open }

    /// Whether nothing is left to be done.
    public var isEmpty: Bool { open.isEmpty }

    /// Whether an effect waits to be settled.
    public func contains(_ key: EffectKey) -> Bool {
        let place = place(of: key)
        return place < open.count && open[place] == key
    }

    /// Opens the effects that the event at a position raised.
    ///
    /// - Precondition: positions begin at 1.
    public mutating func raise(_ kinds: EffectKinds, at position: Position) {
        precondition(position.rawValue > 0, "The positions of a log begin at 1.")
        for kind in kinds.kinds {
            let key = EffectKey(kind, at: position)
            guard !contains(key) else { continue }
            open.insert(key, at: place(of: key))
        }
    }

    /// Closes an effect; one that is not open stays as it is, so that one success counts.
    public mutating func settle(_ key: EffectKey) {
        guard contains(key) else { return }
        open.remove(at: place(of: key))
    }

    /// Closes all effects of a kind, whichever events raised them.
    public mutating func end(kind: EffectKind) { open.removeAll { $0.kind == kind } }

    /// Takes back the effects that a revoked event raised, except those that move stock.
    public mutating func revoke(eventAt position: Position, keeping kept: EffectKinds = []) {
        open.removeAll {
            $0.position == position && !$0.kind.movesStock && !kept.contains($0.kind)
        }
    }

    /// The first place whose key is not before another.
    private func place(of key: EffectKey) -> Int {
        // Effects are raised at the end of the log, and few are open.
        var place = open.count
        while place > 0, open[place - 1] >= key { place -= 1 }
        return place
    }
}
