import EventLog
import LMDB

extension Ledger {
    /// Writes a file that appears whole and synced, or not at all.
    ///
    /// - Throws: what the body throws, and `cannotCreate`, `diskFull` or `inputOutput`.
    func writingFile<Result>(
        at path: String,
        _ body: (_ sink: ([UInt8]) throws -> Void) throws -> Result,
    ) throws -> Result {
        do {
            let file = try SyncedFile(at: path)
            let result = try body { try file.write($0) }
            try file.finish()
            return result
        } catch let error as LMDBError {
            throw LedgerError(
                error.code == .diskFull ? .diskFull : .cannotCreate,
                "\(path) cannot be written: \(Self.reason(error))",
                underlying: error
            )
        }
    }

    private static func reason(_ error: LMDBError) -> String {
        switch error.code {
        case .noSuchFile: "there is no such folder"
        case .accessDenied: "it may not be written here"
        case .isFolder: "it is a folder; name a file in it"
        default: "\(error)"
        }
    }
}
