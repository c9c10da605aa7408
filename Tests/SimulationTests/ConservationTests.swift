import EventLog
import Foundation
import LedgerTesting
import Orders
import Testing

/// domain.md section 0.2 over seeded histories: nothing that is repeated, shuffled within a day or
/// taken back makes money or pieces out of nothing, or loses any.
///
/// `ORDERLEDGER_SIMULATION_RUNS` says how many histories there are, `ORDERLEDGER_SEED` which.
@Suite struct ConservationTests {
    private static let runsVariable = "ORDERLEDGER_SIMULATION_RUNS"
    /// Histories that share a ledger.
    private static let cohortSize = 100

    private static var runs: Int {
        ProcessInfo.processInfo.environment[runsVariable].flatMap { Int($0) } ?? 250
    }

    @Test func `stock and money are conserved, whatever is repeated, shuffled or revoked`() throws {
        let seed = SeededGenerator.announcedSeed(for: "conservation")
        var tally = Tally()
        var left = Self.runs
        var cohorts: UInt64 = 0
        while left > 0 {
            let cohortSeed = seed &+ cohorts &* 0x1_0000_0001
            var cohort = try Cohort(seed: cohortSeed, count: min(left, Self.cohortSize))
            try cohort.live(rounds: 30)
            try cohort.finish()
            var retelling = try Retelling(of: cohort.shops, seed: cohortSeed)
            try retelling.tell()
            tally.add(cohort.tally)
            tally.note(violations: retelling.violationCount)
            left -= Self.cohortSize
            cohorts += 1
        }
        print(
            "conservation: \(Self.runs) histories, \(tally.events) events, "
                + "\(tally.refusals) refused, \(tally.violations) violations observed"
        )
        // A simulation in which nothing happens shows nothing.
        if Self.runs >= 100 { #expect(tally.violations > Self.runs / 10) }
        guard Self.runs >= 5_000 else { return }
        for type in Self.everywhere { #expect(tally.hasEverywhere(type), "\(type) was not met") }
        for code in Self.codes { #expect(tally.refused[code.rawValue] != nil, "\(code)") }
    }

    private static let everywhere: [EventType] = [
        .placed, .paymentAuthorized, .authorizationVoided, .paymentCaptured, .refunded,
        .disputeOpened, .disputeClosed, .dispatched, .returned, .amended, .cancelled, .completed,
        .archived, .invoiced, .creditNoteIssued, .revoked, .effectSucceeded, .effectFailed,
    ]

    private static let codes: [Refusal.Code] = [
        .exceedsAuthorized, .exceedsCaptured, .exceedsOrdered, .notRevocable,
        .alreadyCancelled, .alreadyCompleted, .archived, .billingEventEnded, .unknownReference,
        .partialRefund,
    ]
}
