import Dispatch
package import EventLog
import LMDB
import Orders
import Projections
import Synchronization

/// Wakes those who wait for new events of a ledger, whichever process of this machine appends them.
///
/// One thread, which lives while somebody has a `Lease`, sleeps until the data file is written, reads
/// the headers of what is new once for all, and wakes whom it concerns. It looks by itself, too, four
/// times a second, should the kernel ever keep silent.
package final class LogWatch: Sendable {
    private typealias Continuation = CheckedContinuation<Arrival, Never>

    private struct State {
        var room: WaitingRoom<Continuation>
        var leases = 0
        var nextTicket = 0
        var watch: FileWatch?
        var isClosed = false
    }

    private let store: LogStore
    private let state: Mutex<State>
    private let thread = DispatchQueue(label: "orderledger.watch", qos: .userInitiated)

    private static let millisecondsBetweenLooks = 250

    package init(_ store: LogStore) {
        self.store = store
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
            let watch = try FileWatch(path: store.path + "/data.mdb")
            let isFirst = state.withLock { state in
                state.leases += 1
                guard state.leases == 1 else { return false }
                state.watch = watch
                // Who waits knows the log at least up to here, or is told to look again.
                if state.room.announced < last { state.room.skip(to: last) }
                return true
            }
            if isFirst { thread.async { self.run(watch) } }
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
        watch?.wake()
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
        while isWatched(by: watch) {
            do {
                try announceAll()
            } catch {
                let waiting = state.withLock { $0.room.close(.failed(error)) }
                for continuation in waiting {
                    continuation.resume(returning: .ended(.failed(error)))
                }
                return
            }
            watch.wait(milliseconds: Self.millisecondsBetweenLooks)
        }
    }

    private func isWatched(by watch: FileWatch) -> Bool {
        state.withLock { $0.watch === watch && !$0.isClosed }
    }

    private func announceAll() throws(LedgerError) {
        while true {
            let notices = try notices(behind: state.withLock { $0.room.announced })
            guard !notices.isEmpty else { return }
            let woken = state.withLock { $0.room.announce(notices) }
            for (continuation, arrival) in woken { continuation.resume(returning: arrival) }
        }
    }

    /// What the headers of the next events say.
    private func notices(behind position: UInt64) throws(LedgerError) -> [Notice] {
        var notices: [Notice] = []
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
