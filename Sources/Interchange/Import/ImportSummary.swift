/// What an import did: every line that was read is in exactly one of its counts.
public struct ImportSummary: Sendable, Hashable {
    /// Events that were recorded.
    public var appended = 0
    /// Events that were recorded before with the same content.
    public var duplicates = 0
    /// Events that were turned away, counted by `event:code`.
    public var refused: [String: Int] = [:]
    /// Lines that are no event.
    public var malformed = 0
    /// Events of a ledger's own stream, which are passed over and not counted as read.
    public var skipped = 0
    /// How long the import took.
    public var duration: Duration = .zero

    /// Nothing read yet.
    public init() {}

    /// Lines that were read: blank ones and the ledger's own are not among them.
    public var read: Int { appended + duplicates + refused.values.reduce(0, +) + malformed }

    /// How long it took, in seconds.
    public var seconds: Double { duration / .seconds(1) }
}

/// How far an import has come.
public struct ImportProgress: Sendable, Hashable {
    /// Bytes of all files, compressed as they may be, that were read.
    public let bytesRead: Int
    /// The size of all files; nothing where one has none, as standard input.
    public let bytesTotal: Int?
    /// Lines that were read.
    public let events: Int

    package init(bytesRead: Int, bytesTotal: Int?, events: Int) {
        self.bytesRead = bytesRead
        self.bytesTotal = bytesTotal
        self.events = events
    }
}

/// A line that was not recorded, with what its sender needs to put it right.
public struct ImportReject: Sendable {
    /// Where the line stands and why it was turned away.
    public let place: MalformedLine
    /// `malformed`, `idConflict`, `tooLarge` or the code of a refusal.
    public let code: String
    /// The order's id, where it could be read.
    public let order: String?
    /// The event's name, where it could be read.
    public let event: String?
    /// The event's id, where it could be read.
    public let id: String?
    /// The event as it came, on one line; empty where the line was too long to keep.
    ///
    /// A copy: a reject that somebody keeps must not keep all that was read along with it.
    public let text: [UInt8]
}

/// An import that could not go on: what it did until then stays done.
public struct ImportInterruption: Error, CustomStringConvertible {
    /// What had been read and recorded by then.
    public let summary: ImportSummary
    /// A `LedgerError` of the ledger, an `InputError` of a file, or what a callback threw.
    public let underlying: any Error

    public var description: String { "\(underlying)" }
}
