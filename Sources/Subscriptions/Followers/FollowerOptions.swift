/// How a follower works.
public struct FollowerOptions: Sendable {
    /// How many events are handled at the same time; events of one order never are.
    public var workers: Int
    /// What becomes of an event that its handler throws at.
    public var retry: FollowerRetry
    /// The checkpoint is saved at the latest after so many events …
    public var eventsBetweenSaves: Int
    /// … or so long after an event was handled.
    public var timeBetweenSaves: Duration
    /// The follower ends rather than park more orders: then it is not an event that is bad.
    public var parkedOrdersMaximum: Int
    /// What to do where somebody follows under the name already.
    public var whenHeld: WhenHeld
    /// How time passes between attempts and saves.
    public var sleep: @Sendable (Duration) async throws -> Void

    /// What to do where somebody follows under the name already.
    public enum WhenHeld: Sendable, Hashable {
        /// Throw `busy`.
        case refuse
        /// Wait until he ends or dies, and take over where he was.
        case takeOver
    }

    /// The most workers of one follower.
    public static let workersMaximum = 256

    /// Options that differ from the usual ones where they are given.
    public init(
        workers: Int = 1,
        retry: FollowerRetry = FollowerRetry(),
        eventsBetweenSaves: Int = 1_000,
        timeBetweenSaves: Duration = .seconds(1),
        parkedOrdersMaximum: Int = 1_000,
        whenHeld: WhenHeld = .refuse,
        sleep: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        },
    ) {
        precondition(
            1...Self.workersMaximum ~= workers,
            "a follower has 1 to \(Self.workersMaximum) workers"
        )
        precondition(eventsBetweenSaves > 0, "a checkpoint is saved after at least one event")
        self.workers = workers
        self.retry = retry
        self.eventsBetweenSaves = eventsBetweenSaves
        self.timeBetweenSaves = timeBetweenSaves
        self.parkedOrdersMaximum = parkedOrdersMaximum
        self.whenHeld = whenHeld
        self.sleep = sleep
    }
}

/// How often an event is tried before its order is parked, and how long one waits in between.
public struct FollowerRetry: Sendable, Hashable {
    /// How often an event is tried.
    public var attempts: Int
    /// The pause behind the first attempt.
    public var firstPause: Duration
    /// No pause is longer; each is twice the one before.
    public var longestPause: Duration

    /// Five attempts within seconds, but for what is given.
    public init(
        attempts: Int = 5,
        firstPause: Duration = .milliseconds(100),
        longestPause: Duration = .seconds(30),
    ) {
        precondition(attempts > 0, "an event is tried at least once")
        self.attempts = attempts
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    /// The pause behind a number of attempts in vain.
    func pause(after attempts: Int) -> Duration {
        var pause = firstPause
        for _ in 1..<max(attempts, 1) where pause < longestPause { pause *= 2 }
        return min(pause, longestPause)
    }
}
