import OrderLedger

/// The end of a command that did not go well: a sentence for people, a status for scripts.
struct CommandFailure: Error {
    let status: ExitStatus
    /// What happened and what to do next; nothing where the results say it.
    let sentence: String?

    init(_ status: ExitStatus, _ sentence: String?) {
        self.status = status
        self.sentence = sentence
    }

    /// The work is done and its results name what was found.
    static let foundSomething = CommandFailure(.found, nil)
}

extension CommandFailure {
    /// The failure that a ledger's error stands for, with a sentence of the command's own.
    init(_ error: LedgerError, _ sentence: String? = nil) {
        self.init(ExitStatus(error.code), sentence ?? Self.sentence(for: error))
    }

    /// What somebody at a command line can do about an error.
    private static func sentence(for error: LedgerError) -> String {
        switch error.code {
        case .diskFull: "the disk is full; nothing of the last batch was kept: make room"
        case .mapFull:
            "the ledger's map is full; nothing of the last batch was kept: "
                + "raise or unset \(LocationOptions.mapVariable)"
        default: error.message
        }
    }

    /// The failure that any error of a command stands for.
    init(anyOf error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as LedgerError: self.init(error)
        case is ClosedPipe: self.init(.done, nil)
        default: self.init(.inputOutput, "\(error)")
        }
    }
}

extension ExitStatus {
    /// The status of a ledger's error; this is the only place that decides it.
    init(_ code: LedgerError.Code) {
        switch code {
        case .noSuchLedger, .noSuchOrder, .noSuchKey, .noSuchFollower, .noCheckpoint,
            .noSuchProjection:
            self = .missing
        case .notALedger, .newerFormat, .earlierFormat, .corrupted, .malformed: self = .malformed
        case .alreadyExists, .cannotCreate: self = .cannotCreate
        case .busy, .wrongExpectedRevision, .timedOut: self = .tryAgain
        case .notSealed: self = .usage
        case .noMasterKey: self = .missing
        case .idConflict, .partialDuplicate, .tooLarge, .refusedToSign, .forked,
            .projectionFailed:
            self = .found
        default: self = .inputOutput
        }
    }
}
