package import EventLog
import LMDB
public import Orders

/// An effect that nobody has carried out yet.
public struct OpenEffect: Sendable, Equatable {
    /// Its name, by which its outcome is recorded.
    public let key: EffectKey
    /// The order that raised the effect.
    public let order: OrderID
    /// The type of the event that obliges.
    public let event: String
    /// When that event happened.
    public let at: Timestamp
}

extension LogStore {
    /// The open effects, order by order as they began, each order's in the order of the log.
    ///
    /// - Parameters:
    ///   - kind: only effects of one kind.
    ///   - each: takes an effect, outside any transaction; false ends the listing.
    /// - Complexity: O(open effects); nothing is read of orders that have none.
    package func openEffects(
        of kind: EffectKind? = nil,
        each: (OpenEffect) throws -> Bool,
    ) throws {
        var next: UInt32? = 0
        while let start = next {
            let page = try openEffects(of: kind, from: start)
            for effect in page.effects {
                guard try each(effect) else { return }
            }
            next = page.next
        }
    }

    /// The open effects of a page of orders, and the order at which to go on.
    private func openEffects(
        of kind: EffectKind?,
        from start: UInt32,
    ) throws(LedgerError) -> (effects: [OpenEffect], next: UInt32?) {
        let snapshot = try snapshot()
        let (ordinals, next) = try snapshot.ordinalsWithEffects(from: start)
        var effects: [OpenEffect] = []
        for ordinal in ordinals {
            let head = try snapshot.head(of: ordinal)
            effects += try snapshot.openEffects(of: head, kind)
        }
        return (effects, next)
    }
}

extension LogSnapshot {
    /// Up to a page of orders that have open effects, and the ordinal behind them.
    fileprivate borrowing func ordinalsWithEffects(
        from start: UInt32,
    ) throws(LedgerError) -> (ordinals: [UInt32], next: UInt32?) {
        var ordinals: [UInt32] = []
        do {
            var cursor = try transaction.cursor(tables.views)
            var isFound = try cursor.seek(BlockKey(.effects, holding: start).bytes.span)
            while isFound, let key = BlockKey(cursor.key) {
                var bits = try key.bits(in: cursor.value)
                bits.formIntersection(key.places(of: start...UInt32.max))
                while let place = bits.popFirst() {
                    let ordinal = key.firstOrdinal + UInt32(place)
                    guard ordinals.count < LogSnapshot.pageMaximum else {
                        return (ordinals, ordinal)
                    }
                    ordinals.append(ordinal)
                }
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
        return (ordinals, nil)
    }
}
