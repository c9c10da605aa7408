import LMDB
import LedgerTesting
import Orders
import Testing

@testable import EventLog

/// Events that are appended each on its own end as batches of one do.
@Suite("Events on their own")
struct EventVerdictTests {
    @Test(arguments: 0..<12 as Range<UInt64>, AppendPolicy.allCases)
    func `they leave the rows and the verdicts that batches of one leave`(
        seed: UInt64,
        policy: AppendPolicy,
    ) throws {
        var histories = HistoryGenerator(seed: seed, orders: 8)
        let (alone, batched) = (
            try TemporaryLedger(isPlain: true), try TemporaryLedger(isPlain: true)
        )
        for round in 0..<6 {
            let place: Testing.Comment = "seed \(seed), round \(round)"
            let events = try (0..<Int.random(in: 0...60, using: &histories.random)).map { _ in
                try histories.dirtyEvent()
            }
            let verdicts = alone.store.append(each: events, policy: policy)
            let expected = batched.store.append(events.map { AppendBatch([$0], policy: policy) })
            #expect(verdicts.map(Outcome.init) == expected.map(Outcome.init), place)
            for ledger in [alone, batched] { ledger.clock.advance(by: .seconds(60)) }
        }
        #expect(try TableDump(alone.store) == TableDump(batched.store), "seed \(seed)")
    }

    @Test func `events of the ledger's own that cannot be read leave its rules as they were`()
        throws
    {
        let events = try ["48 hours", "never and a day", "72 hours"].enumerated().map {
            let data = #"{"key":"marketplace.autoCancel","value":"\#($0.element)"}"#
            return try NewEvent(
                ofLedger: .settingChanged,
                id: "own/\($0.offset)",
                data: Array(data.utf8)
            )
        }
        let (alone, batched) = (
            try TemporaryLedger(isPlain: true), try TemporaryLedger(isPlain: true)
        )
        let verdicts = alone.store.append(each: events, policy: .enforce)
        let expected = batched.store.append(events.map { AppendBatch([$0]) })
        #expect(verdicts.map(Outcome.init) == expected.map(Outcome.init))
        #expect(verdicts.map(Outcome.init) == [.recorded, .failed(.newerFormat), .recorded])
        #expect(try TableDump(alone.store) == TableDump(batched.store))
        // In a batch the one that can be read is taken back with the other.
        let before = try alone.store.rules(in: alone.store.snapshot()).settings
        let late = try ["1 hours", "no time"].enumerated().map {
            let data = #"{"key":"marketplace.autoCancel","value":"\#($0.element)"}"#
            return try NewEvent(
                ofLedger: .settingChanged,
                id: "late/\($0.offset)",
                data: Array(data.utf8)
            )
        }
        #expect(alone.store.append(AppendBatch(late)).isNew == false)
        #expect(try alone.store.rules(in: alone.store.snapshot()).settings == before)
    }

    @Test func `more than one transaction takes are carried out in several`() throws {
        let ledger = try TemporaryLedger()
        let text = String(repeating: "x", count: 1 << 19)
        let events = try (0..<70).map { number in
            try NewEvent("order-\(number)", "event", "commented", #"{"text":"\#(text)"}"#)
        }
        #expect(CommitSize.runs(of: events, CommitSize.init(of:)).count == 2)
        let verdicts = ledger.store.append(each: events, policy: .observe)
        #expect(verdicts.map(Outcome.init) == events.map { _ in .recorded })
        #expect(try ledger.store.lastPosition == 71)
    }

    @Test func `a map that must grow on the way is no matter`() throws {
        let ledger = try TemporaryLedger(mapBytesMaximum: 1 << 20)
        ledger.mapBytesMaximum = 1 << 26
        ledger.close()
        try ledger.reopen()
        // More orders than make their rows worth another thread.
        let events = try (0..<3_000).map { number in
            try NewEvent("order-\(number)", "event", "commented", #"{"text":"\#(number) words"}"#)
        }
        let verdicts = ledger.store.append(each: events, policy: .observe)
        #expect(verdicts.map(Outcome.init) == events.map { _ in .recorded })
        let again = ledger.store.append(each: events, policy: .observe)
        #expect(again.map(Outcome.init) == events.map { _ in .duplicate })
        let plain = try TemporaryLedger()
        for event in events { plain.store.append(AppendBatch([event], policy: .observe)) }
        #expect(try TableDump(ledger.store).rows["heads"] == TableDump(plain.store).rows["heads"])
    }

    @Test func `they take turns with those who append batches`() async throws {
        let ledger = try TemporaryLedger()
        let store = ledger.store
        let rounds = 40
        let recorded = try await withThrowingTaskGroup(of: Int.self) { group in
            for caller in 0..<6 {
                group.addTask {
                    var recorded = 0
                    for round in 0..<rounds {
                        let events = try (0..<3).map { number in
                            try NewEvent(
                                "order-\(caller)",
                                "\(round)-\(number)",
                                "commented",
                                #"{"text":"x"}"#
                            )
                        }
                        switch caller % 3 {
                        case 0:
                            for case .recorded in store.append(each: events, policy: .observe) {
                                recorded += 1
                            }
                        case 1:
                            let batch = AppendBatch(events, policy: .observe)
                            recorded += store.append(batch).isNew ? 3 : 0
                        default:
                            let batch = AppendBatch(events, policy: .observe)
                            recorded += await store.append([batch])[0].isNew ? 3 : 0
                        }
                    }
                    return recorded
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(recorded == 6 * rounds * 3)
        #expect(try store.lastPosition == UInt64(recorded + 1))
    }

    @Test func `nothing is appended of nothing`() throws {
        let ledger = try TemporaryLedger()
        #expect(ledger.store.append(each: [], policy: .enforce).isEmpty)
        #expect(try ledger.store.lastPosition == 1)
    }
}

/// What both ways of appending can say.
private enum Outcome: Equatable {
    case recorded, duplicate
    case refused(Refusal)
    case failed(LedgerError.Code)
    case other

    init(_ verdict: EventVerdict) {
        switch verdict {
        case .recorded: self = .recorded
        case .duplicate: self = .duplicate
        case .refused(let refusal): self = .refused(refusal)
        case .failed(let error): self = .failed(error.code)
        }
    }

    init(_ verdict: AppendVerdict) {
        switch verdict {
        case .recorded(let receipt): self = receipt.isDuplicate ? .duplicate : .recorded
        case .refused(let refusal, _): self = .refused(refusal)
        case .failed(let error, _): self = .failed(error.code)
        case .wrongRevision, .conditionFailed: self = .other
        }
    }
}
