import EventLog
import LedgerTesting
import Orders
import Projections
import Testing

@Suite struct `Stock over all orders` {
    private let ledger: TemporaryLedger

    init() throws { ledger = try TemporaryLedger(workflow: "webshop") }

    private func append(_ events: NewEvent..., policy: AppendPolicy = .enforce) {
        for event in events {
            let verdict = ledger.store.append(event, policy: policy)
            #expect(verdict.isNew, "\(event.type): \(verdict)")
        }
    }

    private func level(_ sku: String = "TEA") throws -> [Int128] {
        try ledger.store.stock(of: sku).flatMap { [$0.reserved, $0.released, $0.held] }
    }

    private static func lines(_ quantity: Int, tracked: String = "") -> String {
        #"{"lines":[{"sku":"TEA","quantity":\#(quantity),"unitPrice":"1"\#(tracked)}]}"#
    }

    @Test func `an order reserves when it is placed, and a cart does not`() throws {
        var order = OrderBuilder("a", workflow: "webshop")
        append(try order.event("cartOpened", Self.lines(5)))
        #expect(try ledger.store.stock() == [])
        append(try order.event("placed", #"{"currency":"EUR"}"#))
        #expect(try level() == [5, 0, 5])
    }

    @Test func `a rise reserves and a fall releases, whatever came before`() throws {
        var order = OrderBuilder("a", workflow: "webshop")
        append(try order.placed(), try order.event("amended", Self.lines(5)))
        #expect(try level() == [5, 0, 5])
        append(try order.event("amended", Self.lines(2)))
        #expect(try level() == [5, 3, 2])
        append(try order.event("amended", Self.lines(4)))
        #expect(try level() == [7, 3, 4])
        append(try order.event("amended", #"{"lines":null,"total":"1"}"#))
        #expect(try level() == [7, 7, 0])
    }

    @Test func `lines that are not tracked reserve nothing`() throws {
        var order = OrderBuilder("a", workflow: "webshop")
        append(try order.placed())
        append(try order.event("amended", Self.lines(3, tracked: #","tracked":false"#)))
        #expect(try level() == [3, 3, 0])
        append(try order.event("amended", Self.lines(3, tracked: #","tracked":true"#)))
        #expect(try level() == [6, 3, 3])
    }

    @Test func `cancelling twice releases once, and taking it back reserves again`() throws {
        var order = OrderBuilder("a", workflow: "webshop")
        append(try order.placed())
        let cancelled = try order.event("cancelled")
        append(cancelled)
        #expect(try level() == [3, 3, 0])
        append(try order.event("cancelled"), policy: .observe)
        #expect(try level() == [3, 3, 0])
        for id in [cancelled.id.rawValue, "e2"] {
            append(
                try order.event("revoked", #"{"event":"\#(id)","reason":"a mistake"}"#),
                policy: .observe
            )
        }
        #expect(try level() == [3, 0, 3])
        append(try order.event("cancelled"))
        #expect(try level() == [3, 3, 0])
    }

    /// PrestaShop/PrestaShop#35460: 100 pieces, one ordered, refunded and restocked, then
    /// cancelled.
    @Test func `what is refunded and then cancelled goes back to the shelf once`() throws {
        func onHand() throws -> Int128 { 100 - (try level().last ?? 0) }
        var order = OrderBuilder("a", workflow: "webshop")
        #expect(try onHand() == 100)
        append(
            try order.event(
                "placed",
                #"{"currency":"EUR","lines":[{"sku":"TEA","quantity":1,"unitPrice":"9.00"}]}"#
            )
        )
        #expect(try onHand() == 99)
        append(try order.captured("9.00"), try order.refunded("9.00"))
        let restocked = try order.event("amended", #"{"lines":[],"total":"9.00"}"#)
        append(restocked)
        #expect(try onHand() == 100)
        append(try order.event("cancelled"))
        #expect(try onHand() == 100)
    }

    @Test func `a SKU that nobody ordered has no level`() throws {
        var order = OrderBuilder("a", workflow: "webshop")
        append(try order.placed())
        #expect(try ledger.store.stock(of: "CUP") == [])
        #expect(try ledger.store.stock().map(\.sku) == ["TEA"])
    }

    @Test(arguments: [150, 1_400])
    func `random histories hold what the slow twin counts piece by piece`(orders: Int) throws {
        var random = SeededGenerator(seed: SeededGenerator.announcedSeed(for: "stock"))
        var batches: [AppendBatch] = []
        for number in 0..<orders {
            let events = try StockHistory.events(of: "order-\(number)", using: &random)
            batches.append(AppendBatch(events, policy: .observe))
        }
        for verdict in ledger.store.append(batches) { #expect(verdict.isNew) }
        let twin = try StockTwin(ledger.store)
        let levels = try ledger.store.stock()
        #expect(levels.map(\.sku) == twin.pieces.keys.sorted())
        for level in levels {
            let pieces = twin.pieces[level.sku, default: []]
            #expect(level.reserved == Int128(pieces.count), "\(level.sku)")
            #expect(level.held == Int128(pieces.count { $0.isHeld }), "\(level.sku)")
            #expect(0 <= level.released && level.released <= level.reserved)
            #expect(try ledger.store.stock(of: level.sku) == [level])
        }
    }
}

/// Random lives of orders as far as stock is concerned.
private enum StockHistory {
    static func events(
        of name: String,
        using random: inout SeededGenerator
    ) throws -> [NewEvent] {
        var builder = OrderBuilder(name, workflow: "webshop")
        var events: [NewEvent] = []
        if random.oneIn(4) { events.append(try builder.event("cartOpened", data(&random))) }
        if !random.oneIn(10) {
            events.append(try builder.event("placed", data(&random, #""currency":"EUR","#)))
        }
        for _ in 0..<(random.oneIn(2) ? 0 : Int.random(in: 1...8, using: &random)) {
            // Some of what is told now happened before what was told last.
            if random.oneIn(3) { builder.time = builder.time.adding(.seconds(-9_000)) }
            events.append(try event(&builder, events.count, using: &random))
        }
        if events.isEmpty { events.append(try builder.commented("nothing yet")) }
        return events
    }

    private static func event(
        _ builder: inout OrderBuilder,
        _ count: Int,
        using random: inout SeededGenerator,
    ) throws -> NewEvent {
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: return try builder.event("amended", data(&random))
        case 2: return try builder.event("cancelled")
        case 3, 4:
            let id = Int.random(in: 0...count, using: &random)
            return try builder.event("revoked", #"{"event":"e\#(id)","reason":"a mistake"}"#)
        default: return try builder.dispatched()
        }
    }

    private static func data(_ random: inout SeededGenerator, _ rest: String = "") -> String {
        let lines = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            let tracked = random.pick(["", "", #","tracked":true"#, #","tracked":false"#])
            let quantity = Int.random(in: 1...4, using: &random)
            return #"{"sku":"\#(random.pick(["A", "B", "C"]))","quantity":\#(quantity),"#
                + #""unitPrice":"1"\#(tracked)}"#
        }
        return "{\(rest)\"lines\":[\(lines.joined(separator: ","))]}"
    }
}

/// The slow twin: every piece ever set aside, one by one, with a note whether it still is.
private struct StockTwin {
    struct Piece { var isHeld = true }

    private(set) var pieces: [String: [Piece]] = [:]

    init(_ store: LogStore) throws {
        var histories: [UInt32: [RecordedEvent]] = [:]
        let snapshot = try store.snapshot()
        for record in try snapshot.records(from: 2) {
            histories[record.header.ordinal, default: []].append(
                try snapshot.tables.recordedEvent(record, in: snapshot.transaction)
            )
        }
        for history in histories.values { add(Self.standing(history)) }
    }

    /// The events that no `revoked` names; taking back a `revoked` that is there changes nothing.
    private static func standing(_ history: [RecordedEvent]) -> [RecordedEvent] {
        var gone: Set<String> = []
        var corrections: Set<String> = []
        for event in history {
            guard case .revoked(let id, _) = event.event else { continue }
            if !corrections.contains(id.rawValue) { gone.insert(id.rawValue) }
            corrections.insert(event.id.rawValue)
        }
        return history.filter { !gone.contains($0.id.rawValue) }
    }

    private mutating func add(_ events: [RecordedEvent]) {
        guard let placed = events.first(where: { $0.digest.type == .placed }) else { return }
        let amendments = events.filter { $0.digest.type == .amended }
            .sorted { ($0.occurredAt, $0.position) < ($1.occurredAt, $1.position) }
        var own: [String: [Piece]] = [:]
        // Every generated part names its lines, so the carts' are gone once the order is placed.
        for part in [placed] + amendments { move(&own, to: Self.tracked(part)) }
        if events.contains(where: { $0.digest.type == .cancelled }) { move(&own, to: [:]) }
        for (sku, list) in own { pieces[sku, default: []] += list }
    }

    private static func tracked(_ part: RecordedEvent) -> [String: Int] {
        var counts: [String: Int] = [:]
        guard case .array(let lines)? = part.patch?["lines"] else { return counts }
        for line in lines {
            guard case .string(let sku)? = line["sku"], case .number(let text)? = line["quantity"]
            else { continue }
            if case .bool(false)? = line["tracked"] { continue }
            counts[sku, default: 0] += Int(text) ?? 0
        }
        return counts
    }

    /// Sets pieces aside, or lets go of some, until as many are held as there should be.
    private func move(_ own: inout [String: [Piece]], to wanted: [String: Int]) {
        for sku in Set(own.keys).union(wanted.keys) {
            var list = own[sku, default: []]
            while list.count(where: \.isHeld) < wanted[sku, default: 0] { list.append(Piece()) }
            while list.count(where: \.isHeld) > wanted[sku, default: 0] {
                guard let held = list.lastIndex(where: \.isHeld) else { break }
                list[held].isHeld = false
            }
            own[sku] = list
        }
    }
}
