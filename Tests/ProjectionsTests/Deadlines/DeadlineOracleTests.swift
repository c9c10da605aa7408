import EventLog
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

/// Deadlines, `due` and `tick` against a plain twin that folds every order's whole history.
@Suite struct `Deadlines against a plain twin` {
    @Test(arguments: 0..<4)
    func `what is due, and what a tick appends, is what histories ask for`(round: Int) throws {
        let seed = SeededGenerator.announcedSeed(for: "deadlines \(round)") &+ UInt64(round)
        var lives = DeadlineLives(seed: seed, orders: 30)
        var settings = TwinSettings()
        let ledger = try TemporaryLedger()
        var appended = 0
        for step in 0..<360 {
            lives.advance()
            ledger.clock.now = lives.now
            if lives.random.oneIn(20) {
                let (key, value) = lives.setting()
                settings.set(value, for: key)
                try ledger.store.change(setting: key, to: value)
            }
            let (event, policy) = lives.next()
            ledger.store.append([event], policy: policy)
            guard step % 20 == 19 else { continue }
            try expectDue(by: lives.now.adding(.seconds(86_400 * 9)), ledger, settings)
            appended += try expectTick(at: lives.now, ledger, settings)
        }
        #expect(appended > 4, "a run in which the clock has nothing to do proves nothing")
        #expect(try ledger.store.checkViews().differences.details == [])
    }

    private func expectDue(
        by end: Timestamp,
        _ ledger: TemporaryLedger,
        _ settings: TwinSettings,
    ) throws {
        let wanted = try TwinLedger(ledger.store, settings).due(by: end)
        #expect(try ledger.store.allDue(by: end) == wanted)
    }

    /// A tick an instant before the first deadline, and the tick itself; gives how much it appends.
    private func expectTick(
        at end: Timestamp,
        _ ledger: TemporaryLedger,
        _ settings: TwinSettings,
    ) throws -> Int {
        let store = ledger.store
        let wanted = try TwinLedger(store, settings).tick(at: end)
        if let first = wanted.appends.first?.at {
            #expect(try store.nextDeadline() == first)
            let early = Timestamp(microseconds: first.microseconds - 1)
            #expect(try store.tick(at: early).appended == 0, "a microsecond early")
        } else {
            #expect(try store.nextDeadline().map { $0 > end } ?? true)
        }
        #expect(try run(store, at: end, isDryRun: true) == wanted.appends.map(\.told))
        let before = try store.lastPosition
        // Small pages are prepared while others are being appended, and rest on them.
        let pageMaximum = [10_000, 1, 2, 3, 7][wanted.appends.count % 5]
        let told = try run(store, at: end, pageMaximum: pageMaximum, refused: wanted.refused)
        #expect(told == wanted.appends.map(\.told))
        #expect(try appends(store, after: before) == wanted.appends)
        #expect(try run(store, at: end, isDryRun: true) == [], "the clock says it twice")
        #expect(try store.tick(at: end).appended == 0, "the clock says it twice")
        return wanted.appends.count
    }

    private func run(
        _ store: LogStore,
        at end: Timestamp,
        isDryRun: Bool = false,
        pageMaximum: Int = 10_000,
        refused: [String: Int]? = nil,
    ) throws -> [String] {
        var told: [String] = []
        let each = { (event: ClockEvent) in
            told.append("\(event.at) \(event.order) \(event.event)")
        }
        let report =
            try isDryRun
            ? store.previewTick(at: end, each: each)
            : store.tick(at: end, pageMaximum: pageMaximum, each: each)
        #expect(report.appended == told.count)
        if let refused { #expect(report.refused == refused) }
        return told
    }

    /// What stands in the log behind a position.
    private func appends(_ store: LogStore, after position: UInt64) throws -> [TwinAppend] {
        let snapshot = try store.snapshot()
        return try snapshot.records(from: position + 1).map { record in
            let event = try snapshot.tables.recordedEvent(record, in: snapshot.transaction)
            #expect(event.actor?.kind == .clock)
            return TwinAppend(
                at: event.occurredAt,
                order: try #require(OrderID(record.order)),
                event: event.event
            )
        }
    }
}

extension TwinAppend {
    /// The event as a tick tells of it.
    fileprivate var told: String { "\(at) \(order) \(event.type.name)" }
}
