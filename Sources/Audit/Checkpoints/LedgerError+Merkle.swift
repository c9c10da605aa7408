import EventLog
import MerkleTree

extension LedgerError {
    /// The ledger's word for evidence that was refused.
    ///
    /// - Parameter place: the file at fault, where there is one.
    init(_ error: MerkleError, in place: String? = nil) {
        let message = place.map { "\($0): \(error.message)" } ?? error.message
        self.init(.malformed, message, underlying: error)
    }
}
