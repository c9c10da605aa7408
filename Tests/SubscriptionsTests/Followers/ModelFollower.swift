import LedgerTesting
import Testing

@testable import Subscriptions

/// A follower without storage or tasks: a log of numbers, a table of parked events in memory, and a
/// handler that fails by chance. It may crash at any step, and goes on from what it saved.
struct ModelFollower {
    private typealias Queue = HandlingQueue<UInt64>

    private var random: SeededGenerator
    private let workers: Int
    /// The order of each event; the first has position 1.
    private let orders: [UInt32]
    private var queue: Queue
    private var state = FollowerState(checkpoint: 0, decided: 0, movedAt: 0)
    private var table: [UInt32: [UInt64: ParkedEvent]] = [:]
    private var busy: [Int: UInt64] = [:]
    private var resting: [UInt32] = []
    private var next: UInt64 = 1
    private var decisions: [ParkingDecision] = []
    private var known = 0
    private(set) var handled: [UInt64] = []
    private(set) var skipped: Set<UInt64> = []
    private(set) var crashes = 0
    private var isHealed = false

    init(seed: UInt64, events: Int) {
        var random = SeededGenerator(seed: seed)
        workers = Int.random(in: 1...4, using: &random)
        var orders: [UInt32] = []
        for _ in 0..<events { orders.append(UInt32.random(in: 1...9, using: &random)) }
        self.orders = orders
        queue = Queue(state, workers: workers, retry: FollowerRetry(attempts: 2))
        self.random = random
    }

    /// The first parked event of each order.
    private var parked: [ParkedEvent] {
        table.values.compactMap { $0.values.min { $0.position < $1.position } }
            .sorted { $0.ordinal < $1.ordinal }
    }

    /// Runs until everything is handled or passed over.
    mutating func run() {
        for _ in 0..<orders.count * 40 { step() }
        isHealed = true
        var isDone = false
        while !isDone {
            step()
            save()
            check()
            isDone = state.checkpoint == orders.count && table.isEmpty && busy.isEmpty
        }
    }

    private mutating func step() {
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1: read()
        case 2, 3: begin()
        case 4, 5, 6: finish()
        case 7: rest()
        case 8: decide()
        default: if random.oneIn(20), !isHealed { crash() } else { save() }
        }
        check()
    }

    private mutating func read() {
        var items: [Queue.Item] = []
        while next <= orders.count, items.count < 5, queue.wantsMore {
            items.append(Queue.Item(event: next, ordinal: orders[Int(next) - 1], position: next))
            next += 1
        }
        queue.add(items, through: next - 1)
    }

    private mutating func begin() {
        while let (item, worker) = queue.next() {
            #expect(busy[worker] == nil, "a worker has one event")
            let order = orders[Int(item.position) - 1]
            #expect(!busy.values.contains { orders[Int($0) - 1] == order }, "one of an order")
            busy[worker] = item.position
        }
    }

    private mutating func finish() {
        guard let worker = busy.keys.sorted().randomElement(using: &random),
            let position = busy.removeValue(forKey: worker)
        else { return }
        guard isHealed || !random.oneIn(4) else {
            if let pause = queue.failed(at: worker, "bad luck") { resting.append(pause.ordinal) }
            return
        }
        handled.append(position)
        queue.succeeded(at: worker)
    }

    private mutating func rest() {
        guard let index = resting.indices.randomElement(using: &random) else { return }
        queue.resume(resting.remove(at: index))
    }

    private mutating func decide() {
        if let event = parked.randomElement(using: &random), random.oneIn(3) || isHealed {
            let decision = ParkingDecision(
                position: UInt64(decisions.count + 1),
                ordinal: event.ordinal,
                event: event.position,
                isSkip: random.oneIn(3)
            )
            decisions.append(decision)
        }
        for decision in decisions[known...] { queue.decide(decision) }
        known = decisions.count
        queue.carryOutDecisions()
    }

    private mutating func crash() {
        crashes += 1
        busy = [:]
        resting = []
        next = state.checkpoint + 1
        known = Int(state.decided)
        queue = Queue(
            state,
            parked: parked,
            workers: workers,
            retry: FollowerRetry(attempts: 2)
        )
    }

    private mutating func save() {
        let save = queue.takeSave()
        if save.decided > state.decided {
            for decision in decisions[Int(state.decided)..<Int(save.decided)] where decision.isSkip
            {
                guard let ordinal = decision.ordinal else { continue }
                let first = table[ordinal]?.keys.min()
                if first == decision.event { skipped.insert(decision.event) }
            }
        }
        state = FollowerState(checkpoint: save.checkpoint, decided: save.decided, movedAt: 0)
        for change in save.changes { carryOut(change) }
        for ordinal in save.revivals {
            guard var first = parked.first(where: { $0.ordinal == ordinal }) else {
                queue.revive(ordinal, nil)
                continue
            }
            first.isReleased = true
            table[ordinal]?[first.position] = first
            queue.revive(ordinal, (first.position, first))
        }
    }

    private mutating func carryOut(_ change: ParkedChange) {
        switch change {
        case .park(let event): table[event.ordinal, default: [:]][event.position] = event
        case .parkBehind(let ordinal, let position):
            let event = ParkedEvent(ordinal: ordinal, position: position, parkedAt: 0)
            if table[ordinal]?[position] == nil {
                table[ordinal, default: [:]][position] = event
            }
        case .remove(let ordinal, let position):
            table[ordinal]?[position] = nil
            if table[ordinal]?.isEmpty == true { table[ordinal] = nil }
        }
    }

    /// Nothing that a checkpoint passes is lost: it is handled, passed over or parked.
    private func check() {
        let known = Set(handled).union(skipped).union(table.values.flatMap(\.keys))
        #expect(
            (1...max(1, state.checkpoint)).allSatisfy {
                state.checkpoint == 0 || known.contains($0)
            }
        )
    }

    /// Each order's events, as they were handled for the first time.
    var firstHandled: [UInt32: [UInt64]] {
        var seen: Set<UInt64> = []
        var result: [UInt32: [UInt64]] = [:]
        for position in handled where seen.insert(position).inserted {
            result[orders[Int(position) - 1], default: []].append(position)
        }
        return result
    }
}

@Suite struct `A follower of random luck` {
    @Test(arguments: 0..<20) func `loses nothing and keeps each order, crashes or not`(
        _ number: Int
    ) {
        let seed = SeededGenerator.announcedSeed(for: "a follower of random luck") &+ UInt64(number)
        var follower = ModelFollower(seed: seed, events: 60)
        follower.run()
        #expect(Set(follower.handled).union(follower.skipped) == Set(1...60))
        for (_, positions) in follower.firstHandled { #expect(positions == positions.sorted()) }
    }
}
