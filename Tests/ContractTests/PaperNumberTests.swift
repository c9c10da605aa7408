import Audit
import EventLog
import Foundation
import LMDB
import LedgerTesting
import Orders
import Projections
import Testing

@Suite
struct `Numbers of invoices and credit notes` {
    private let ledger: TemporaryLedger
    private var order = OrderBuilder("A-1", workflow: "webshop")

    init() throws {
        ledger = try TemporaryLedger(workflow: "webshop")
        #expect(ledger.store.append(try order.placed()).isNew)
    }

    private static let creditNote = #"{"amount":"1.00"}"#

    private func numbers(_ type: EventType = .invoiced) throws -> [String?] {
        try ledger.store.paperNumbers(of: type)
    }

    @Test
    mutating func `each series counts from 1, and the number is in the event's data`() throws {
        for type in ["invoiced", "creditNoteIssued", "invoiced"] {
            let data = type == "invoiced" ? "{}" : Self.creditNote
            #expect(ledger.store.append(try order.event(type, data)).isNew)
        }
        #expect(try numbers() == ["1", "2"])
        #expect(try numbers(.creditNoteIssued) == ["1"])
        let record = try ledger.store.snapshot().record(at: 4)
        let payload = try ledger.store.snapshot().payload(of: record)
        #expect(
            String(decoding: payload.merged(), as: UTF8.self) == #"{"amount":"1.00","number":"1"}"#
        )
        #expect(record.header.digest.traits.contains(.numbered))
    }

    @Test(arguments: [
        ("{}", #"{"number":"1"}"#),
        (
            #"{ "own":[1.50], "dueAt":"2026-02-01" }"#,
            #"{ "own":[1.50], "dueAt":"2026-02-01" ,"number":"1"}"#
        ),
        (#"{"number": null, "own":"é"}"#, #"{"number": "1", "own":"é"}"#),
        (#"{"details":{"a":"b"},"x":1}"#, #"{"x":1,"number":"1","details":{"a":"b"}}"#),
    ])
    mutating func `all else in the data keeps its bytes`(given: String, kept: String) throws {
        let event = try order.event("invoiced", given)
        #expect(ledger.store.append(event).isNew)
        let record = try ledger.store.snapshot().record(at: 3)
        let payload = try ledger.store.snapshot().payload(of: record)
        #expect(String(decoding: payload.merged(), as: UTF8.self) == kept)
        #expect(ledger.store.append(event).receipt?.isDuplicate == true)
    }

    @Test
    mutating func `a payload too long for its record is numbered, too`() throws {
        let note = String(repeating: "long ", count: 30_000)
        let event = try order.event("invoiced", #"{"note":"\#(note)"}"#)
        #expect(ledger.store.append([AppendBatch([event]), AppendBatch([event])]).count == 2)
        #expect(ledger.store.append(event).receipt?.isDuplicate == true)
        #expect(try numbers() == ["1"])
    }

    @Test
    mutating func `the same event again answers as a duplicate and burns no number`() throws {
        let event = try order.event("invoiced", #"{"dueAt":"2026-02-01"}"#)
        let id = event.id.rawValue
        #expect(ledger.store.append(event).isNew)
        try ledger.reopen()
        func again(_ data: String) throws -> AppendVerdict {
            ledger.store.append(try NewEvent("A-1", id, "invoiced", data))
        }
        #expect(try again(#"{"dueAt":"2026-02-01"}"#).receipt?.isDuplicate == true)
        #expect(try again(#"{"number":null,"dueAt":"2026-02-01"}"#).receipt?.isDuplicate == true)
        // As an export tells it.
        #expect(try again(#"{"dueAt":"2026-02-01","number":"1"}"#).receipt?.isDuplicate == true)
        #expect(try again(#"{"dueAt":"2026-02-01","number":"2"}"#).failure == .idConflict)
        #expect(try again(#"{"dueAt":"2026-02-02"}"#).failure == .idConflict)
        #expect(ledger.store.append(try order.event("invoiced")).isNew)
        #expect(try numbers() == ["1", "2"])
    }

    @Test
    mutating func `a number that came with the event is no answer to one that came without`() throws
    {
        #expect(ledger.store.append(try NewEvent("A-1", "i", "invoiced", #"{"number":"1"}"#)).isNew)
        let without = ledger.store.append(try NewEvent("A-1", "i", "invoiced", "{}"))
        #expect(without.failure == .idConflict)
    }

    @Test
    mutating func `a batch that is refused or fails burns no number, nor do those behind it`()
        throws
    {
        var other = OrderBuilder("M-1", workflow: "marketplace")
        let refused = [
            try order.event("invoiced"), try order.event("creditNoteIssued", Self.creditNote),
            try other.placed(), try other.event("invoiced"), try other.dispatched(),
        ]
        let first = try order.event("invoiced")
        let twice = try order.event("invoiced")
        let verdicts = ledger.store.append([
            AppendBatch([first]), AppendBatch(refused), AppendBatch([twice, twice]),
            AppendBatch(
                [try order.event("invoiced")],
                expecting: [order.order.expecting(.noStream)]
            ),
            AppendBatch([try order.event("invoiced")]),
            AppendBatch([try order.event("creditNoteIssued", Self.creditNote)]),
        ])
        #expect(verdicts[1].refusal == .notPaid)
        #expect(verdicts[2].failure == .idConflict)
        #expect(verdicts.map(\.isNew) == [true, false, false, false, true, true])
        #expect(try numbers() == ["1", "2"])
        #expect(try numbers(.creditNoteIssued) == ["1"])
        #expect(ledger.store.append(refused).refusal == .notPaid)
        #expect(ledger.store.append(try order.event("invoiced")).isNew)
        #expect(try numbers() == ["1", "2", "3"])
    }

    @Test
    mutating func `a number that is given is kept, and moves the series where it is the next one`()
        throws
    {
        for number in [nil, "R-7", "7", "02", "2", nil, "4", nil] as [String?] {
            let data = number.map { #"{"number":"\#($0)"}"# } ?? "{}"
            #expect(ledger.store.append(try order.event("invoiced", data)).isNew)
        }
        #expect(try numbers() == ["1", "R-7", "7", "02", "2", "3", "4", "5"])
    }

    @Test
    mutating func `numbers that came ahead of the series are passed over, not given twice`() throws
    {
        for number in ["2", "5", "3", "07", "6", "5"] {
            let event = try order.event("invoiced", #"{"number":"\#(number)"}"#)
            #expect(ledger.store.append(event).isNew)
        }
        for place in 0..<3 {
            if place == 1 { try ledger.reopen() }
            #expect(ledger.store.append(try order.event("invoiced")).isNew)
            let note = try order.event("creditNoteIssued", Self.creditNote)
            #expect(ledger.store.append(note).isNew)
        }
        #expect(try numbers() == ["2", "5", "3", "07", "6", "5", "1", "4", "7"])
        #expect(try numbers(.creditNoteIssued) == ["1", "2", "3"])
        #expect(try ledger.store.replay().findings.count == 0)
    }

    @Test
    mutating func `a batch that is refused leaves nothing ahead of the series`() throws {
        let ahead = try order.event("invoiced", #"{"number":"2"}"#)
        #expect(ledger.store.append([ahead, try order.refunded("1.00")]).refusal != nil)
        for _ in 0..<2 { ledger.store.append(try order.event("invoiced")) }
        #expect(try numbers() == ["1", "2"])
    }

    @Test
    mutating func `of more numbers than are remembered the nearest ones are passed over`() throws {
        let ahead = (2...130).reversed().map {
            try? order.event("invoiced", #"{"number":"\#($0)"}"#)
        }
        ledger.store.append(ahead.compactMap(\.self))
        try ledger.reopen()
        for _ in 0..<3 { ledger.store.append(try order.event("invoiced")) }
        #expect(try numbers().suffix(3) == ["1", "102", "103"])
        #expect(try ledger.store.replay().findings.count == 0)
    }

    @Test
    mutating func `history made elsewhere is recorded as it came`() throws {
        for data in ["{}", #"{"number":"1"}"#, #"{"number":"2"}"#, "{}"] {
            let event = try order.event("invoiced", data)
            #expect(ledger.store.append(event, policy: .observe).isNew)
        }
        #expect(ledger.store.append(try order.event("invoiced")).isNew)
        #expect(try numbers() == [nil, "1", "2", nil, "3"])
    }

    @Test
    mutating func `what is taken back or cancelled gives no number back`() throws {
        let invoiced = try order.event("invoiced")
        #expect(ledger.store.append(invoiced).isNew)
        let id = invoiced.id.rawValue
        let revoked = try order.event("revoked", #"{"event":"\#(id)","reason":"a mistake"}"#)
        #expect(ledger.store.append(revoked).isNew)
        #expect(ledger.store.append(try order.event("invoiced")).isNew)
        #expect(ledger.store.append(try order.event("cancelled")).isNew)
        var next = OrderBuilder("A-2", workflow: "webshop")
        #expect(ledger.store.append([try next.placed(), try next.event("invoiced")]).isNew)
        #expect(try numbers() == ["1", "2", "3"])
    }

    @Test
    mutating func `reopening and rebuilding leave the series where it was`() throws {
        #expect(ledger.store.append(try order.event("invoiced")).isNew)
        try ledger.reopen()
        #expect(ledger.store.append(try order.event("invoiced")).isNew)
        #expect(try ledger.store.rebuildViews().differences.isEmpty)
        try ledger.reopen()
        #expect(ledger.store.append(try order.event("invoiced")).isNew)
        #expect(try numbers() == ["1", "2", "3"])
        #expect(try ledger.store.replay().findings.count == 0)
    }

    @Test
    func `appenders at the same time get each number once, in the order of the log`() async throws {
        let store = ledger.store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for appender in 0..<8 {
                group.addTask {
                    var own = OrderBuilder("race-\(appender)", workflow: "webshop")
                    var events = [try own.placed()]
                    for number in 0..<20 {
                        let isRefused = number.isMultiple(of: 3)
                        events.append(try own.event("invoiced"))
                        // Nothing was captured, so nothing can be refunded.
                        if isRefused { events.append(try own.refunded("1.00")) }
                        let verdict: AppendVerdict = await store.append([AppendBatch(events)])[0]
                        #expect(verdict.isNew == !isRefused, "\(verdict)")
                        events = number == 0 ? [try own.placed()] : []
                    }
                }
            }
            try await group.waitForAll()
        }
        let given = try numbers()
        #expect(given.count == 8 * 13)
        #expect(given == (1...given.count).map { String($0) })
    }

    @Test
    func `processes at the same time get each number once`() async throws {
        let path = ledger.path
        await withTaskGroup(of: Void.self) { group in
            for child in 0..<2 {
                group.addTask {
                    await #expect(processExitsWith: .success) {
                        [path = path as String, child = child as Int] in
                        let configuration = LogStore.Configuration { ManualClock.start }
                        let store = try LogStore(
                            path: path,
                            configuration: configuration,
                            projection: OrderViews()
                        )
                        var own = OrderBuilder("child-\(child)", workflow: "webshop")
                        guard store.append(try own.placed()).isNew else { exit(1) }
                        for _ in 0..<25 {
                            guard store.append(try own.event("invoiced")).isNew else { exit(1) }
                        }
                    }
                }
            }
        }
        #expect(try numbers() == (1...50).map { String($0) })
    }

    @Test
    func `random batches get what the plain twin gives`() throws {
        var random = SeededGenerator(seed: SeededGenerator.announcedSeed(for: "paper numbers"))
        var twin = NumberTwin()
        var builder = OrderBuilder("R-1", workflow: "webshop")
        #expect(ledger.store.append(try builder.placed()).isNew)
        for _ in 0..<250 {
            var batches: [AppendBatch] = []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                batches.append(try twin.batch(&builder, &random))
            }
            let verdicts = ledger.store.append(batches)
            #expect(verdicts.map(\.isNew) == twin.answers)
            twin.answers = []
            if random.oneIn(40) { try ledger.reopen() }
        }
        #expect(try numbers() == twin.recorded[.invoiced])
        #expect(try numbers(.creditNoteIssued) == twin.recorded[.creditNoteIssued])
        #expect(
            try ledger.store.replay().findings.counts.keys.allSatisfy { !$0.contains("number") }
        )
    }
}

@Suite
struct `Checking the numbers of papers` {
    private func ledger(invoices: Int) throws -> TemporaryLedger {
        let ledger = try TemporaryLedger(workflow: "webshop")
        var order = OrderBuilder("A-1", workflow: "webshop")
        ledger.store.append(try order.placed())
        for _ in 0..<invoices { ledger.store.append(try order.event("invoiced")) }
        return ledger
    }

    private func keep(_ last: UInt64, in ledger: TemporaryLedger) throws {
        var transaction = try ledger.store.beginWrite()
        var numbers = try PaperNumbers(transaction)
        numbers.resume(behind: last, of: .invoiced)
        try numbers.write(in: &transaction)
        try transaction.commit()
    }

    @Test
    func `numbers ahead of the series that are not the log's are found`() throws {
        let ledger = try ledger(invoices: 2)
        var transaction = try ledger.store.beginWrite()
        var numbers = try PaperNumbers(transaction)
        numbers.follow("9", of: .creditNoteIssued)
        try numbers.write(in: &transaction)
        try transaction.commit()
        #expect(try ledger.store.replay().findings.counts == ["log:numbersMismatch": 1])
    }

    @Test
    func `a counter that is not the log's is found`() throws {
        let ledger = try ledger(invoices: 2)
        #expect(try ledger.store.replay().findings.count == 0)
        try keep(7, in: ledger)
        #expect(try ledger.store.replay().findings.counts == ["log:numbersMismatch": 1])
        #expect(try ledger.store.replay(to: Position(3)).findings.count == 0)
    }

    @Test
    func `a gap and a number given twice are found, each once`() throws {
        let ledger = try ledger(invoices: 2)
        var order = OrderBuilder("A-2", workflow: "webshop")
        try keep(5, in: ledger)
        ledger.store.append([try order.placed(), try order.event("invoiced")])
        ledger.store.append(try order.event("invoiced"))
        #expect(try ledger.store.paperNumbers(of: .invoiced) == ["1", "2", "6", "7"])
        #expect(try ledger.store.replay().findings.counts == ["invoiced:numberGap": 1])
        try keep(1, in: ledger)
        ledger.store.append(try order.event("invoiced"))
        try keep(7, in: ledger)
        #expect(
            try ledger.store.replay().findings.counts
                == ["invoiced:numberGap": 1, "invoiced:numberRepeated": 1]
        )
    }
}

/// The plain twin of the numbering: two counters and what came ahead of them, and a copy of all
/// before each batch.
private struct NumberTwin {
    private(set) var recorded: [EventType: [String?]] = [.invoiced: [], .creditNoteIssued: []]
    private var last: [EventType: Int] = [.invoiced: 0, .creditNoteIssued: 0]
    private var taken: [EventType: Set<Int>] = [:]
    /// Whether each batch made since the last group is to be taken.
    var answers: [Bool] = []

    /// A random batch, which counts at once.
    mutating func batch(
        _ builder: inout OrderBuilder,
        _ random: inout SeededGenerator,
    ) throws -> AppendBatch {
        let before = self
        let policy: AppendPolicy = random.oneIn(4) ? .observe : .enforce
        var events: [NewEvent] = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let type: EventType = random.oneIn(3) ? .creditNoteIssued : .invoiced
            let next = last[type, default: 0] + 1
            let number = random.pick([nil, nil, nil, "\(next)", "\(next + 2)", "X"])
            var members = type == .invoiced ? [] : [#""amount":"1.00""#]
            if let number { members.append(#""number":"\#(number)""#) }
            events.append(try builder.event(type.name, "{\(members.joined(separator: ","))}"))
            take(number, next, of: type, policy)
        }
        // Nothing was captured: a refund is refused where the rules are enforced.
        if random.oneIn(5) {
            events.append(try builder.refunded("1.00"))
            if policy == .enforce {
                self = before
                answers.append(false)
                return AppendBatch(events)
            }
        }
        answers.append(true)
        return AppendBatch(events, policy: policy)
    }

    private mutating func take(
        _ number: String?,
        _ next: Int,
        of type: EventType,
        _ policy: AppendPolicy,
    ) {
        let isGiven = number == nil && policy == .enforce
        if let number = isGiven ? next : number.flatMap({ Int($0) }) {
            taken[type, default: []].insert(number)
        }
        while taken[type, default: []].contains(last[type, default: 0] + 1) {
            last[type, default: 0] += 1
        }
        recorded[type, default: []].append(isGiven ? "\(next)" : number)
    }
}

extension LogStore {
    /// The numbers of all papers of a type, in the order of the log.
    fileprivate func paperNumbers(of type: EventType) throws -> [String?] {
        let snapshot = try snapshot()
        return try snapshot.records(from: 2)
            .filter { $0.header.digest.type == type }
            .map { record in
                let event = try snapshot.tables.recordedEvent(record, in: snapshot.transaction)
                return event.event.paperNumber
            }
    }
}
