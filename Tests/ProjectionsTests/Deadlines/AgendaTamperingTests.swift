import EventLog
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

/// Rows of deadlines and of open effects, and the agendas behind heads, that are not what the log
/// leads to: the check names them, and a rebuild mends them.
@Suite struct `Checking rows of deadlines and effects` {
    /// Three dealer's orders: each waits to be accepted, and has a mail to be sent.
    private func ledger() throws -> TemporaryLedger {
        let ledger = try TemporaryLedger(workflow: "dealer")
        for name in ["a", "b", "c"] {
            var order = OrderBuilder(name, workflow: "dealer")
            ledger.store.append(try order.placed())
            ledger.store.append(try order.event("paymentAuthorized", #"{"amount":"30.00"}"#))
            ledger.store.append(try order.event("commented", #"{"text":"x","notify":true}"#))
        }
        return ledger
    }

    /// Rows that are put in, or one that is taken out, and what the check says of it.
    struct Tampering: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var adds: [[UInt8]] = []
        /// The first byte of the kind of rows of which the last is taken out.
        var removes: UInt8?
        let names: [ViewDifference.What]
        var order: String?
    }

    private static func deadline(_ kind: UInt8, _ ordinal: UInt8) -> [UInt8] {
        [4, kind] + [UInt8](repeating: 0, count: 8) + [128, 0, 0, 0, 0, 0, 0, 1]
            + [0, 0, 0, ordinal]
    }

    static let tamperings = [
        Tampering(testDescription: "a deadline is missing", removes: 4, names: [.deadline]),
        Tampering(
            testDescription: "open effects are missing",
            removes: 5,
            names: [.effect, .effect, .effect]
        ),
        Tampering(
            testDescription: "a deadline too many",
            adds: [deadline(1, 2)],
            names: [.deadline],
            order: "b"
        ),
        Tampering(
            testDescription: "a deadline of an order that there is not",
            adds: [deadline(2, 9)],
            names: [.deadline]
        ),
        Tampering(
            testDescription: "a deadline of order 0",
            adds: [deadline(2, 0)],
            names: [.deadline]
        ),
        Tampering(
            testDescription: "a deadline of a kind that there is not",
            adds: [deadline(99, 2)],
            names: [.deadline]
        ),
        Tampering(
            testDescription: "deadlines that are too short and too long",
            adds: [[4], [4, 2, 0], deadline(2, 1) + [7]],
            names: [.deadline, .deadline, .deadline]
        ),
        Tampering(
            testDescription: "effects that are too short and too long",
            adds: [[5], [5, 0, 0], [5, 0, 0, 0, 2]],
            names: [.effect, .effect, .effect]
        ),
    ]

    @Test(arguments: tamperings, [1, 5_000])
    func `a row that is wrong is named, and mended`(
        _ tampering: Tampering,
        windowOrders: Int,
    ) throws {
        let ledger = try ledger()
        let kept = try ViewRows(ledger.store)
        let removed = kept.views.filter { $0.key[0] == tampering.removes }.map(\.key)
        try tamper(ledger) { transaction, tables in
            if let key = removed.last { try transaction.delete(tables.views, key) }
            for row in tampering.adds { try transaction.put(tables.views, row, []) }
        }
        let found = try ledger.store.checkViews(windowOrders: windowOrders).differences.details
        #expect(found.map(\.what) == tampering.names)
        if let order = tampering.order { #expect(found.first?.order == order) }
        try expectMended(ledger, kept)
    }

    @Test(arguments: Agendas.allCases)
    func `a head whose agenda was altered or cut is named, and mended`(_ change: Agendas) throws {
        let ledger = try ledger()
        let kept = try ViewRows(ledger.store)
        var row = kept.heads[2].value
        var head = try ledger.store.snapshot().head(of: 2)
        head.standing.agenda = Agenda()
        var bare: [UInt8] = []
        head.encode(into: &bare)
        #expect(row.count > bare.count + 10, "the order has an agenda")
        switch change {
        case .byte: row[row.count - 6] ^= 1
        case .last: row.removeLast()
        case .half: row.removeLast((row.count - bare.count) / 2)
        case .all: row.removeLast(row.count - bare.count)
        case .more: row.append(0)
        }
        try tamper(ledger) { try $0.put($1.heads, 2, row) }
        let found = try ledger.store.checkViews().differences.details
        #expect(found.map(\.what) == [.head])
        #expect(found.first?.order == "b")
        try expectMended(ledger, kept)
    }

    /// What is done to the bytes of an agenda.
    enum Agendas: CaseIterable { case byte, last, half, all, more }

    private func expectMended(_ ledger: TemporaryLedger, _ kept: ViewRows) throws {
        #expect(try !ledger.store.rebuildViews().differences.isEmpty)
        #expect(try ViewRows(ledger.store) == kept)
        #expect(try ledger.store.checkViews().differences.details == [])
    }

    @Test func `deadlines and effects come and go while the views are rebuilt`() async throws {
        let ledger = try ledger()
        let store = ledger.store
        let isDone = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try Self.live(in: store, until: isDone) }
            group.addTask {
                defer { isDone.raise() }
                for _ in 0..<5 {
                    let report = try store.rebuildViews(windowOrders: 3)
                    #expect(report.differences.details == [])
                }
            }
            try await group.waitForAll()
        }
        #expect(try store.checkViews().differences.details == [])
        var keys: Set<EffectKey> = []
        try store.openEffects { effect in
            #expect(keys.insert(effect.key).inserted)
            return true
        }
        #expect(keys.count >= 3)
    }

    /// Orders that are placed, held, accepted or overdue, and told of.
    private static func live(in store: LogStore, until isDone: Flag) throws {
        var number = 0
        while !isDone.isUp {
            var order = OrderBuilder("new-\(number)", workflow: "dealer")
            let held = try order.event("paymentAuthorized", #"{"amount":"30.00"}"#)
            // The order is placed first, whatever the builder made first.
            #expect(store.append(try order.placed()).isRecorded)
            #expect(store.append(held).isRecorded)
            if number.isMultiple(of: 3) {
                #expect(store.append(try order.event("accepted")).isRecorded)
                #expect(store.append(try order.event("cancelled")).isRecorded)
            }
            if number.isMultiple(of: 7) {
                _ = try store.tick(at: ManualClock.start.adding(.seconds(86_400 * 5)))
            }
            number += 1
        }
    }
}
