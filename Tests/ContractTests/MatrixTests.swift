import EventLog
import LedgerTesting
import Orders
import Testing

/// The retries that a store of events must answer alike, whatever is expected.
///
/// Contract, section 3: the same id with the same content, at any age and under any expected
/// revision, answers with the original position and writes nothing. So `any` is as strong as an
/// exact revision, and retries that other stores answer with a wrong revision are idempotent here;
/// only events with new ids are put to the expectation.
@Suite
struct `Check 13: the matrix of retries` {
    @Test(arguments: MatrixRow.rows)
    func `a retry is answered as the contract says`(_ row: MatrixRow) throws {
        let ledger = try TemporaryLedger()
        for step in row.before { #expect(try ledger.store.append(step.events()).isNew) }
        let before = try TableDump(ledger.store)
        let events = try row.step.events()
        let order = OrderBuilder("A-1").order
        let verdict = ledger.store.append(events, [order.expecting(row.expected)])
        switch row.answer {
        case .written:
            #expect(verdict.isNew)
            return
        case .idempotent(let position):
            #expect(verdict.receipt?.isDuplicate == true)
            #expect(verdict.receipt?.parts[0].position == Position(position))
        case .wrongRevision(let actual):
            let unmet = VerdictSummary.Unmet(
                order,
                expected: row.expected,
                actual: actual.map { Revision($0) }
            )
            #expect(verdict.summary == .wrongRevision([unmet]))
        case .overlap: #expect(verdict.failure == .partialDuplicate)
        case .twiceInside: #expect(verdict.failure == .idConflict)
        }
        #expect(try TableDump(ledger.store) == before)
    }
}

/// Events of one order by their numbers; number 0 places it.
struct MatrixStep: Sendable {
    let numbers: [Int]

    init(_ numbers: Int...) { self.numbers = numbers }

    func events() throws -> [NewEvent] {
        try numbers.map { number in
            number == 0
                ? try NewEvent("A-1", "e0", "placed", #"{"currency":"EUR","total":"1.00"}"#)
                : try NewEvent("A-1", "e\(number)", "commented", #"{"text":"\#(number)"}"#)
        }
    }
}

/// One row of the matrix: what was written, what is tried again, and the answer.
struct MatrixRow: Sendable, CustomTestStringConvertible {
    enum Answer: Sendable {
        case written
        case idempotent(UInt64)
        case wrongRevision(UInt64?)
        case overlap, twiceInside
    }

    let testDescription: String
    let before: [MatrixStep]
    let step: MatrixStep
    let expected: ExpectedRevision
    let answer: Answer

    init(
        _ description: String,
        _ before: [MatrixStep],
        _ step: MatrixStep,
        _ expected: ExpectedRevision,
        _ answer: Answer,
    ) {
        testDescription = description
        self.before = before
        self.step = step
        self.expected = expected
        self.answer = answer
    }

    private static let zeroToFive = [MatrixStep(0), MatrixStep(1, 2), MatrixStep(3, 4, 5)]

    static let rows: [MatrixRow] = [
        // The rows that the check names.
        .init("0…5, 0 noStream", zeroToFive, .init(0), .noStream, .idempotent(2)),
        .init("0…5, 0 any", zeroToFive, .init(0), .any, .idempotent(2)),
        // Elsewhere "not idempotent" and "wrong revision": the id decides here, not the revision.
        .init("0…5, 0 at 5", zeroToFive, .init(0), .exactly(Revision(5)), .idempotent(2)),
        .init("0…5, 0 at 6", zeroToFive, .init(0), .exactly(Revision(6)), .idempotent(2)),
        .init("0…5, 0 at 4", zeroToFive, .init(0), .exactly(Revision(4)), .idempotent(2)),
        .init("0, 0 noStream", [.init(0)], .init(0), .noStream, .idempotent(2)),
        .init("0 1, 1 any", [.init(0), .init(1)], .init(1), .any, .idempotent(3)),
        .init("batch 0 1 2, its 1", [.init(0, 1, 2)], .init(1), .any, .idempotent(3)),
        .init("batch 0 1, then 0 1 2", [.init(0, 1)], .init(0, 1, 2), .any, .overlap),
        .init("batch 0 1, 0 1 2 noStream", [.init(0, 1)], .init(0, 1, 2), .noStream, .overlap),
        // New ids are put to the expectation.
        .init("0…5, 6 at 5", zeroToFive, .init(6), .exactly(Revision(5)), .written),
        .init("0…5, 6 at 6", zeroToFive, .init(6), .exactly(Revision(6)), .wrongRevision(5)),
        .init("0…5, 6 at 4", zeroToFive, .init(6), .exactly(Revision(4)), .wrongRevision(5)),
        .init("0…5, 6 noStream", zeroToFive, .init(6), .noStream, .wrongRevision(5)),
        .init("nothing, 0 at 0", [], .init(0), .exactly(Revision(0)), .wrongRevision(nil)),
        .init("nothing, 0 streamExists", [], .init(0), .streamExists, .wrongRevision(nil)),
        // Batches.
        .init("batch again", zeroToFive, .init(3, 4, 5), .exactly(Revision(2)), .idempotent(7)),
        .init("across batches", zeroToFive, .init(1, 2, 3), .streamExists, .idempotent(5)),
        .init("1 3, then 2 3 4", [.init(0), .init(1, 3)], .init(2, 3, 4), .any, .overlap),
        .init("the same id twice", [.init(0)], .init(1, 1), .any, .twiceInside),
        .init("the same id apart", [.init(0)], .init(1, 2, 1), .any, .twiceInside),
    ]
}
