package import EventLog
public import MerkleTree

extension SignedCheckpoint {
    /// The log's key among some: one that the checkpoint says that it is signed by, else the first.
    public func logKey(among keys: [VerifierKey]) -> VerifierKey? {
        let logs = keys.filter { $0.algorithm == .note }
        return logs.first { isClaimed(by: $0) } ?? logs.first
    }

    /// Refuses the checkpoint unless its log signed it, by one of some keys, and none falsely.
    ///
    /// - Returns: how many of its signatures are of the log.
    /// - Throws: `badSignature`, `noKnownKey`.
    @discardableResult
    package func verify(byLogKeyAmong keys: [VerifierKey]) throws(MerkleError) -> Int {
        try note.verify(by: keys.filter { $0.algorithm == .note && $0.isOfLog(checkpoint.origin) })
            .count
    }
}

extension VerifierKey {
    /// Whether the key bears the name of a log, byte for byte.
    fileprivate func isOfLog(_ origin: String) -> Bool {
        name.rawValue.utf8.elementsEqual(origin.utf8)
    }
}

extension LogSnapshot {
    /// The public keys that the ledger keeps: those of who signed its heads.
    ///
    /// - Throws: `corrupted` where one cannot be read.
    package borrowing func verifierKeys() throws(LedgerError) -> [VerifierKey] {
        var keys: [VerifierKey] = []
        for text in try self.keys() {
            do {
                keys.append(try VerifierKey(String(decoding: text, as: UTF8.self)))
            } catch {
                throw LedgerError(
                    .corrupted,
                    "the kept key of a log cannot be read: \(error.message)",
                    underlying: error
                )
            }
        }
        return keys
    }
}
