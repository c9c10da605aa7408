public import Orders
import Synchronization

/// A clock that moves only when a test moves it, backwards too.
public final class ManualClock: Sendable {
    private let time: Mutex<Timestamp>

    /// The first of January 2026 at midnight UTC.
    public static let start = Timestamp(microseconds: 1_767_225_600_000_000)

    public init(_ start: Timestamp = ManualClock.start) { time = Mutex(start) }

    public var now: Timestamp {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }

    /// Moves the clock on, or back by a negative duration.
    public func advance(by duration: Duration) { time.withLock { $0 = $0.adding(duration) } }
}
