/// The effects of one order that nobody has settled yet.
///
/// A value without a clock: it is folded from an order's events like the rest of its state, so it
/// can be kept beside the order's head and found again by a replay. It performs nothing.
public struct Outbox: Sendable, Hashable {
    /// The oldest open effect: few orders have another, and a list of one would cost an allocation.
    private var oldest: EffectKey?
    /// The others, in the order of the log.
    private var others: [EffectKey] = []

    /// The outbox of an order without events.
    public init() {}

    /// An outbox that holds keys which are sorted and differ.
    init(sorted open: [EffectKey]) {
        oldest = open.first
        others = Array(open.dropFirst())
    }

    /// The open effects, in the order of the log.
    public var open: [EffectKey] { oldest.map { [$0] + others } ?? [] }

    /// Hands each open effect to a body, in the order of the log, without making a list of them.
    public func forEach(_ body: (EffectKey) -> Void) {
        if let oldest { body(oldest) }
        for key in others { body(key) }
    }

    /// How many effects are open.
    public var count: Int { oldest == nil ? 0 : 1 + others.count }

    /// Whether nothing is left to be done.
    public var isEmpty: Bool { oldest == nil }

    /// Whether an effect waits to be settled.
    public func contains(_ key: EffectKey) -> Bool { oldest == key || others.contains(key) }

    /// Opens the effects that the event at a position raised.
    ///
    /// - Precondition: positions begin at 1.
    public mutating func raise(_ kinds: EffectKinds, at position: Position) {
        precondition(position.rawValue > 0, "The positions of a log begin at 1.")
        kinds.forEach { insert(EffectKey($0, at: position)) }
    }

    /// Closes an effect; one that is not open stays as it is, so that one success counts.
    public mutating func settle(_ key: EffectKey) { close { $0 == key } }

    /// Closes all effects of a kind, whichever events raised them.
    public mutating func end(kind: EffectKind) { close { $0.kind == kind } }

    /// Takes back the effects that a revoked event raised, except those that move stock.
    public mutating func revoke(eventAt position: Position, keeping kept: EffectKinds = []) {
        close { $0.position == position && !$0.kind.movesStock && !kept.contains($0.kind) }
    }

    private mutating func insert(_ key: EffectKey) {
        guard let oldest else { return self.oldest = key }
        guard key != oldest else { return }
        if key < oldest {
            self.oldest = key
            others.insert(oldest, at: 0)
            return
        }
        // Effects are raised at the end of the log, and few are open.
        var place = others.count
        while place > 0, others[place - 1] > key { place -= 1 }
        if place > 0, others[place - 1] == key { return }
        others.insert(key, at: place)
    }

    private mutating func close(where isMeant: (EffectKey) -> Bool) {
        if !others.isEmpty { others.removeAll(where: isMeant) }
        guard let oldest, isMeant(oldest) else { return }
        self.oldest = others.isEmpty ? nil : others.removeFirst()
    }
}
