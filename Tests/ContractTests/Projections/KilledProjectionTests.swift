import Dispatch
import Foundation
import LedgerTesting
import OrderLedger
import Testing

@Suite struct `Projections that are killed` {
    /// 200 by default; fewer where a machine of many builds runs them.
    private static let kills: Int = {
        let environment = ProcessInfo.processInfo.environment
        let given = environment["ORDERLEDGER_KILLS"].flatMap { Int($0) }
        return given ?? (environment["CI"] == nil ? 200 : 25)
    }()

    @Test func `check 31: rows and position agree, whenever the process is killed`() async throws {
        let folder = try TemporaryFolder()
        let path = folder("ledger")
        _ = try Ledger.make(at: path)
        var random = SeededGenerator(seed: SeededGenerator.announcedSeed(for: "kills"))
        var reached: UInt64 = 0
        var grown = 0
        for kill in 0..<Self.kills {
            let microseconds = Int.random(in: 0..<40_000, using: &random)
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, kill = kill as Int, microseconds = microseconds as Int] in
                try await workUntilKilled(path, kill, microseconds)
            }
            let ledger = try Ledger.open(at: path, options: .tests)
            let inline = OrderCounter(name: "inline")
            guard try ledger.projections().contains(where: { $0.projection == "inline" }) else {
                continue
            }
            let last = try ledger.last
            // The first build may have been killed half way: its position is true all the same.
            for name in try Set(ledger.projections().map(\.projection)) {
                let position = try OrderCounter(name: name).check(in: ledger)
                #expect(position <= last)
            }
            if try ledger.projections().first(where: { $0.projection == "inline" })?.answers == true
            {
                if last > reached { grown += 1 }
                reached = try inline.check(in: ledger)
                #expect(reached == last)
            }
        }
        #expect(grown > Self.kills / 4, "the children died before they appended anything")
    }
}

/// Appends with a projection beside and another that follows, until it is killed.
private func workUntilKilled(_ path: String, _ round: Int, _ microseconds: Int) async throws {
    let ledger = try Ledger.open(
        at: path,
        options: .tests,
        projections: [OrderCounter(name: "inline")]
    )
    let follower = Task { try await ledger.run(OrderCounter(name: "follower")) }
    DispatchQueue.global().asyncAfter(deadline: .now() + .microseconds(microseconds)) {
        kill(getpid(), SIGKILL)
    }
    var number = 0
    while true {
        guard try ledger.place("order-\(round)-\(number)") else { break }
        number += 1
        await Task.yield()
    }
    follower.cancel()
}
