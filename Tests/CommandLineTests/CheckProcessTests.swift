import Foundation
import OrderLedger
import Testing

@testable import OrderLedgerCommand

@Suite struct `The process that checks a ledger` {
    private func outcome(of script: String) throws -> CheckOutcome {
        try CheckProcess(["-c", script], of: URL(filePath: "/bin/sh")).run { _, _ in }
    }

    private func line(_ message: CheckMessage) throws -> String {
        let text = String(decoding: try message.line, as: UTF8.self)
        return "printf '%s\\n' '\(text.dropLast())'; "
    }

    @Test(arguments: ["exit 0", "exit 66", "exit 139", "kill -TERM $$", "kill -KILL $$"])
    func `says nothing of the ledger where it ends by itself or by somebody's hand`(
        end: String
    ) throws {
        let progress = try line(.progress(done: 10, total: 40))
        let failure = try #require(throws: CommandFailure.self) { try outcome(of: progress + end) }
        #expect(failure.status == .inputOutput)
        #expect(failure.sentence?.contains("after 25 % of its work") == true)
    }

    @Test(arguments: ["SEGV", "BUS", "ILL", "FPE", "TRAP"])
    func `is a fault of the ledger where damage ends it`(signal: String) throws {
        let outcome = try outcome(of: try line(.progress(done: 1, total: 2)) + "kill -\(signal) $$")
        #expect(outcome.faultCount == 1)
        let fault = try #require(outcome.faults.details.first)
        #expect(fault.what.contains("crashed") && fault.what.contains("after 50 % of its work"))
        #expect(outcome.events == 1)
    }

    @Test func `is believed once it came to its end, however it ends then`() throws {
        let outcome = try outcome(
            of: line(.end(CheckedEnd(events: 3, root: "r", faultCount: 0))) + "exit 9"
        )
        #expect(outcome.events == 3 && outcome.root == "r" && outcome.faultCount == 0)
    }
}
