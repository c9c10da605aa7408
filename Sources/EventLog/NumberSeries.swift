/// One series of paper numbers: 1, 2, 3 … up to the last one, and some that came ahead of it.
struct NumberSeries: Sendable, Equatable {
    /// Every number up to this one is taken, and the next one is not.
    private(set) var last: UInt64 = 0
    /// Numbers behind the next one that papers brought with them, ascending.
    private(set) var ahead: [UInt64] = []

    /// The most numbers that are remembered ahead of a series. Where there are more, the series
    /// keeps those that it reaches first.
    static let aheadMaximum = 100

    /// A series of which nothing is taken.
    init() {}

    /// The series that a row kept, or nothing where it cannot have been one.
    init?(last: UInt64, ahead: ArraySlice<UInt64>) {
        guard ahead.count <= Self.aheadMaximum,
            zip(ahead, ahead.dropFirst()).allSatisfy({ $0 < $1 }),
            ahead.first.map({ $0 > last && $0 - last > 1 }) ?? true
        else { return nil }
        self.last = last
        self.ahead = Array(ahead)
    }

    /// Takes a number that is given or came with a paper.
    mutating func take(_ number: UInt64) {
        guard number > last, !ahead.contains(number) else { return }
        ahead.insert(number, at: ahead.firstIndex { $0 > number } ?? ahead.count)
        passOver()
        if ahead.count > Self.aheadMaximum { ahead.removeLast() }
    }

    /// Goes on behind a number, whatever was taken before it.
    mutating func resume(behind number: UInt64) {
        last = number
        ahead.removeAll { $0 <= number }
        passOver()
    }

    private mutating func passOver() {
        let passed = zip(ahead, last...).prefix { $0 - $1 == 1 }.count
        last += UInt64(passed)
        ahead.removeFirst(passed)
    }
}
