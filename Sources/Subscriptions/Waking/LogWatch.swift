import Dispatch
package import EventLog
import LMDB
import Orders
import Projections
import Synchronization

/// Wakes those who wait for new events of a ledger, whichever process of this machine appends them.
///
/// One thread, which lives while somebody has a `Lease`, sleeps until the data file is written or a
/// commit of this process returns, reads the headers of what is new once for all, and wakes whom it
/// concerns. A sign from another process comes just before its commit can be seen, so the thread
/// looks again soon, and then ever more seldom; four times a second it looks in any case.
package final class LogWatch: Sendable {
    private typealias Continuation = CheckedContinuation<Arrival, Never>

    private struct State {
        var room: WaitingRoom<Continuation>
        var leases = 0
        var nextTicket = 0
        var watch: FileWatch?
        var isClosed = false
    }

    let store: LogStore
    private let state: Mutex<State>
    private let thread = DispatchQueue(label: "orderledger.watch", qos: .userInitiated)

    /// The longest time between two looks, in microseconds.
    private let longestPause: Int
    /// The first pause behind a sign: what was written may be seen a moment later only.
    private static let shortestPause = 50
    /// The pause behind a commit of this process, whose next one is heard of meanwhile; of others'
    /// commits nothing is heard, so that the writer need not wake the watch with every page.
    private static let pauseBesideWriter = 1_000

    /// - Parameter longestPause: the longest time between two looks, in microseconds.
    package init(_ store: LogStore, longestPause: Int = 250_000) {
        self.store = store
        self.longestPause = longestPause
        state = Mutex(State(room: WaitingRoom(announced: 0)))
    }

    /// Keeps the watch awake while it lives.
    package final class Lease: Sendable {
        fileprivate let owner: LogWatch

        fileprivate init(_ owner: LogWatch) { self.owner = owner }

        deinit { owner.release() }
    }

    /// Begins to watch, if nobody did.
    ///
    /// - Throws: an error where the log cannot be read, or no descriptor is left to watch it.
    package func lease() throws(LedgerError) -> Lease {
        let last = try store.snapshot().lastPosition
        do {
            let watch = try state.withLock { state throws(LMDBError) -> FileWatch? in
                guard state.leases == 0 else {
                    state.leases += 1
                    return nil
                }
                let watch = try FileWatch(path: store.path + "/data.mdb")
                state.leases = 1
                state.watch = watch
                // Who waits knows the log at least up to here, or is told to look again.
                state.room.skip(to: last)
                return watch
            }
            if let watch {
                store.onCommit { watch.wake() }
                thread.async { self.run(watch) }
            }
        } catch {
            throw LedgerError(error)
        }
        return Lease(self)
    }

    private func release() {
        let watch = state.withLock { state -> FileWatch? in
            state.leases -= 1
            guard state.leases == 0 else { return nil }
            defer { state.watch = nil }
            return state.watch
        }
        guard let watch else { return }
        // Another may have begun meanwhile, whose listener is left alone.
        if !state.withLock({ $0.watch != nil }) { store.onCommit(nil) }
        watch.wake()
    }

    /// Ends all waits, and all that are still to come.
    package func close() {
        let (waiting, watch) = state.withLock { state in
            state.isClosed = true
            return (state.room.close(.closed), state.watch)
        }
        for continuation in waiting { continuation.resume(returning: .ended(.closed)) }
        watch?.wake()
    }

    package var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Waits until something happens that interests somebody who knows the log up to a position.
    ///
    /// - Returns: at once where the task is cancelled or the ledger closed.
    package func arrival(
        of interest: Interest,
        knowing known: UInt64,
        with lease: Lease,
    ) async -> Arrival {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state in
                    // Cancelled before it took a seat, it would never be taken off it.
                    Task.isCancelled
                        ? .ended(.cancelled)
                        : state.room.enter(ticket, interest, knowing: known, seat: continuation)
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let seat = state.withLock { $0.room.leave(ticket) }
            seat?.resume(returning: .ended(.cancelled))
        }
    }
}

/// The thread that watches.
extension LogWatch {
    private func run(_ watch: FileWatch) {
        var pause = longestPause
        var sign = FileWatch.Sign.timeUp
        while isWatched(by: watch) {
            do {
                let hasNews = try announceAll()
                pause = self.pause(after: sign, hasNews: hasNews, behind: pause)
                try requireInPlace()
            } catch {
                fail(error)
                pause = longestPause
            }
            // A commit writes to the file many times: whoever looks soon need not hear each.
            sign = watch.wait(microseconds: pause, heedsFile: pause > Self.pauseBesideWriter)
        }
    }

    /// How long to wait after a look, in microseconds.
    private func pause(after sign: FileWatch.Sign, hasNews: Bool, behind last: Int) -> Int {
        switch sign {
        // The commit had been seen when the sign came; the next one is likely to be ours, too.
        case .woken: Self.pauseBesideWriter
        // The sign came before the commit can be seen.
        case .written: Self.shortestPause
        case .timeUp: hasNews ? Self.shortestPause : min(2 * last, longestPause)
        }
    }

    /// Ends the waits under way; who comes later may have more luck.
    private func fail(_ error: LedgerError) {
        let waiting = state.withLock { $0.room.clear() }
        for continuation in waiting { continuation.resume(returning: .ended(.failed(error))) }
    }

    private func requireInPlace() throws(LedgerError) {
        guard store.environment.isInPlace else {
            throw LedgerError(
                .noSuchLedger,
                "the ledger at \(store.path) was moved away or replaced while it was open: open it "
                    + "again"
            )
        }
    }

    private func isWatched(by watch: FileWatch) -> Bool {
        state.withLock { $0.watch === watch && !$0.isClosed }
    }

    /// - Returns: whether there was something to announce.
    private func announceAll() throws(LedgerError) -> Bool {
        var hasNews = false
        while true {
            let notices = try notices(behind: state.withLock { $0.room.announced })
            guard !notices.isEmpty else { return hasNews }
            hasNews = true
            let woken = state.withLock { $0.room.announce(notices) }
            for (continuation, arrival) in woken { continuation.resume(returning: arrival) }
        }
    }

    /// What the headers of the next events say.
    private func notices(behind position: UInt64) throws(LedgerError) -> [Notice] {
        var notices: [Notice] = []
        guard position < .max else { return notices }
        _ = try store.snapshot().scan(from: position + 1, through: .max) {
            (position, bytes, _) throws(LedgerError) in
            let header = RecordHeader(bytes)
            notices.append(
                Notice(
                    position: position,
                    ordinal: header?.ordinal ?? 0,
                    type: header?.digest.type.rawValue ?? 0,
                    isFirst: header?.revision == 0,
                    isUnreadable: header == nil
                )
            )
        }
        return notices
    }
}
