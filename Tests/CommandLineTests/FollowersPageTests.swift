import Foundation
import OrderLedger
import Testing

/// The pages of `followers` on a ledger that a program follows; compared with
/// `Fixtures/formats/followers`, written down with `ORDERLEDGER_WRITE_FIXTURES=1`.
@Suite("The pages of followers")
struct FollowersPageTests {
    private static let folder = CommandCase.fixtures.appending(path: "formats/followers")
    private static let writesFixtures =
        ProcessInfo.processInfo.environment["ORDERLEDGER_WRITE_FIXTURES"] == "1"

    private struct Bounced: Error, CustomStringConvertible {
        var description: String { "550 no such mailbox" }
    }

    /// A ledger of six events, whose follower mail has parked the order A at its first, with one
    /// behind it.
    private func makeLedger(at path: String) async throws {
        let ledger = try Ledger.create(at: path)
        for (number, order) in ["A", "B", "A", "C", "B"].enumerated() {
            let data = Array(#"{"text":"hello"}"#.utf8)
            let event = try NewEvent(
                order: #require(OrderID(order)),
                id: #require(EventID("e\(number)")),
                typeName: "commented",
                data: data,
                range: data.indices
            )
            _ = await ledger.append(AppendBatch([event], policy: .observe))
        }
        let options = FollowerOptions(
            retry: FollowerRetry(attempts: 2, firstPause: .microseconds(1))
        )
        let following = Task {
            try await ledger.follow(named: "mail", options: options) { event in
                if event.order == "A" { throw Bounced() }
            }
        }
        let deadline = ContinuousClock.now + .seconds(60)
        while try ledger.followers.first?.checkpoint != Position(6) {
            try #require(ContinuousClock.now < deadline, "the follower has not come to the end")
            await Task.yield()
        }
        following.cancel()
        _ = try await following.value
    }

    private static func normal(_ text: String) -> String {
        text.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/, with: "<now>")
    }

    @Test func `list lag and parked orders, and record decisions`() async throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "orderledger-followers-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await makeLedger(at: path)
        let pages = [
            ("table", "followers", "1"), ("json", "followers --format json", "1"),
            ("csv", "followers --format csv", "1"),
            ("retried", "followers retry mail A --reason 'mailbox made'", "0"),
            ("skipped.json", "followers skip mail A --reason x --format json", "0"),
            ("forgotten", "followers forget mail", "0"), ("none", "followers", "0"),
        ]
        for (name, command, status) in pages {
            let script = "COLUMNS=120 orderledger \(command) --ledger \(path)"
            let run = try CommandRun.outcome(of: script)
            #expect(run.status == status, "\(command): \(run.notes)")
            let text = Self.normal(run.output)
            let file = Self.folder.appending(path: name)
            if Self.writesFixtures {
                try FileManager.default.createDirectory(
                    at: Self.folder,
                    withIntermediateDirectories: true
                )
                try text.write(to: file, atomically: true, encoding: .utf8)
            }
            #expect(try text == String(contentsOf: file, encoding: .utf8), "\(command)")
        }
    }
}
