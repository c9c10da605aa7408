import LedgerTesting
import Testing

@testable import EventLog

@Suite
struct `A conveyor` {
    private static func squares() -> Conveyor<Int, Int> {
        Conveyor { (item) throws(LedgerError) in
            guard item >= 0 else { throw LedgerError(.malformed, "\(item)") }
            return item * item
        }
    }

    @Test
    func `gives the products of what is left on it, in order, whenever items are taken back`()
        throws
    {
        let seed = SeededGenerator.announcedSeed(for: "conveyor")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var conveyor = Self.squares()
            var twin: [Int] = []
            for _ in 0..<Int.random(in: 0..<12, using: &random) {
                if random.oneIn(3) {
                    let kept = Int.random(in: 0...twin.count, using: &random)
                    conveyor.shrink(to: kept)
                    twin.removeSubrange(kept...)
                } else {
                    for _ in 0..<Int.random(in: 0..<100, using: &random) {
                        let item = Int.random(in: 0..<1_000, using: &random)
                        conveyor.add(item)
                        twin.append(item)
                    }
                }
            }
            #expect(conveyor.items == twin)
            #expect(try conveyor.products() == twin.map { $0 * $0 })
        }
    }

    @Test(arguments: [0, 63, 64, 150, 199])
    func `throws where nothing can be made of an item`(place: Int) {
        var conveyor = Self.squares()
        for item in 0..<200 { conveyor.add(item == place ? -1 : item) }
        #expect(throws: LedgerError(.malformed, "")) { try conveyor.products() }
    }

    @Test
    func `does not mind an item that was taken back`() throws {
        var conveyor = Self.squares()
        for item in 0..<70 { conveyor.add(item) }
        conveyor.add(-1)
        conveyor.shrink(to: 70)
        for item in 70..<140 { conveyor.add(item) }
        #expect(try conveyor.products() == (0..<140).map { $0 * $0 })
    }
}

@Suite
struct `Work beside other work` {
    @Test(arguments: [false, true])
    func `is done once, whoever does it`(isOffered: Bool) {
        let works = (0..<100).map { number in
            Beside([number]) { (numbers: consuming [Int]) in numbers.map { $0 + 1 } }
        }
        if isOffered { for work in works { work.begin() } }
        #expect(works.reversed().map { $0.finish() } == (1...100).reversed().map { [$0] })
    }
}
