import Orders

/// A worker's shelf for one order: it carries out what effects say, and nothing else.
///
/// Whoever places an order, or adds pieces to its lines, sets those aside by himself, and whoever
/// un-ticks it as placed puts them back; every other piece moves when its effect is settled.
struct StockRoom: Sendable {
    /// What lies on the shelf.
    private(set) var held: [String: Int64] = [:]
    /// Open effects, and the pieces that those about stock are to move.
    private(set) var open: [EffectKey: [String: Int64]] = [:]
    /// Effects that are not open any more.
    private(set) var closed: [EffectKey: Closing] = [:]
    /// How many successes were told of effects that nobody waited for.
    private(set) var lateOutcomes = 0
    /// How many times pieces were given back again while those between still waited to be reserved.
    private(set) var earlyReleases = 0
    /// What went wrong.
    private(set) var faults: [String] = []

    /// What is known of an effect that has ended.
    struct Closing: Sendable {
        /// The pieces that it moved.
        let pieces: [String: Int64]
        /// The ids of the events that stand and say that it was done, first the one that ended it.
        var told: [String]
    }

    /// Whether every piece has been moved that was to be moved.
    var isSettled: Bool { !open.keys.contains { $0.kind.movesStock } }

    /// Takes note of a recorded event, and of the effects that are open after it.
    ///
    /// - Parameters:
    ///   - change: by how many pieces the order's need changed.
    ///   - isCancelled: whether the order is cancelled.
    ///   - target: the event that is taken back.
    mutating func take(
        _ event: Told,
        at position: Position,
        open keys: [EffectKey],
        isCancelled: Bool,
        change: [String: Int64],
        revoking target: Told?
    ) {
        if isCancelled, isEarlyRelease(event) { earlyReleases += 1 }
        if let target { reopen(whatEnded: target.id, open: keys) }
        let news = keys.filter { open[$0] == nil }
        for key in news where key.position != position || closed[key] != nil {
            faults.append("\(key) was raised again")
        }
        for key in open.keys.sorted() where !keys.contains(key) { close(key, by: event) }
        let type = (target ?? event).type
        tellAgain(event, keys)
        for (sku, pieces) in change where pieces != 0 {
            let kind: EffectKind = pieces < 0 ? .releaseStock : .reserveStock
            if let key = news.first(where: { $0.kind == kind }) {
                open[key, default: [:]][sku] = pieces
            } else if pieces > 0 ? [.placed, .amended].contains(type) : type == .placed {
                held[sku, default: 0] += pieces
            }
        }
        for key in news { open[key, default: [:]] = open[key, default: [:]] }
    }

    /// Whether an event gives pieces back though more reservations wait than other releases.
    private func isEarlyRelease(_ event: Told) -> Bool {
        guard event.type == .effectSucceeded, let key = event.effect.flatMap({ EffectKey($0) }),
            key.kind == .releaseStock, open[key] != nil
        else { return false }
        let reservations = open.keys.count { $0.kind == .reserveStock }
        let others = open.keys.count { $0.kind == .releaseStock && $0 != key }
        return reservations > others
    }

    /// What only the event that was taken back says was done is to be done again.
    private mutating func reopen(whatEnded id: String, open keys: [EffectKey]) {
        for (key, closing) in closed where closing.told.contains(id) {
            let told = closing.told.filter { $0 != id }
            if told.isEmpty, keys.contains(key) {
                closed[key] = nil
                open[key] = closing.pieces
                move(closing.pieces.mapValues(-))
            } else {
                if told.isEmpty, key.kind.movesStock { faults.append("\(key) stayed closed") }
                closed[key]?.told = told
            }
        }
    }

    private mutating func move(_ pieces: [String: Int64]) {
        held.merge(pieces, uniquingKeysWith: +)
    }

    private mutating func close(_ key: EffectKey, by event: Told) {
        let pieces = open.removeValue(forKey: key) ?? [:]
        move(pieces)
        closed[key] = Closing(pieces: pieces, told: [event.id])
        if key.kind.movesStock, event.effect != key.description {
            faults.append("\(key) ended without an outcome, by \(event.type)")
        }
    }

    /// A success that nobody waits for moves nothing; it is only counted.
    private mutating func tellAgain(_ event: Told, _ keys: [EffectKey]) {
        if let kind = EffectKind.ended(by: event.type) {
            for key in closed.keys where key.kind == kind && closed[key]?.told.isEmpty == false {
                if closed[key]?.told.contains(event.id) == false {
                    closed[key]?.told.append(event.id)
                }
            }
        }
        guard let key = event.effect.flatMap({ EffectKey($0) }), !keys.contains(key),
            key.kind.isSettled(by: event.type), closed[key]?.told.contains(event.id) == false
        else { return }
        closed[key]?.told.append(event.id)
        lateOutcomes += 1
    }
}
