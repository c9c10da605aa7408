package import EventLog
package import Orders

extension LogWatch {
    /// Waits until the log has reached a position.
    ///
    /// - Throws: `timedOut` where it has not within the duration, `cancelled` where the task is
    ///   cancelled, `closed` where the ledger is closed, and why the log cannot be read.
    package func reach<Time: Clock<Duration>>(
        _ position: Position,
        within limit: Duration,
        on clock: Time,
    ) async throws(LedgerError) {
        guard try store.snapshot().lastPosition < position.rawValue else { return }
        guard let arrival = await arrival(at: position, with: try lease(), limit, clock) else {
            throw LedgerError(
                .timedOut,
                "the ledger has not reached position \(position) within \(limit): it is at "
                    + "\(try store.snapshot().lastPosition); ask again, or see whether the event was recorded at all"
            )
        }
        guard case .ended(let reason) = arrival else { return }
        throw switch reason {
        case .cancelled: LedgerError(.cancelled, "the wait for position \(position) was cancelled")
        case .closed:
            LedgerError(.closed, "the ledger was closed while position \(position) was awaited")
        case .failed(let error): error
        }
    }

    /// Why the wait ended; nothing where the time was up.
    private func arrival<Time: Clock<Duration>>(
        at position: Position,
        with lease: Lease,
        _ limit: Duration,
        _ clock: Time,
    ) async -> Arrival? {
        await withTaskGroup(of: Arrival?.self) { group in
            group.addTask {
                await self.arrival(
                    of: .everything,
                    knowing: position.rawValue - 1,
                    with: lease
                )
            }
            group.addTask {
                // A sleep that is cancelled is not heard of: the wait has ended then.
                try? await clock.sleep(for: limit)
                return Task.isCancelled ? .ended(.cancelled) : nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
