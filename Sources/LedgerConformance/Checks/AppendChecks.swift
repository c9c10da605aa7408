import EventLog
import Orders

extension ConformanceCheck {
    static let appendChecks = expectationChecks + batchChecks + retryChecks

    private static let expectationChecks = [
        ConformanceCheck(.append, 1, "a new order starts at revision 0; a second noStream fails") {
            let verdict = try await $0.append(
                [Told.placed("A")],
                [Told.expecting("A", .noStream)]
            )
            try $0.expect(verdict.parts.first?.firstRevision, is: Revision(0))
            try $0.expect(verdict.parts.first?.position, is: Position(2))
            let second = try await $0.append(
                [Told.comment("A", "c")],
                [Told.expecting("A", .noStream)]
            )
            let unmet = ConformanceVerdict.Unmet(
                order: try Told.order("A"),
                expected: .noStream,
                actual: Revision(0)
            )
            try $0.expect(second, is: .wrongRevision([unmet]))
        },
        ConformanceCheck(.append, 2, "streamExists fails on a missing order and holds on another") {
            let event = try Told.placed("A")
            let missing = try await $0.append([event], [Told.expecting("A", .streamExists)])
            let unmet = ConformanceVerdict.Unmet(
                order: try Told.order("A"),
                expected: .streamExists,
                actual: nil
            )
            try $0.expect(missing, is: .wrongRevision([unmet]))
            try await $0.record([event])
            let there = try await $0.append(
                [Told.comment("A", "c")],
                [Told.expecting("A", .streamExists)]
            )
            try $0.expect(there.isNew, "\(there)")
        },
        ConformanceCheck(.append, 3, "exactly the head holds; every other revision names the head")
        {
            try await $0.record([Told.placed("A")] + Told.comments("A", 2))
            for expected in [0, 1, 3, 1 << 31, 1 << 32 + 2, .max] as [UInt64] {
                let revision = ExpectedRevision.exactly(Revision(expected))
                let verdict = try await $0.append(
                    [Told.comment("A", "late")],
                    [Told.expecting("A", revision)]
                )
                let unmet = ConformanceVerdict.Unmet(
                    order: try Told.order("A"),
                    expected: revision,
                    actual: Revision(2)
                )
                try $0.expect(verdict, is: .wrongRevision([unmet]))
            }
            let verdict = try await $0.append(
                [Told.comment("A", "now")],
                [Told.expecting("A", .exactly(Revision(2)))]
            )
            try $0.expect(verdict.isNew, "\(verdict)")
        },
        ConformanceCheck(.append, 4, "fifty concurrent appends of any all land, revisions dense") {
            try await $0.record([Told.placed("A")])
            let batches = try Told.comments("A", 50).map { AppendBatch([$0]) }
            let verdicts = try await $0.race(batches)
            try $0.expect(verdicts.allSatisfy(\.isNew), "\(verdicts)")
            let history = try await $0.ledger.history(of: Told.order("A"))
            try $0.expect(history?.map(\.revision.rawValue), is: Array(0...50))
        },
        ConformanceCheck(.append, 5, "of sixteen at one expected revision one wins; none is burned")
        {
            try await $0.record([Told.placed("A")])
            let batches = try (0..<16).map { writer in
                try AppendBatch(
                    Told.comments("A", 2, "w\(writer)-"),
                    expecting: [Told.expecting("A", .exactly(Revision(0)))]
                )
            }
            let verdicts = try await $0.race(batches)
            try $0.expect(verdicts.count { $0.isNew }, is: 1)
            let losers = verdicts.count { if case .wrongRevision = $0 { true } else { false } }
            try $0.expect(losers, is: 15)
            try await $0.record([Told.placed("B")])
            try $0.expect(try await $0.log().map(\.position.rawValue), is: Array(1...5))
        },
    ]

    private static let batchChecks = [
        ConformanceCheck(.append, 6, "a batch is all or nothing, whatever is wrong with it") {
            try await $0.record([Told.placed("A")])
            let before = try await $0.log()
            let good = try Told.comments("A", 200) + [Told.placed("B")]
            let broken: [([NewEvent], [OrderExpectation])] = try [
                (good, [Told.expecting("C", .streamExists)]),
                (good + [Told.comment("A", "c7")], []),
                (good + [Told.event("B", "x", "delivered")], []),
            ]
            for (events, expectations) in broken {
                let verdict = try await $0.append(events, expectations)
                try $0.expect(!verdict.isNew && !verdict.isDuplicate, "\(verdict)")
                try $0.expect(try await $0.log() == before, "something of the batch was kept")
                let missing = try await $0.ledger.history(of: Told.order("B"))
                try $0.expect(missing == nil, "an order of the batch was made")
            }
            try await $0.record(good)
        },
        ConformanceCheck(.append, 7, "two concurrent batches never interleave") {
            try await $0.record([Told.placed("A"), Told.placed("B")])
            let batches = try ["A", "B"].map { AppendBatch(try Told.comments($0, 300)) }
            let verdicts = try await $0.race(batches)
            try $0.expect(verdicts.allSatisfy(\.isNew), "\(verdicts)")
            let orders = try await $0.log().dropFirst(3).map(\.order)
            try $0.expect(orders.count, is: 600)
            let changes = zip(orders, orders.dropFirst()).count { $0 != $1 }
            try $0.expect(changes, is: 1)
        },
        ConformanceCheck(.append, 8, "an empty append writes nothing and still checks") {
            try await $0.record([Told.placed("A")])
            let fits = try await $0.append([], [Told.expecting("A", .exactly(Revision(0)))])
            if case .recorded(let parts, _) = fits {
                try $0.expect(parts.isEmpty, "\(fits)")
            } else {
                try $0.expect(false, "\(fits)")
            }
            let fails = try await $0.append([], [Told.expecting("A", .noStream)])
            if case .wrongRevision = fails {} else { try $0.expect(false, "\(fails)") }
            try $0.expect(try await $0.log().count, is: 2)
        },
        ConformanceCheck(.append, 9, "two orders at once, a check on a third, all failures listed")
        {
            try await $0.record([Told.placed("A"), Told.placed("C")])
            let events = try [Told.comment("A", "c"), Told.placed("B")]
            let verdict = try await $0.append(
                events,
                [
                    Told.expecting("A", .exactly(Revision(4))), Told.expecting("B", .streamExists),
                    Told.expecting("C", .noStream),
                ]
            )
            let unmet = try [
                ConformanceVerdict.Unmet(
                    order: Told.order("A"),
                    expected: .exactly(Revision(4)),
                    actual: Revision(0)
                ),
                .init(order: Told.order("B"), expected: .streamExists, actual: nil),
                .init(order: Told.order("C"), expected: .noStream, actual: Revision(0)),
            ]
            try $0.expect(verdict, is: .wrongRevision(unmet))
            let taken = try await $0.append(
                events,
                [Told.expecting("A", .exactly(Revision(0))), Told.expecting("C", .streamExists)]
            )
            try $0.expect(taken.parts.map(\.order.rawValue), is: ["A", "B"])
        },
    ]

    private static let retryChecks = [
        ConformanceCheck(.append, 11, "a retry answers with the original, under any expectation") {
            let event = try Told.placed("A")
            let first = try await $0.append([event], [Told.expecting("A", .noStream)])
            try await $0.record(Told.comments("A", 200))
            try await $0.ledger.reopen()
            for revision in [.any, .noStream, .exactly(Revision(0)), .exactly(Revision(7))]
                as [ExpectedRevision]
            {
                let again = try await $0.append([event], [Told.expecting("A", revision)])
                try $0.expect(again.isDuplicate, "\(again)")
                try $0.expect(again.parts, is: first.parts)
            }
            try $0.expect(try await $0.log().count, is: 202)
        },
        ConformanceCheck(
            .append,
            12,
            "an id with other content, or of a part of a batch, is refused"
        ) {
            let events = try [Told.placed("A")] + Told.comments("A", 3)
            try await $0.record(events)
            let other = try await $0.append([Told.comment("A", "c0", "something else")])
            try $0.expect(other, is: .failed("idConflict"))
            let longer = try await $0.append(Array(events[1...]) + [Told.comment("A", "new")])
            try $0.expect(longer, is: .failed("partialDuplicate"))
            try await $0.record([Told.placed("B"), Told.comment("B", "c0", "of another order")])
            try $0.expect(try await $0.log().count, is: 7)
        },
        ConformanceCheck(.append, 13, "one event of a recorded batch is a duplicate, and so is all")
        {
            let events = try [Told.placed("A")] + Told.comments("A", 5)
            try await $0.record(events)
            for part in [events, [events[0]], [events[3]], Array(events[2...4])] {
                let again = try await $0.append(part)
                try $0.expect(again.isDuplicate, "\(again)")
            }
            try $0.expect(try await $0.log().count, is: 7)
        },
        ConformanceCheck(.append, 6, "what the workflow refuses is not written") {
            try await $0.record([Told.placed("A")])
            let verdict = try await $0.append([Told.event("A", "x", "delivered")])
            try $0.expect(verdict, is: .refused("notDispatched", index: 0))
            try $0.expect(try await $0.log().count, is: 2)
        },
    ]
}
