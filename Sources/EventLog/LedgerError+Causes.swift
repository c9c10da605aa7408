package import LMDB
package import Orders

extension LedgerError {
    /// The ledger's word for an error of the storage engine.
    package init(_ error: LMDBError) {
        self.init(Self.code(for: error.code), error.description, underlying: error)
    }

    private static func code(for code: LMDBError.Code) -> Code {
        switch code {
        case .diskFull: .diskFull
        case .mapFull: .mapFull
        case .inputOutput: .inputOutput
        case .corrupted, .pageNotFound: .corrupted
        case .invalid: .notALedger
        case .versionMismatch: .newerFormat
        case .noSuchFile: .noSuchLedger
        case .alreadyExists: .alreadyExists
        case .busy, .readersFull: .busy
        case .accessDenied: .accessDenied
        case .environmentDead, .panic: .closed
        default: .storage
        }
    }
}

extension LedgerError {
    /// Data that cannot be read: the place in words, and as an offset where there is one.
    package init(_ error: DataError) {
        self.init(
            .malformed,
            error.path.isEmpty ? error.message : "\(error.path): \(error.message)",
            offset: error.offset > 0 ? error.offset : nil,
            underlying: error
        )
    }

    /// The ledger's word for any error of storage or of the ledger itself.
    package init(anyOf error: any Error) {
        if let error = error as? LedgerError {
            self = error
        } else if let error = error as? LMDBError {
            self.init(error)
        } else {
            self.init(.storage, "\(error)", underlying: error)
        }
    }
}
