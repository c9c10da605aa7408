import LedgerTesting
import OrderLedger
import Testing

/// A ledger of one order, of which every event's effects can be seen.
final class EffectLedger {
    let ledger: Ledger
    let clock: ManualClock
    private let folder: TemporaryFolder
    private var count = 0

    init(_ workflow: String) throws {
        let clock = ManualClock()
        folder = try TemporaryFolder()
        self.clock = clock
        ledger = try Ledger.create(
            at: folder("ledger"),
            workflow: workflow,
            options: LedgerOptions(now: { clock.now })
        )
    }

    /// Records an event of the order, and gives its place in the log; nothing where it is refused.
    @discardableResult
    func when(_ type: String, _ data: String = "{}", policy: AppendPolicy = .enforce) throws
        -> Position?
    {
        count += 1
        clock.advance(by: .seconds(60))
        let event = try NewEvent("order", "e\(count)", type, data, at: clock.now)
        switch ledger.append(AppendBatch([event], policy: policy)) {
        case .recorded(let receipt): return receipt.parts[0].position
        case .refused: return nil
        case .wrongRevision(let failures), .conditionFailed(_, let failures):
            Issue.record("\(type): \(failures)")
            return nil
        case .failed(let error, _): throw error
        }
    }

    /// Records an event that must be taken.
    @discardableResult
    func given(_ type: String, _ data: String = "{}") throws -> Position {
        try #require(try when(type, data), "\(type) \(data) was refused")
    }

    /// The id of the latest event.
    var lastID: String { "e\(count)" }

    /// The keys of the effects that are open, as text.
    var open: [String] {
        get throws {
            var keys: [String] = []
            try ledger.openEffects { effect in
                #expect(effect.order == OrderID("order"))
                keys.append(effect.key.description)
                return true
            }
            return keys
        }
    }

    /// The kinds that the event at a position raised and that are open.
    func raised(at position: Position) throws -> [String] {
        try open.compactMap { key in
            let parts = key.split(separator: "@")
            return parts[1] == "\(position)" ? String(parts[0]) : nil
        }
    }

    /// Neither a rebuild nor a replay raises, repeats or loses anything.
    func expectKept(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let before = try open
        let events = try ledger.statistics().events
        #expect(
            try ledger.rebuild(check: false).differences.details == [],
            sourceLocation: sourceLocation
        )
        let report = try ledger.replay()
        #expect(report.projectionsMatch == true, sourceLocation: sourceLocation)
        #expect(try open == before, sourceLocation: sourceLocation)
        #expect(try ledger.statistics().events == events, sourceLocation: sourceLocation)
    }
}
