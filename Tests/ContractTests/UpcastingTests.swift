import EventLog
import LedgerTesting
import OrderLedger
import Orders
import Subscriptions
import Synchronization
import Testing

/// Check 41: events of all versions of a type in one order, read as the newest version has them.
@Suite struct `Events of older versions` {
    /// Weights were once in kilograms, then in grams, then with the scale that was used.
    private static func evolution() throws -> EventEvolution {
        try EventEvolution([
            EventEvolution.Step("weighed", from: 2) { data in
                data.merged(with: .object([.init("scale", .string("unknown"))]))
            },
            EventEvolution.Step("weighed", from: 1) { data in
                guard case .string(let text)? = data["kg"],
                    let kilograms = try? DecimalAmount(text: text)
                else { throw DataError(.malformed, message: "kg is no number") }
                return data.merged(
                    with: .object([
                        .init("kg", .null),
                        .init("grams", .string("\(kilograms.millionths / 1_000)")),
                    ])
                )
            },
        ])
    }

    private static let versions: [(version: UInt8, data: String, read: String)] = [
        (1, #"{"kg":"1.5","own":[1,2.50]}"#, #"{"own":[1,2.50],"grams":"1500","scale":"unknown"}"#),
        (2, #"{"grams":"1600"}"#, #"{"grams":"1600","scale":"unknown"}"#),
        (3, #"{"grams":"1700","scale":"S-1"}"#, #"{"grams":"1700","scale":"S-1"}"#),
        (4, #"{"tonnes":"0.1"}"#, #"{"tonnes":"0.1"}"#),
        (1, #"{"kg":"2"}"#, #"{"grams":"2000","scale":"unknown"}"#),
    ]

    private static let familiarity: [EventFamiliarity] = [
        .older(than: 3), .older(than: 3), .current, .newer(than: 3), .older(than: 3),
    ]

    /// A ledger with an order that was weighed in every version.
    private func weighedLedger() throws -> (ledger: TemporaryLedger, order: OrderID) {
        let ledger = try TemporaryLedger()
        var order = OrderBuilder("A-1")
        #expect(try ledger.store.append(order.placed()).isNew)
        for (number, row) in Self.versions.enumerated() {
            let data = Array(row.data.utf8)
            let event = try NewEvent(
                order: order.order,
                id: try #require(EventID("w\(number)")),
                typeName: "weighed",
                typeVersion: row.version,
                data: data,
                range: data.indices
            )
            #expect(ledger.store.append(event).isNew)
        }
        return (ledger, order.order)
    }

    private func opened(_ ledger: TemporaryLedger) throws -> Ledger {
        ledger.close()
        return try Ledger.open(
            at: ledger.path,
            options: LedgerOptions(evolution: Self.evolution())
        )
    }

    private func compare(_ events: [StoredEvent]) throws {
        try #require(events.count == Self.versions.count)
        for (index, event) in events.enumerated() {
            let row = Self.versions[index]
            #expect(String(decoding: event.data, as: UTF8.self) == row.read)
            #expect(String(decoding: event.recordedData, as: UTF8.self) == row.data)
            #expect(event.recordedVersion == row.version)
            #expect(event.typeVersion == max(3, row.version))
            #expect(event.familiarity == Self.familiarity[index])
        }
    }

    @Test func `check 41: are read as the newest has them, in order, on every path`() async throws {
        let (made, order) = try weighedLedger()
        let ledger = try opened(made)
        try compare(Array(ledger.records(of: order).dropFirst()))
        try compare(Array(ledger.events(from: Position(3), limit: 9)))
        try compare(ledger.events(from: Position(7), limit: 5, direction: .backward).reversed())
        try compare(Array(ledger.history(of: order).map(\.event).dropFirst()))
        var visited: [StoredEvent] = []
        try ledger.forEachEvent(order: order, type: "weighed") { event in
            visited.append(event)
            return true
        }
        try compare(visited)
        var followed: [StoredEvent] = []
        for await element in ledger.events(from: .beginning, matching: .init(types: ["weighed"])) {
            if case .event(let event) = element { followed.append(try event.stored()) }
            if case .caughtUp = element { break }
        }
        try compare(followed)
    }

    @Test func `check 41: come so from where a follower has parked them, too`() async throws {
        let (made, order) = try weighedLedger()
        let ledger = try opened(made)
        let scales = Scales()
        let following = Task {
            let options = FollowedShop.options(attempts: 1)
            try await ledger.follow(named: "scales", options: options) { event in
                guard event.type == "weighed" else { return }
                try scales.weigh(event.stored())
            }
        }
        try await eventually { try ledger.followers.first?.parked.first?.waiting == 4 }
        scales.mend()
        try ledger.retry(order, parkedBy: "scales", reason: "the scales are mended")
        try await eventually { scales.weighed.count == Self.versions.count }
        following.cancel()
        _ = try await following.value
        try compare(scales.weighed)
    }

    @Test func `keep their bytes: exports and the tree are those of the records`() throws {
        let (made, order) = try weighedLedger()
        let before = try made.store.allRecords().map(\.bytes)
        let plain = try made.facade()
        let lines = try plain.records(of: order).map(\.cloudEvent)
        let root = try plain.statistics().root
        _ = consume plain
        let ledger = try opened(made)
        #expect(try ledger.records(of: order).map(\.cloudEvent) == lines)
        #expect(try ledger.statistics().root == root)
        _ = try ledger.rebuild()
        #expect(try ledger.store.allRecords().map(\.bytes) == before)
        #expect(try ledger.replay().findings.counts == ["weighed:unknownType": 5])
    }

    @Test func `without their steps they are as they were recorded, and said to be unknown`() throws
    {
        let (made, order) = try weighedLedger()
        let events = try made.facade().records(of: order).dropFirst()
        for (event, row) in zip(events, Self.versions) {
            #expect(String(decoding: event.data, as: UTF8.self) == row.data)
            #expect(event.typeVersion == row.version)
            #expect(event.familiarity == .unknown)
        }
    }

    @Test func `a step that fails says at which event, and hides no other`() throws {
        let (made, order) = try weighedLedger()
        let data = Array(#"{"kg":"heavy"}"#.utf8)
        let event = try NewEvent(
            order: order,
            id: try #require(EventID("bad")),
            typeName: "weighed",
            data: data,
            range: data.indices
        )
        #expect(made.store.append(event).isNew)
        let ledger = try opened(made)
        #expect(try ledger.events(from: Position(3), limit: 5).count == 5)
        let error = #expect(throws: LedgerError.self) {
            try ledger.events(from: Position(8), limit: 1)
        }
        #expect(error?.code == .malformed)
        #expect(error?.message.contains("event bad at position 8") == true)
        #expect(try ledger.status(of: order) == "pending")
    }

    @Test func `a condition looks at data as the newest version has it`() throws {
        let (made, order) = try weighedLedger()
        let ledger = try opened(made)
        let condition = AppendCondition(noneBehind: Position(1), data: ["grams": "1500"])
        let comment = try NewEvent(order.rawValue, "c", "commented", #"{"text":"x"}"#)
        let verdict: AppendVerdict = ledger.append(AppendBatch([comment], unless: [condition]))
        guard case .conditionFailed(let failures, _) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(failures.map(\.position) == [Position(3)])
        #expect(failures[0].description.contains("at position 3"))
    }
}

/// What fails until it is mended.
private final class Scales: Sendable {
    private let state = Mutex<(isMended: Bool, weighed: [StoredEvent])>((false, []))

    var weighed: [StoredEvent] { state.withLock { $0.weighed } }

    func mend() { state.withLock { $0.isMended = true } }

    func weigh(_ event: StoredEvent) throws {
        try state.withLock { state in
            guard state.isMended else { throw Poison() }
            state.weighed.append(event)
        }
    }
}
