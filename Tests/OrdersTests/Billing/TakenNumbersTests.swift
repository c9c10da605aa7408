import Testing

@testable import Orders

/// Names that are numbers, taken ahead of those that the ledger gives.
struct TakenNumbersTests {
    @Test func `random numbers are kept as a set keeps them`() throws {
        var random = SeededDice.rolled(0x7A4E, for: "taken numbers")
        for _ in 0..<500 {
            var numbers = TakenNumbers()
            var twin: Set<Int32> = []
            var last: Int32 = 0
            for _ in 0..<60 {
                if Int.random(in: 0..<4, using: &random) == 0 {
                    var free = last + 1
                    while twin.contains(free) { free += 1 }
                    last = free
                    #expect(numbers.next(from: last) == free)
                    twin = twin.filter { $0 > last }
                } else {
                    let number = last + Int32.random(in: 1...30, using: &random)
                    numbers.insert(number)
                    twin.insert(number)
                }
                #expect(Set(numbers.runs.joined()) == twin)
                #expect(TakenNumbers(runs: numbers.runs) == numbers)
            }
        }
    }

    @Test func `names by the month take a run a year`() {
        var numbers = TakenNumbers()
        for year in Int32(2020)...2039 {
            for month in Int32(1)...12 { numbers.insert(year * 100 + month) }
        }
        #expect(numbers.runs.count == 20)
        #expect(numbers.next(from: 1) == 1)
    }

    @Test(arguments: [[5...6, 1...2], [1...3, 4...5], [1...3, 3...4]])
    func `runs out of order are refused`(runs: [ClosedRange<Int32>]) {
        #expect(TakenNumbers(runs: runs) == nil)
    }
}
