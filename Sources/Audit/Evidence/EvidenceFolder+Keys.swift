import EventLog
import MerkleTree

extension EvidenceFolder {
    /// The keys that the folder has and those that are given, of which each signed a head.
    ///
    /// Who checks an export may take the folder's keys for the ledger's, so a key that is not is
    /// refused, whoever put it there.
    /// - Throws: `malformed` for a key that signed none of the heads, or falsely.
    func keys(
        with given: [VerifierKey],
        over heads: [EvidenceHead],
    ) throws(LedgerError) -> [VerifierKey] {
        do throws(MerkleError) {
            for key in given { try Self.require(key, over: heads) }
        } catch {
            throw LedgerError(.malformed, error.message, underlying: error)
        }
        var keys: [VerifierKey] = []
        do throws(LedgerError) {
            for line in try lines(of: Self.keysFile) { keys.append(try Self.key(line, heads)) }
        } catch {
            throw LedgerError(
                error.code,
                "\(path)/\(Self.keysFile) holds a line that is no key of this ledger: "
                    + "\(error.message); remove the line, or export into an empty folder",
                underlying: error
            )
        }
        for key in given where !keys.contains(key) { keys.append(key) }
        return keys
    }

    /// Puts the keys in their place; without any there is no such file.
    mutating func write(_ keys: [VerifierKey]) throws(LedgerError) {
        guard !keys.isEmpty else { return }
        try write(Self.keysFile, Array(keys.map { "\($0)\n" }.joined().utf8))
    }

    private static func key(
        _ line: String,
        _ heads: [EvidenceHead],
    ) throws(LedgerError) -> VerifierKey {
        do throws(MerkleError) {
            let key = try VerifierKey(line)
            try require(key, over: heads)
            return key
        } catch {
            throw LedgerError(.malformed, error.message, underlying: error)
        }
    }

    private static func require(
        _ key: VerifierKey,
        over heads: [EvidenceHead],
    ) throws(MerkleError) {
        let signed = heads.filter { $0.signed.isClaimed(by: key) }
        guard !signed.isEmpty else {
            throw MerkleError(.noKnownKey, "\(key.name)+\(key.id) signed no checkpoint")
        }
        for head in signed { try head.signed.note.verify(by: [key]) }
    }
}
