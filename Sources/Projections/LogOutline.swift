import EventLog
import LMDB
import Orders

/// What a first look over the log finds, so that windows of orders can be folded each on its own:
/// where the records of each window are, and what the ledger's own stream comes to.
///
/// Both cores look at half of the log each and read of most records nothing but the order's number.
struct LogOutline: Sendable {
    /// The ledger's own stream up to the last position.
    private(set) var ledger: LedgerStream
    /// The rules that it led to on the way.
    private(set) var rules: RuleVersions
    /// The number of the last order that begins by then.
    private(set) var lastOrder: UInt32 = 0
    /// What each half of the log has of the windows.
    private let looks: [OutlineLook]

    /// Looks over the log.
    ///
    /// - Parameter byteMaximum: bytes that the stretches of half of the log take at most.
    init(
        of store: LogStore,
        through last: UInt64,
        orderMaximum: Int,
        byteMaximum: Int,
        _ progress: WorkProgress,
    ) throws(LedgerError) {
        guard last > 0 else {
            try self.init(of: store, seenBy: [])
            return
        }
        let middle = last / 2
        let halves = middle > 0 ? [1...middle, middle + 1...last] : [1...last]
        let looks = try onBothCores(halves) { (half) throws(LedgerError) in
            var look = OutlineLook(
                from: half.lowerBound,
                orderMaximum: orderMaximum,
                byteMaximum: byteMaximum
            )
            try look.look(at: half, of: store, progress)
            return look
        }
        try self.init(of: store, seenBy: looks)
    }

    /// Puts together what looks have seen, one behind the other.
    init(
        of store: LogStore,
        seenBy looks: consuming [OutlineLook],
    ) throws(LedgerError) {
        for index in looks.indices { looks[index].close() }
        self.looks = looks
        ledger = LedgerStream(of: store)
        rules = RuleVersions(from: ledger.rules)
        for look in self.looks {
            lastOrder = max(lastOrder, look.lastOrder)
            for position in look.ledgerPositions {
                try ledger.take(position, of: store)
                rules.append(ledger.rules)
            }
        }
    }

    /// The stretches of the log that hold the records of a window, counted from 0.
    func stretches(for window: Int) -> [LogStretches] {
        looks.compactMap { $0.stretches.indices.contains(window) ? $0.stretches[window] : nil }
    }
}
