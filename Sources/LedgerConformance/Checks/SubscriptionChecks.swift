import EventLog
import Orders

extension ConformanceCheck {
    static let subscriptionChecks = [
        ConformanceCheck(.subscription, 23, "caughtUp comes once at the head, of a new ledger too")
        {
            let reader = try await $0.ledger.follow(behind: Position(0), types: nil, orders: nil)
            try await $0.expect(reader, delivers: [.event(Position(1)), .caughtUp(Position(1))])
            try await $0.record([Told.placed("A"), Told.comment("A", "c")])
            try await $0.expect(reader, delivers: [.event(Position(2)), .event(Position(3))])
            try await $0.record([Told.placed("B")])
            try await $0.expect(reader, delivers: [.event(Position(4))])
        },
        ConformanceCheck(.subscription, 22, "it begins behind a position, or at the end") {
            try await $0.record([Told.placed("A")] + Told.comments("A", 3))
            let middle = try await $0.ledger.follow(behind: Position(3), types: nil, orders: nil)
            let end = try await $0.ledger.follow(behind: Position(5), types: nil, orders: nil)
            try await $0.expect(
                middle,
                delivers: [.event(Position(4)), .event(Position(5)), .caughtUp(Position(5))]
            )
            try await $0.expect(end, delivers: [.caughtUp(Position(5))])
            try await $0.record([Told.placed("B")])
            try await $0.expect(middle, delivers: [.event(Position(6))])
            try await $0.expect(end, delivers: [.event(Position(6))])
        },
        ConformanceCheck(.subscription, 22, "no gap and no duplicate while four writers append") {
            let trial = $0
            try await trial.record([Told.placed("start")] + Told.comments("start", 300))
            let reader = try await trial.ledger.follow(behind: Position(0), types: nil, orders: nil)
            let last: UInt64 = 302 + 4 * 60
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for number in 0..<30 {
                            let order = "w\(writer)-\(number)"
                            try await trial.record([Told.placed(order), Told.comment(order, "c")])
                        }
                    }
                }
                group.addTask {
                    var expected: UInt64 = 1
                    while expected <= last, let element = try await trial.next(of: reader) {
                        guard case .event(let position) = element else { continue }
                        try trial.expect(position.rawValue, is: expected)
                        expected += 1
                    }
                    try trial.expect(expected, is: last + 1)
                }
                try await group.waitForAll()
            }
        },
        ConformanceCheck(
            .subscription,
            22,
            "a filter delivers what a search of the whole log finds"
        ) {
            let trial = $0
            for number in 0..<8 {
                let order = "o\(number)"
                try await trial.record([Told.placed(order)] + Told.comments(order, number % 3))
            }
            let all = try await trial.log()
            let head = Position(UInt64(all.count))
            let filters: [(Set<String>?, Set<String>?)] = [
                (["placed"], nil), (["commented", "none"], nil), (nil, ["o2"]),
                (nil, ["o2", "o5", "none"]), (["commented"], ["o4", "o5"]), (["none"], nil),
            ]
            for (types, names) in filters {
                let orders = try names.map { Set(try $0.map { try Told.order($0) }) }
                let reader = try await trial.ledger.follow(
                    behind: Position(0),
                    types: types,
                    orders: orders
                )
                let meant = all.filter {
                    types?.contains($0.type) != false && names?.contains($0.order) != false
                }
                let elements = meant.map { ConformanceElement.event($0.position) }
                try await trial.expect(reader, delivers: elements + [.caughtUp(head)])
            }
        },
        ConformanceCheck(
            .subscription,
            24,
            "a filter that matches nothing still moves the checkpoint"
        ) {
            let trial = $0
            try await trial.record([Told.placed("A")])
            let interval = trial.ledger.checkpointInterval
            for start in stride(from: 0, through: interval, by: 1_000) {
                let events = try (start..<start + 1_000).map { try Told.comment("A", "c\($0)") }
                try await trial.record(events)
            }
            let reader = try await trial.ledger.follow(
                behind: Position(0),
                types: ["none"],
                orders: nil
            )
            var told: [UInt64] = []
            while let element = try await trial.next(of: reader) {
                if case .checkpoint(let position) = element {
                    told.append(position.rawValue)
                    continue
                }
                if case .caughtUp = element { break }
                try trial.expect(false, "\(element) came, though nothing matches")
            }
            try trial.expect(!told.isEmpty && told == told.sorted(), "checkpoints: \(told)")
        },
        ConformanceCheck(
            .subscription,
            25,
            "who falls behind is told, misses nothing, catches up again"
        ) {
            let trial = $0
            try await trial.record([Told.placed("A")])
            let reader = try await trial.ledger.follow(behind: Position(2), types: nil, orders: nil)
            try await trial.expect(reader, delivers: [.caughtUp(Position(2))])
            let count = trial.ledger.lagMaximum + 200
            try await trial.record(Told.comments("A", count))
            try await trial.expect(reader, delivers: [.fellBehind(count)])
            let events = (3..<3 + count).map { ConformanceElement.event(Position(UInt64($0))) }
            let head = Position(UInt64(count) + 2)
            try await trial.expect(reader, delivers: events + [.caughtUp(head)])
        },
        ConformanceCheck(
            .subscription,
            29,
            "closing and cancelling end it with a reason, and then all is over"
        ) {
            let trial = $0
            let task = Task {
                let reader = try await trial.ledger.follow(
                    behind: Position(0),
                    types: nil,
                    orders: nil
                )
                var last: ConformanceElement?
                while let element = await reader.next() { last = element }
                return last
            }
            task.cancel()
            try trial.expect(try await task.value, is: .ended("cancelled"))
            let reader = try await trial.ledger.follow(behind: Position(1), types: nil, orders: nil)
            try await trial.expect(reader, delivers: [.caughtUp(Position(1))])
            try await trial.ledger.close()
            try await trial.expect(reader, delivers: [.ended("closed")])
            let none = try await trial.next(of: reader)
            try trial.expect(none == nil, "\(String(describing: none))")
        },
    ]
}

extension Trial {
    /// The next element of a reader; fails the check where none comes in time.
    func next(
        of reader: any ConformanceReader,
        line: UInt = #line
    ) async throws -> ConformanceElement? {
        let limit = ledger.patience
        let element = try await withThrowingTaskGroup(of: ConformanceElement??.self) { group in
            group.addTask { .some(await reader.next()) }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        guard let element else {
            throw ConformanceFailure(check: check, what: "nothing came in \(limit)", line: line)
        }
        return element
    }

    /// Fails the check where a reader delivers something else next; checkpoints may come between.
    func expect(
        _ reader: any ConformanceReader,
        delivers elements: [ConformanceElement],
        line: UInt = #line
    ) async throws {
        for expected in elements {
            var element = try await next(of: reader, line: line)
            while case .checkpoint = element { element = try await next(of: reader, line: line) }
            try expect(element, is: expected, line: line)
        }
    }
}
