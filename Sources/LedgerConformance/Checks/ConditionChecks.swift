import EventLog
import Orders

extension ConformanceCheck {
    static let conditionChecks = [
        ConformanceCheck(.append, 10, "a second capture for an invoice number is refused") {
            try await $0.record([Told.placed("A"), Told.placed("B"), Told.placed("C")])
            let read = Position(4)
            let condition = AppendCondition(
                noneBehind: read,
                types: ["paymentCaptured"],
                data: ["reference": "RE-1"]
            )
            // Unrelated: another type, and another reference.
            try await $0.record([Told.comment("A", "c")])
            try await $0.record([Told.captured("C", "p", reference: "RE-2")])
            let first = try await $0.append(
                [Told.captured("A", "p", reference: "RE-1")],
                unless: [condition]
            )
            try $0.expect(first.isNew, "\(first)")
            let second = try await $0.append(
                [Told.captured("B", "p", reference: "RE-1")],
                unless: [condition]
            )
            try $0.expect(second, is: .conditionFailed([Position(7)], wrongRevisions: []))
            try $0.expect(try await $0.log().count, is: 7)
        },
        ConformanceCheck(.append, 10, "who found nothing is guarded, too") {
            let condition = AppendCondition(noneBehind: Position(1), types: ["placed"])
            let first = try await $0.append([Told.placed("A")], unless: [condition])
            try $0.expect(first.isNew, "\(first)")
            let second = try await $0.append([Told.placed("B")], unless: [condition])
            try $0.expect(second, is: .conditionFailed([Position(2)], wrongRevisions: []))
        },
        ConformanceCheck(.append, 10, "of eight who decide by the same reading one is recorded") {
            for number in 0..<8 { try await $0.record([Told.placed("A\(number)")]) }
            let condition = AppendCondition(
                noneBehind: Position(9),
                types: ["paymentCaptured"],
                data: ["reference": "RE-1"]
            )
            let batches = try (0..<8).map { number in
                try AppendBatch(
                    [Told.captured("A\(number)", "p", reference: "RE-1")],
                    unless: [condition]
                )
            }
            let verdicts = try await $0.race(batches)
            try $0.expect(verdicts.count { $0.isNew }, is: 1)
            let losers = verdicts.count {
                $0 == .conditionFailed([Position(10)], wrongRevisions: [])
            }
            try $0.expect(losers, is: 7)
            try $0.expect(try await $0.log().count, is: 10)
        },
        ConformanceCheck(.append, 10, "every failing condition and expectation is listed") {
            try await $0.record([Told.placed("A")])
            try await $0.record([
                Told.event("A", "k", "commented", #"{"text":"x"}"#, correlation: "K")
            ])
            let verdict = try await $0.append(
                [Told.placed("B")],
                [Told.expecting("A", .noStream)],
                unless: [
                    AppendCondition(noneBehind: Position(1), orders: [Told.order("A")]),
                    AppendCondition(noneBehind: Position(3)),
                    AppendCondition(noneBehind: Position(0), correlations: ["K"]),
                ]
            )
            let unmet = ConformanceVerdict.Unmet(
                order: try Told.order("A"),
                expected: .noStream,
                actual: Revision(1)
            )
            try $0.expect(
                verdict,
                is: .conditionFailed([Position(2), Position(3)], wrongRevisions: [unmet])
            )
        },
        ConformanceCheck(
            .append,
            10,
            "a retry answers with the original though its condition fails"
        ) {
            let condition = AppendCondition(noneBehind: Position(1), types: ["placed"])
            let event = try Told.placed("A")
            let first = try await $0.append([event], unless: [condition])
            let again = try await $0.append([event], unless: [condition])
            try $0.expect(again.isDuplicate && again.parts == first.parts, "\(again)")
        },
        ConformanceCheck(.append, 10, "a position that the log has not reached guards nothing") {
            let condition = AppendCondition(noneBehind: Position(9))
            let verdict = try await $0.append([Told.placed("A")], unless: [condition])
            try $0.expect(verdict, is: .failed("malformed"))
        },
    ]
}
