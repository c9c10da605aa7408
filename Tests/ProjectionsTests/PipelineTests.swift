import EventLog
import Projections
import Synchronization
import Testing

@Suite struct `Work on both cores` {
    @Test func `products come in the order of their items, whichever is made first`() throws {
        var pipeline = Pipeline { (number: Int) throws(LedgerError) in number * number }
        var products: [Int] = []
        for number in 0..<200 {
            pipeline.begin(number)
            if pipeline.count == 5, let product = try pipeline.next() { products.append(product) }
        }
        while let product = try pipeline.next() { products.append(product) }
        #expect(products == (0..<200).map { $0 * $0 })
        #expect(pipeline.count == 0)
    }

    @Test func `an error comes in its item's place, and those before it are made`() throws {
        var pipeline = Pipeline { (number: Int) throws(LedgerError) -> Int in
            if number == 3 { throw LedgerError(.corrupted, "three") }
            return number
        }
        for number in 0..<6 { pipeline.begin(number) }
        for number in 0..<3 {
            let product = try pipeline.next()
            #expect(product == number)
        }
        #expect(throws: LedgerError(.corrupted, "")) { try pipeline.next() }
        pipeline.end()
        #expect(pipeline.count == 0)
    }

    @Test func `nothing is under way once it has ended`() throws {
        let made = Atomic<Int>(0)
        let begun = Atomic<Bool>(false)
        var pipeline = Pipeline { (number: Int) throws(LedgerError) in
            begun.store(true, ordering: .relaxed)
            made.add(1, ordering: .relaxed)
            return number
        }
        for number in 0..<50 { pipeline.begin(number) }
        while !begun.load(ordering: .relaxed) {}
        pipeline.end()
        let count = made.load(ordering: .relaxed)
        #expect(count >= 1)
        #expect(pipeline.count == 0)
        let left = try pipeline.next()
        #expect(left == nil)
        #expect(made.load(ordering: .relaxed) == count)
    }
}
