package import EventLog
import MerkleTree

extension LogStore {
    /// Keeps a time-stamp response (RFC 3161) beside the checkpoint that it stamps.
    ///
    /// - Returns: what the token says, and the size of the tree whose checkpoint it stamps.
    /// - Throws: `malformed` where the bytes are no such response, `noCheckpoint` where it stamps
    ///   no checkpoint that is kept.
    package func addToken(
        _ bytes: [UInt8]
    ) throws(LedgerError) -> (token: TimestampToken, size: UInt64) {
        let token = try TimestampToken(bytes)
        guard let kept = try snapshot().checkpoints().last(where: { token.stamps($0.note) }) else {
            throw LedgerError(
                .noCheckpoint,
                "the token stamps no checkpoint that is kept: stamp the very bytes that checkpoint "
                    + "printed"
            )
        }
        try keepCheckpoints(ofSize: kept.size) { (all) throws(LedgerError) in
            guard let index = all.firstIndex(where: { $0.number == kept.number }),
                !all[index].tokens.contains(bytes)
            else { return }
            guard all[index].tokens.count < [KeptCheckpoint].countMaximum else {
                throw LedgerError(.tooLarge, "the checkpoint has as many tokens as it can have")
            }
            all[index].tokens.append(bytes)
        }
        return (token, kept.size)
    }
}
