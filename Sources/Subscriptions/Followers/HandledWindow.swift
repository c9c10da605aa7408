import EventLog

/// Which events of the newest stretch of a log are handled, and up to where all of them are.
struct HandledWindow {
    private var positions: [UInt64] = []
    private var isHandled: [Bool] = []
    private var start = 0
    /// The position up to which the log was looked at.
    private(set) var known: UInt64

    init(behind position: UInt64) { known = position }

    /// The highest position up to which nothing is left to handle.
    var contiguous: UInt64 { start < positions.count ? positions[start] - 1 : known }

    /// How many events lie behind it, handled ones between others too.
    var count: Int { positions.count - start }

    /// Takes the log as looked at; all that is to be handled was added.
    mutating func look(through position: UInt64) { known = max(known, position) }

    /// Adds an event that is to be handled, behind all others.
    mutating func add(_ position: UInt64) {
        precondition(position > known, "events are added in the order of the log")
        known = position
        positions.append(position)
        isHandled.append(false)
    }

    /// Takes an event as handled; one that is no longer there was so before.
    ///
    /// - Complexity: O(log events), amortised.
    mutating func finish(_ position: UInt64) {
        let index = positions[start...].partitioningIndex { $0 >= position }
        guard index < positions.count, positions[index] == position else { return }
        isHandled[index] = true
        while start < positions.count, isHandled[start] { start += 1 }
        guard start > 64, start * 2 > positions.count else { return }
        positions.removeFirst(start)
        isHandled.removeFirst(start)
        start = 0
    }
}
