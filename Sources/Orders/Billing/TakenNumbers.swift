/// Numbers that are taken ahead of a series, kept as runs: whoever names a billing event a month
/// `202601`, `202602` … takes one run a year.
struct TakenNumbers: Sendable, Equatable {
    /// Runs in order, none beside another.
    private(set) var runs: [ClosedRange<Int32>] = []

    init() {}

    /// Numbers as they were stored; nothing where the runs are not in order.
    ///
    /// The greatest number is never among them: a series that reaches it is at its end.
    init?(runs: [ClosedRange<Int32>]) {
        guard runs.last?.upperBound != .max else { return nil }
        for (run, next) in zip(runs, runs.dropFirst())
        where Int64(run.upperBound) + 1 >= Int64(next.lowerBound) { return nil }
        self.runs = runs
    }

    var isEmpty: Bool { runs.isEmpty }

    /// Takes a number; one that is taken stays so.
    mutating func insert(_ number: Int32) {
        guard number < .max else { return }
        var place = runs.count
        // Names mostly go up.
        while place > 0, runs[place - 1].lowerBound > number { place -= 1 }
        if place > 0, runs[place - 1].contains(number) { return }
        let joinsBefore = place > 0 && runs[place - 1].upperBound == number - 1
        let joinsBehind = place < runs.count && runs[place].lowerBound == number + 1
        switch (joinsBefore, joinsBehind) {
        case (true, true):
            runs[place - 1] = runs[place - 1].lowerBound...runs[place].upperBound
            runs.remove(at: place)
        case (true, false): runs[place - 1] = runs[place - 1].lowerBound...number
        case (false, true): runs[place] = number...runs[place].upperBound
        case (false, false): runs.insert(number...number, at: place)
        }
    }

    /// The first number from one on that is not taken; those up to it are forgotten.
    mutating func next(from number: Int32) -> Int32 {
        var free = number
        while let run = runs.first, run.lowerBound <= free {
            free = max(free, run.upperBound + 1)
            runs.removeFirst()
        }
        return free
    }
}
