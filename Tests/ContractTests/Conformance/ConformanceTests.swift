import LedgerConformance
import Testing

/// Check 60: one suite of promises, which the ledger in its file and the model in memory both keep.
@Suite struct `The promises of an event store` {
    @Test(arguments: ConformanceCheck.all)
    func `are kept by the ledger`(check: ConformanceCheck) async throws {
        try await check.run(on: StoredLedger())
    }

    @Test(arguments: ConformanceCheck.all)
    func `are kept by the model in memory`(check: ConformanceCheck) async throws {
        try await check.run(on: MemoryLedger())
    }

    /// A suite that passes whatever it is given would promise nothing.
    @Test(arguments: MemoryLedger.Flaw.allCases)
    func `are broken by a ledger with a flaw, and the suite says so`(
        flaw: MemoryLedger.Flaw
    ) async throws {
        var failures = 0
        for check in ConformanceCheck.all where flaw.kinds.contains(check.kind) {
            do {
                try await check.run(on: MemoryLedger(flaw: flaw))
            } catch {
                failures += 1
            }
        }
        #expect(failures > 0)
    }
}
