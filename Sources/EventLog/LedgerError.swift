/// What went wrong with a ledger: a stable code, a sentence that says what, where and what to do
/// next.
///
/// Refused events are not errors; they are `Refusal`s in an append's verdict.
public struct LedgerError: Error, Sendable, CustomStringConvertible {
    /// The stable code of an error; new ones may come.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        enum Name: String, Sendable {
            case diskFull, mapFull, inputOutput, corrupted, notALedger, newerFormat, earlierFormat
            case noSuchLedger, noSuchOrder, alreadyExists, cannotCreate, busy, accessDenied, closed
            case wrongExpectedRevision, idConflict, partialDuplicate, tooLarge, malformed, storage
            case cancelled, noMasterKey, notSealed, noSuchKey, noCheckpoint, refusedToSign, forked
            case projectionFailed, noSuchProjection, noSuchFollower, timedOut
        }

        let name: Name

        /// The code's stable word.
        public var description: String { name.rawValue }

        /// The file system has no room left; nothing of the transaction was kept.
        public static let diskFull = Code(name: .diskFull)
        /// The map has reached the size that the configuration allows.
        public static let mapFull = Code(name: .mapFull)
        /// Reading or writing failed; the ledger must be closed and opened again.
        public static let inputOutput = Code(name: .inputOutput)
        /// Stored bytes are not what was written.
        public static let corrupted = Code(name: .corrupted)
        /// The folder is there, but holds no ledger.
        public static let notALedger = Code(name: .notALedger)
        /// The ledger, or a record in it, was written by a newer build.
        public static let newerFormat = Code(name: .newerFormat)
        /// The ledger's views were laid out by an earlier build: a rebuild makes them anew.
        public static let earlierFormat = Code(name: .earlierFormat)
        /// There is no ledger at that path.
        public static let noSuchLedger = Code(name: .noSuchLedger)
        /// The ledger has no order of that name.
        public static let noSuchOrder = Code(name: .noSuchOrder)
        /// Something is at that path already.
        public static let alreadyExists = Code(name: .alreadyExists)
        /// The ledger cannot be made there.
        public static let cannotCreate = Code(name: .cannotCreate)
        /// Somebody else holds what is needed; try again.
        public static let busy = Code(name: .busy)
        /// The file system does not allow it.
        public static let accessDenied = Code(name: .accessDenied)
        /// The ledger was closed, or died after a failed sync.
        public static let closed = Code(name: .closed)
        /// The order does not stand where the appender believed.
        public static let wrongExpectedRevision = Code(name: .wrongExpectedRevision)
        /// The order has an event of that id with other content.
        public static let idConflict = Code(name: .idConflict)
        /// Some events of an atomic batch are recorded already, others are not.
        public static let partialDuplicate = Code(name: .partialDuplicate)
        /// The event is longer than the ledger takes.
        public static let tooLarge = Code(name: .tooLarge)
        /// The event cannot be read.
        public static let malformed = Code(name: .malformed)
        /// The caller ended the work before it was done; nothing of it was kept.
        public static let cancelled = Code(name: .cancelled)
        /// The key that all others are wrapped by is not at hand: see the ledger's folder.
        public static let noMasterKey = Code(name: .noMasterKey)
        /// The ledger keeps personal data in clear, so that none can be erased.
        public static let notSealed = Code(name: .notSealed)
        /// The folder holds no key.
        public static let noSuchKey = Code(name: .noSuchKey)
        /// Nobody has followed the ledger under the name.
        public static let noSuchFollower = Code(name: .noSuchFollower)
        /// No checkpoint that the ledger keeps covers or fits what was asked for.
        public static let noCheckpoint = Code(name: .noCheckpoint)
        /// The key signed before what this ledger does not continue; nothing was signed.
        public static let refusedToSign = Code(name: .refusedToSign)
        /// What is there is of another history than the ledger's, or of a later point of it.
        public static let forked = Code(name: .forked)
        /// A projection of somebody's own failed at an event; what it had done of it was undone.
        public static let projectionFailed = Code(name: .projectionFailed)
        /// The ledger keeps no projection of that name, or no such version of it.
        public static let noSuchProjection = Code(name: .noSuchProjection)
        /// What was waited for did not come in time; ask again.
        public static let timedOut = Code(name: .timedOut)
        /// Any other failure of the storage engine.
        public static let storage = Code(name: .storage)
    }

    /// The stable code; errors are equal by it.
    public let code: Code
    /// What happened, where, and what to do next.
    public let message: String
    /// The byte of the event's data at which it cannot be read, where that is known.
    public let offset: Int?
    /// The error of a module below that led to this one.
    public let underlying: (any Error)?

    /// Makes an error with a sentence for people and a code for programs.
    public init(
        _ code: Code,
        _ message: String,
        offset: Int? = nil,
        underlying: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.offset = offset
        self.underlying = underlying
    }

    /// The code's stable word.
    public var description: String { message }
}

extension LedgerError: Equatable {
    /// Errors are equal by code, so that a test need not know the sentence.
    public static func == (left: LedgerError, right: LedgerError) -> Bool {
        left.code == right.code
    }
}
