import EventLog
import Orders

extension ConformanceCheck {
    static let readChecks = [
        ConformanceCheck(.read, 16, "pages forwards and backwards have no gap and no duplicate") {
            try await $0.record([Told.placed("A")] + Told.comments("A", 23))
            let all = try await $0.log()
            try $0.expect(all.map(\.position.rawValue), is: Array(1...25))
            for size in [1, 2, 7, 24, 25, 26] {
                var forward: [ConformanceEvent] = []
                while true {
                    let start = Position((forward.last?.position.rawValue ?? 0) + 1)
                    let page = try await $0.ledger.events(from: start, limit: size, .forward)
                    if page.isEmpty { break }
                    forward += page
                }
                try $0.expect(forward, is: all)
                var backward: [ConformanceEvent] = []
                var next: UInt64 = 25
                while next > 0 {
                    let page = try await $0.ledger.events(
                        from: Position(next),
                        limit: size,
                        .backward
                    )
                    try $0.expect(!page.isEmpty, "nothing at position \(next)")
                    backward += page
                    next = (page.last?.position.rawValue ?? 1) - 1
                }
                try $0.expect(backward, is: all.reversed())
            }
        },
        ConformanceCheck(.read, 16, "reads beyond the end and of no event are empty") {
            try await $0.record([Told.placed("A")])
            for start in [3, 4, 1_000_000] as [UInt64] {
                let page = try await $0.ledger.events(from: Position(start), limit: 5, .forward)
                try $0.expect(page.isEmpty, "\(page)")
            }
            let none = try await $0.ledger.events(from: Position(1), limit: 0, .forward)
            try $0.expect(none.isEmpty, "\(none)")
            let late = try await $0.ledger.events(from: Position(1_000), limit: 1, .backward)
            try $0.expect(late.map(\.position.rawValue), is: [2])
        },
        ConformanceCheck(.read, 16, "a missing order is not one without events") {
            try await $0.record([Told.placed("A")])
            let missing = try await $0.ledger.history(of: Told.order("B"))
            try $0.expect(missing == nil, "\(String(describing: missing))")
            let status = try await $0.ledger.status(of: Told.order("B"))
            try $0.expect(status == nil, "\(String(describing: status))")
            try $0.expect(try await $0.ledger.history(of: Told.order("A"))?.count, is: 1)
        },
        ConformanceCheck(.read, 17, "an order's history is what the log says of it, in order") {
            for number in 0..<30 {
                let order = "o\(number % 4)"
                let isFirst = number < 4
                try await $0.record([
                    isFirst ? Told.placed(order) : Told.comment(order, "c\(number)")
                ])
            }
            let all = try await $0.log()
            for number in 0..<4 {
                let name = "o\(number)"
                let history = try await $0.ledger.history(of: Told.order(name)) ?? []
                try $0.expect(history, is: all.filter { $0.order == name })
                let revisions = history.map(\.revision.rawValue)
                try $0.expect(revisions, is: Array(0..<UInt64(history.count)))
            }
        },
        ConformanceCheck(
            .read,
            30,
            "the status is readable right after the append, or is as it was"
        ) {
            try await $0.record([Told.placed("A")])
            try $0.expect(try await $0.ledger.status(of: Told.order("A")), is: "pending")
            _ = try await $0.append([Told.event("A", "x", "delivered")])
            try $0.expect(try await $0.ledger.status(of: Told.order("A")), is: "pending")
            try await $0.record([Told.captured("A", "p", reference: "R")])
            try $0.expect(try await $0.ledger.status(of: Told.order("A")), is: "processing")
        },
        ConformanceCheck(.read, 21, "data and correlation come back as they were given") {
            let data = #"{"text":"Größe \"9\"","own":[1,2.50,null]}"#
            try await $0.record([Told.placed("A")])
            try await $0.record([Told.event("A", "c", "commented", data, correlation: "K-1")])
            let event = try await $0.ledger.history(of: Told.order("A"))?.last
            try $0.expect(event?.correlation, is: "K-1")
            let stored = try JSONValue(json: event?.data ?? [])
            try $0.expect(stored == JSONValue(json: Array(data.utf8)), "\(stored)")
        },
        ConformanceCheck(.read, 41, "an event of an unknown type is kept, and read as it was given")
        {
            try await $0.record([Told.placed("A")])
            try await $0.record([Told.event("A", "w", "weighed", #"{"kg":"1.5"}"#)])
            let event = try await $0.ledger.history(of: Told.order("A"))?.last
            try $0.expect(event?.type, is: "weighed")
            try $0.expect(event?.data, is: Array(#"{"kg":"1.5"}"#.utf8))
        },
    ]
}
