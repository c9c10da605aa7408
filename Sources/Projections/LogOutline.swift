import EventLog
import LMDB
import Orders

/// What a first look over the log finds, so that windows of orders can be folded each on its own:
/// which orders its stretches are about, and what the ledger's own stream comes to.
///
/// Both cores look at half of the log each and read of most records nothing but the order's number.
struct LogOutline: Sendable {
    /// The last position that was looked at.
    let last: UInt64
    /// The ledger's own stream up to there.
    private(set) var ledger: LedgerStream
    /// The number of the last order that begins by then.
    private(set) var lastOrder: UInt32 = 0
    private var extents: [OrderExtent] = []

    init(
        of store: LogStore,
        through last: UInt64,
        _ progress: WorkProgress,
    ) throws(LedgerError) {
        self.last = last
        ledger = LedgerStream(of: store)
        guard last > 0 else { return }
        let middle = last / 2
        let halves = middle > 0 ? [1...middle, middle + 1...last] : [1...last]
        let looks = try onBothCores(halves) { (half) throws(LedgerError) in
            try Look(at: half, of: store, progress)
        }
        for look in looks {
            extents += look.extents
            lastOrder = max(lastOrder, look.lastOrder)
            for position in look.ledgerPositions { try ledger.take(position, of: store) }
        }
    }

    /// The stretches of the log that a window must see, those that lie side by side as one.
    func stretches(for window: borrowing OrderWindow) -> [ClosedRange<UInt64>] {
        var stretches: [ClosedRange<UInt64>] = []
        var index = 0
        while index < extents.count {
            let first = index
            while index < extents.count, extents[index].concerns(window) { index += 1 }
            if index > first {
                let end = index < extents.count ? extents[index].start - 1 : last
                stretches.append(extents[first].start...end)
            }
            index += 1
        }
        return stretches
    }
}

/// What a look at a part of the log finds.
private struct Look: Sendable {
    /// One for each page of records.
    private(set) var extents: [OrderExtent] = []
    private(set) var lastOrder: UInt32 = 0
    /// Where the records of the ledger's own stream stand: eight bytes for each setting, erasure or
    /// workflow.
    private(set) var ledgerPositions: [UInt64] = []
    private var isPageBegun = false

    init(
        at positions: ClosedRange<UInt64>,
        of store: LogStore,
        _ progress: WorkProgress,
    ) throws(LedgerError) {
        var look = Look()
        try store.sweep(
            from: positions.lowerBound,
            through: positions.upperBound,
            progress: progress
        ) { (position, bytes, _) throws(LedgerError) in
            guard let ordinal = RecordHeader.ordinal(in: bytes) else {
                // Says what is wrong with it.
                return _ = try RecordHeader(bytes, readAt: position)
            }
            try look.note(ordinal, at: position)
        } pageEnd: {
            look.isPageBegun = false
        }
        self = look
    }

    private init() {}

    @inline(__always)
    private mutating func note(_ ordinal: UInt32, at position: UInt64) throws(LedgerError) {
        // Each order begins with a record of its own: a greater number is damage, and would have
        // windows made for orders that there never were.
        guard UInt64(ordinal) <= position else {
            throw LedgerError(
                .corrupted,
                "record \(position) names order number \(ordinal), which cannot be: run verify"
            )
        }
        if !isPageBegun {
            extents.append(OrderExtent(from: position))
            isPageBegun = true
        }
        guard ordinal > 0 else { return ledgerPositions.append(position) }
        extents[extents.count - 1].include(ordinal)
        lastOrder = max(lastOrder, ordinal)
    }
}
