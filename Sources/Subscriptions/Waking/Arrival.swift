public import EventLog

/// Why somebody who waited for the log is woken.
package enum Arrival: Sendable {
    /// An event may interest him; none between what he knew and this position does.
    case event(at: UInt64)
    /// No event up to this position interests him.
    case nothing(through: UInt64)
    /// Nobody will be woken any more.
    case ended(SubscriptionEnd)
}

/// Why a subscription ended.
public enum SubscriptionEnd: Sendable {
    /// The task that reads it was cancelled.
    case cancelled
    /// The ledger was closed.
    case closed
    /// The ledger can no longer be read.
    case failed(LedgerError)
}
