import OrderLedger
import Synchronization

/// Checks a ledger in this process and tells of it on standard output, line by line.
///
/// liblmdb trusts the pages of its file: what is told before damage ends the process is told.
final class CheckSender: Sendable {
    private let output = Mutex<StandardOutput>(StandardOutput())
    private let lastProgress = Mutex<ContinuousClock.Instant?>(nil)

    private static let interval = Duration.milliseconds(50)

    /// Checks the ledger at a path.
    func run(
        _ path: String,
        _ options: LedgerOptions,
        against: ForeignCheckpoint?,
        _ keys: [VerifierKey]
    ) throws {
        do {
            let ledger = try Ledger.openToVerify(at: path, options: options)
            let report = try ledger.verify(
                against: against,
                keys: keys,
                progress: { done, total in
                    self.progress(done, total)
                    return true
                },
                found: { self.send(.fault(CheckedFault($0))) }
            )
            send(.end(CheckedEnd(report)))
        } catch  where error.code == .corrupted {
            // Damage that keeps the ledger from being opened is what was looked for.
            let fault = VerificationFault(position: nil, what: error.message)
            send(.fault(CheckedFault(fault)))
            send(.end(CheckedEnd(faultCount: 1)))
        } catch {
            let failure = LocationOptions.notOpened(error, path)
            send(.failure(status: failure.status.rawValue, sentence: failure.sentence))
        }
    }

    private func progress(_ done: Int, _ total: Int) {
        let isDue = lastProgress.withLock { last in
            if let last, .now - last < Self.interval { return false }
            last = .now
            return true
        }
        if isDue { send(.progress(done: done, total: total)) }
    }

    private func send(_ message: CheckMessage) {
        output.withLock { output in
            // Where nobody listens any more, the work is of no use; it ends with the next signal.
            try? output.write(message.line)
            try? output.flush()
        }
    }
}
