import EventLog
import LedgerTesting
import Orders
import Testing

@Suite
struct `Names and payloads` {
    @Test
    func `check 14: order ids of one to 200 bytes stay distinct orders, byte for byte`() throws {
        let ledger = try TemporaryLedger()
        let names = [
            "a", "A", "a ", " a", "ä", "a\u{308}", "Å", "\u{212B}", "A\u{30A}",
            // The same marks in another order: equivalent, and of the same length.
            "a\u{323}\u{307}", "a\u{307}\u{323}", "注文/1", "🧾", "ab", "a$", "/", "%00",
            String(repeating: "x", count: 200), String(repeating: "x", count: 199) + "y",
            String(repeating: "ü", count: 100), String(repeating: "x", count: 199),
        ]
        // In one transaction, and then one by one.
        let placed = try names.map { try NewEvent($0, "e", "placed", Self.order) }
        let verdicts = ledger.store.append(placed.map { AppendBatch([$0]) })
        #expect(
            verdicts.map(\.receipt?.parts[0].position.rawValue)
                == (2..<names.count + 2).map { UInt64($0) }
        )
        for name in names {
            let event = try NewEvent(name, "f", "commented", #"{"text":"\#(name.utf8.count)"}"#)
            #expect(ledger.store.append(event, .exactly(Revision(0))).isNew, "\(name)")
        }
        try ledger.reopen()
        for (index, name) in names.enumerated() {
            let order = try #require(OrderID(name))
            let history = try #require(try ledger.store.history(of: order))
            #expect(
                history.map(\.position.rawValue)
                    == [index + 2, index + 2 + names.count].map { UInt64($0) }
            )
            #expect(try ledger.store.snapshot().ordinal(of: order) == UInt32(index + 1))
        }
    }

    @Test(arguments: [
        "", "$", "$ledger", "$x", "a\u{0}", "a\n", "\u{7F}", "\u{85}",
        String(repeating: "x", count: 201), String(repeating: "ü", count: 101),
    ])
    func `check 14: names that break the rules are no order ids`(name: String) {
        #expect(OrderID(name) == nil)
    }

    @Test
    func `check 14: the ledger's own stream takes no events from outside`() throws {
        let id = try #require(EventID("e"))
        #expect(throws: LedgerError(.malformed, "")) {
            try NewEvent(order: .ledger, id: id, .accepted)
        }
        #expect(throws: LedgerError(.malformed, "")) {
            try NewEvent(
                order: .ledger,
                id: id,
                typeName: "accepted",
                data: [123, 125],
                range: 0..<2
            )
        }
    }

    @Test
    func `check 14: empty data is an object without members, and no data is malformed`() throws {
        let ledger = try TemporaryLedger()
        #expect(try ledger.store.append(NewEvent("A-1", "1", "placed", Self.order)).isNew)
        #expect(ledger.store.append(try NewEvent("A-1", "2", "accepted", "{}")).isNew)
        #expect(throws: LedgerError(.malformed, "")) { try NewEvent("A-1", "3", "accepted", "") }
        #expect(try ledger.store.history(of: OrderBuilder("A-1").order)?.count == 2)
    }

    @Test
    func `check 14: data with every kind of character comes back to the byte`() throws {
        let ledger = try TemporaryLedger()
        let scalars = (0x20...0x2FFF).compactMap(Unicode.Scalar.init).filter {
            !"\"\\".unicodeScalars.contains($0)
        }
        let text = String(String.UnicodeScalarView(scalars)) + #"\u0000\n\"\\🧾\ud83e\uddfe"#
        let data = #"{"currency":"EUR","total":"1.00","own":"\#(text)"}"#
        #expect(try ledger.store.append(NewEvent("A-1", "1", "placed", data)).isNew)
        let snapshot = try ledger.store.snapshot()
        let payload = try snapshot.payload(of: snapshot.record(at: 2))
        #expect(payload.merged() == Array(data.utf8))
    }

    @Test
    func `check 14: data of 1 MiB is taken, and above it is refused before any write`() throws {
        let ledger = try TemporaryLedger()
        let frame = #"{"currency":"EUR","total":"1.00","own":""}"#
        let room = NewEvent.maximumDataBytes - frame.utf8.count
        func data(_ count: Int) -> String {
            #"{"currency":"EUR","total":"1.00","own":"\#(String(repeating: "x", count: count))"}"#
        }
        let largest = try NewEvent("A-1", "1", "placed", data(room))
        #expect(ledger.store.append(largest).isNew)
        #expect(throws: LedgerError(.tooLarge, "")) {
            try NewEvent("A-1", "2", "placed", data(room + 1))
        }
        let snapshot = try ledger.store.snapshot()
        let payload = try snapshot.payload(of: snapshot.record(at: 2))
        #expect(payload.merged() == Array(data(room).utf8))
    }

    private static let order = #"{"currency":"EUR","total":"1.00"}"#
}
