import Foundation
import LedgerTesting
import OrderLedger
import Testing

/// The 200 kill -9: `ORDERLEDGER_KILLS` says how many; a few unless it does.
@Suite struct `A follower that is killed` {
    private static let kills =
        ProcessInfo.processInfo.environment["ORDERLEDGER_KILLS"].flatMap { Int($0) } ?? 8

    /// What the handler has done, by position, in the order in which it did: a line each.
    private func effects(_ file: String) throws -> [UInt64] {
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { UInt64($0) }
    }

    @Test func `loses no event: what its checkpoint passes is done, or parked`() async throws {
        let seed = SeededGenerator.announcedSeed(for: "followers that are killed")
        var random = SeededGenerator(seed: seed)
        let shop = try FollowedShop()
        let file = shop.folder("effects")
        var orders: [UInt64: String] = [:]
        for kill in 0..<Self.kills {
            let batch = (0..<40).map { "order-\(($0 * 7 + kill) % 23)" }
            for (position, order) in zip(try shop.append(batch), batch) {
                orders[position] = order
            }
            let events = Int.random(in: 1...60, using: &random)
            let microseconds = Int.random(in: 1...30_000, using: &random)
            let isByTime = random.oneIn(2)
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [
                    path = shop.ledger.path as String, file = file as String,
                    events = events as Int, microseconds = microseconds as Int,
                    isByTime = isByTime as Bool,
                ] in
                try await followUntilKilled(
                    path,
                    file,
                    after: isByTime ? nil : events,
                    microseconds
                )
            }
            try check(shop, file, orders)
        }
        try finish(shop, file)
        let handled = try await shop.follow(
            failingAt: { $0.order == "order-5" },
            until: { [head = UInt64(orders.count + 1)] _ in
                try shop.status().checkpoint == Position(head)
            }
        )
        let all = Set(try effects(file)).union(handled)
        #expect(all.isSuperset(of: orders.filter { $0.value != "order-5" }.map(\.key)))
        #expect(try shop.status().parked.map(\.order) == ["order-5"])
        let waiting = orders.values.count { $0 == "order-5" } - 1
        #expect(try shop.status().parked.first?.waiting == waiting)
    }

    /// What the ledger says of the follower agrees with what the handler did.
    private func check(_ shop: FollowedShop, _ file: String, _ orders: [UInt64: String]) throws {
        guard let status = try shop.ledger.followers.first else { return }
        let done = try effects(file)
        let known = Set(done)
        let passed = orders.filter { $0.key <= status.checkpoint.rawValue }
        for (position, order) in passed where order != "order-5" {
            #expect(known.contains(position), "position \(position) was passed and not done")
        }
        let parked = passed.values.count { $0 == "order-5" }
        if parked > 0 {
            let row = try #require(status.parked.first)
            #expect(row.order == "order-5" && row.waiting + 1 >= parked)
        }
        var seen: Set<UInt64> = []
        let firsts = done.filter { seen.insert($0).inserted && orders[$0] != nil }
        for (_, positions) in Dictionary(grouping: firsts, by: { orders[$0] }) {
            #expect(positions == positions.sorted(), "the order of an order is kept")
        }
    }

    private func finish(_ shop: FollowedShop, _ file: String) throws {
        #expect(try !shop.status().isRunning, "the kernel has let go of the name")
        #expect(try shop.ledger.verify().isSound)
    }
}

/// Follows, writes down each event that it handles, and kills the process: at a moment, or behind a
/// number of events.
private func followUntilKilled(
    _ path: String,
    _ file: String,
    after events: Int?,
    _ microseconds: Int,
) async throws {
    let ledger = try Ledger.open(at: path)
    let diary = Diary()
    let options = FollowerOptions(
        workers: 3,
        retry: FollowerRetry(attempts: 2, firstPause: .microseconds(100)),
        eventsBetweenSaves: 7,
        timeBetweenSaves: .milliseconds(1)
    )
    if !FileManager.default.fileExists(atPath: file) { try Data().write(to: URL(filePath: file)) }
    let effects = try FileHandle(forWritingTo: URL(filePath: file))
    try effects.seekToEnd()
    let end = DispatchTime.now() + .microseconds(events == nil ? microseconds : 300_000)
    DispatchQueue.global(qos: .userInteractive).asyncAfter(deadline: end) {
        kill(getpid(), SIGKILL)
    }
    try await ledger.follow(named: "mail", options: options) { event in
        if event.order == "order-5" { throw Poison() }
        try effects.write(contentsOf: Data("\(event.position)\n".utf8))
        diary.note(event.position.rawValue)
        if let events, diary.handled.count == events { kill(getpid(), SIGKILL) }
    }
}
