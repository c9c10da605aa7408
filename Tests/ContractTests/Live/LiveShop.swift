import Foundation
import LMDB
import LedgerTesting
import OrderLedger
import Testing

/// A plain ledger that is followed through the façade alone.
final class LiveShop: Sendable {
    let folder: TemporaryFolder
    let ledger: Ledger
    var path: String { folder("ledger") }

    init() throws {
        folder = try TemporaryFolder()
        ledger = try Ledger.create(at: folder("ledger"), isPlain: true)
    }

    deinit { ledger.close() }

    /// Appends one batch of comments to an order, which is placed first where it is new.
    @discardableResult
    func append(_ name: String, _ range: Range<Int>, text: String = "hello") throws -> Position {
        try Self.append(name, range, text: text, to: ledger)
    }

    @discardableResult
    static func append(
        _ name: String,
        _ range: Range<Int>,
        text: String = "hello",
        to ledger: Ledger,
    ) throws -> Position {
        let events = try range.map { number in
            number == 0
                ? try NewEvent(name, "e0", "placed", #"{"currency":"EUR","total":"5.00"}"#)
                : try NewEvent(name, "e\(number)", "commented", #"{"text":"\#(text)"}"#)
        }
        guard case .recorded(let receipt) = ledger.append(AppendBatch(events)) else {
            throw NotRecorded()
        }
        return receipt.parts[0].position
    }

    /// Appends as another process does, to the ledger at this path.
    static func appendElsewhere(_ name: String, _ range: Range<Int>, path: String) async {
        await #expect(processExitsWith: .success) {
            [path = path as String, name = name as String, range = range as Range<Int>] in
            try LiveShop.append(name, range, to: Ledger.open(at: path))
        }
    }

    /// The slots of readers that were ever in use at once.
    var readerSlots: Int {
        get throws { try ledger.store.environment.statistics().readers }
    }

    /// Watches of files that this process holds; each belongs to one thread that watches.
    static var watches: Int {
        let folder = "/proc/self/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.count { name in
            let target = try? FileManager.default.destinationOfSymbolicLink(
                atPath: folder + "/" + name
            )
            return target == "anon_inode:inotify"
        }
    }

    /// Waits for the last thread that watches to end; a test that waits in vain never passes.
    static func waitForNoWatch() async {
        while watches > 0 { await Task.yield() }
    }
}

/// An append that did not go well.
struct NotRecorded: Error {}

extension EventSubscription.AsyncIterator {
    /// The next event's position, whatever else is said before it.
    mutating func position() async -> UInt64? {
        while let element = await next() {
            if case .event(let event) = element { return event.position.rawValue }
        }
        return nil
    }

    /// The positions of the events up to the end of the log, and where it was.
    mutating func catchUp() async -> (positions: [UInt64], end: UInt64?) {
        var positions: [UInt64] = []
        while let element = await next() {
            switch element {
            case .event(let event): positions.append(event.position.rawValue)
            case .caughtUp(let position): return (positions, position.rawValue)
            default: continue
            }
        }
        return (positions, nil)
    }

    /// Why the subscription ended, once all that is left was taken; nothing ever follows it.
    mutating func end() async -> SubscriptionEnd? {
        var reason: SubscriptionEnd?
        while let element = await next() {
            #expect(reason == nil, "an element behind the end")
            if case .ended(let ended) = element { reason = ended }
        }
        return reason
    }
}
