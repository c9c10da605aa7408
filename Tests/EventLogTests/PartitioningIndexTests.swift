import EventLog
import Testing

@Suite struct `The first element that a condition holds for` {
    /// The slow twin looks at one element after the other.
    @Test(arguments: 0...70)
    func `is found in collections of all lengths, wherever it is`(length: Int) {
        let numbers = (0..<length).map { 10 * $0 }
        for bound in stride(from: -5, through: 10 * length, by: 5) {
            let expected = numbers.firstIndex { $0 >= bound } ?? numbers.endIndex
            #expect(numbers.partitioningIndex { $0 >= bound } == expected)
        }
    }

    @Test func `is found in a part, at the part's own index`() {
        let part = [1, 3, 5, 7, 9][2...]
        #expect(part.partitioningIndex { $0 >= 7 } == 3)
        #expect(part.partitioningIndex { $0 >= 1 } == 2)
        #expect(part.partitioningIndex { $0 >= 10 } == 5)
    }

    @Test func `what the condition throws is thrown`() {
        #expect(throws: LedgerError(.corrupted, "")) {
            try [1, 2, 3].partitioningIndex { (_) throws(LedgerError) -> Bool in
                throw LedgerError(.corrupted, "")
            }
        }
    }
}
