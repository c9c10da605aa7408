/// One promise of an event store, and how it is put to the test.
///
/// ```swift
/// for check in ConformanceCheck.all {
///     try await check.run(on: MyLedger())
/// }
/// ```
public struct ConformanceCheck: Sendable, CustomStringConvertible {
    /// The group that the promise is of.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// What an append promises.
        case append
        /// What a read promises.
        case read
        /// What a subscription promises.
        case subscription
    }

    /// The group that the promise is of.
    public let kind: Kind
    /// The number of the promise among those that experts expect of an event store.
    public let number: Int
    /// The promise, in a sentence.
    public let name: String
    private let body: @Sendable (Trial) async throws -> Void

    init(
        _ kind: Kind,
        _ number: Int,
        _ name: String,
        _ body: @escaping @Sendable (Trial) async throws -> Void
    ) {
        self.kind = kind
        self.number = number
        self.name = name
        self.body = body
    }

    /// Every check.
    public static let all = appendChecks + conditionChecks + readChecks + subscriptionChecks

    /// The number and the promise.
    public var description: String { "check \(number): \(name)" }

    /// Puts a new ledger to the test.
    ///
    /// - Throws: `ConformanceFailure` where the promise is not kept, and what the ledger throws.
    public func run(on ledger: any ConformingLedger) async throws {
        try await body(Trial(ledger: ledger, check: description))
    }
}

/// A promise that a ledger did not keep.
public struct ConformanceFailure: Error, CustomStringConvertible {
    /// The check that found it.
    public let check: String
    /// What was expected and what was there.
    public let what: String
    /// Where in the check it was found.
    public let line: UInt

    /// All of it on one line.
    public var description: String { "\(check) (line \(line)): \(what)" }
}
