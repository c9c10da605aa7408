public import Audit
import EventLog
public import MerkleTree
import Projections

extension Ledger {
    /// Brings a folder up to the newest signed checkpoint: records, tiles, checkpoints and keys,
    /// for a static web server and for checking by programs that are not ours.
    ///
    /// Only what is new is written; `checkpoint` is written last.
    /// - Parameters:
    ///   - path: an empty folder, one of an earlier export, or none in a folder that is there.
    ///   - keys: public keys that signed, to be put beside the log's, for instance of witnesses.
    /// - Throws: `noCheckpoint` where nothing was signed, `forked` where the folder holds another
    ///   history than this ledger, `corrupted`, `alreadyExists`, `cannotCreate`, `malformed` for a
    ///   key that did not sign, `cancelled`.
    /// - Complexity: O(new records), one sync for each file.
    public func exportTiles(
        to path: String,
        keys: [VerifierKey] = [],
        progress report: @escaping ProgressReport = { _, _ in true },
    ) throws(LedgerError) -> TileExportReport {
        var heads: [EvidenceHead] = []
        let snapshot = try store.snapshot()
        for kept in try snapshot.checkpoints() {
            heads.append(try EvidenceHead(size: kept.size, note: kept.note, tokens: kept.tokens))
        }
        let kept = try keysKept(snapshot).filter { key in
            !keys.contains(key) && heads.contains { $0.signed.isClaimed(by: key) }
        }
        _ = consume snapshot
        let progress = WorkProgress(total: try statistics().events, report: report)
        return try store.exportTiles(to: path, heads: heads, keys: kept + keys, progress: progress)
    }

    private func keysKept(
        _ snapshot: borrowing LogSnapshot
    ) throws(LedgerError) -> [VerifierKey] {
        do {
            return try snapshot.keys().map { text throws(MerkleError) in
                try VerifierKey(String(decoding: text, as: UTF8.self))
            }
        } catch {
            throw LedgerError(.corrupted, "a key that the ledger keeps cannot be read: \(error)")
        }
    }
}
