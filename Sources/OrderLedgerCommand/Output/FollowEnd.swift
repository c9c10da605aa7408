import Dispatch
import Foundation
import OrderLedger

/// Ends what a command follows when somebody wants it to end: by SIGINT or SIGTERM, or by closing
/// the pipe that it writes to.
///
/// The ledger is closed, so that what is being written is written whole, and the command ends as
/// one that is done.
final class FollowEnd {
    private var sources: [any DispatchSourceProtocol] = []

    init(of ledger: Ledger) {
        for number in [SIGINT, SIGTERM] { endOn(signal: number, ledger) }
        ledger.closeWhenUnread(STDOUT_FILENO)
    }

    deinit {
        for source in sources { source.cancel() }
    }

    private func endOn(signal number: Int32, _ ledger: Ledger) {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            // Who does not read what is being written can still be ended by a second signal.
            signal(number, SIG_DFL)
            ledger.close()
        }
        source.resume()
        sources.append(source)
    }
}

extension Ledger {
    /// Does something with the elements of a subscription until it ends, or somebody ends it.
    func follow<Elements: AsyncSequence>(
        _ elements: Elements,
        _ body: (Elements.Element) throws -> FollowStep,
    ) async throws {
        let end = FollowEnd(of: self)
        defer { withExtendedLifetime(end) {} }
        for try await element in elements {
            guard try body(element) == .on else { return }
        }
    }
}

/// Whether to go on with what comes.
enum FollowStep {
    case on
    case done
}
