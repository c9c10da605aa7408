public import Audit
import EventLog
public import MerkleTree
import Projections

extension Ledger {
    /// Brings a folder up to the newest signed checkpoint: records, tiles, checkpoints and keys,
    /// for a static web server and for checking by programs that are not ours.
    ///
    /// Only what is new is written, once what the folder has is compared with the ledger;
    /// `checkpoint` is written last.
    /// - Parameters:
    ///   - path: an empty folder, one of an earlier export, or none in a folder that is there.
    ///   - keys: public keys that signed, to be put beside the log's, for instance of witnesses.
    ///   - report: hears of the progress; false cancels.
    /// - Throws: `noCheckpoint` where nothing was signed, `forked` where the folder holds another
    ///   history than this ledger, `corrupted`, `alreadyExists` for links and for files of something
    ///   else, `cannotCreate`, `malformed` for an altered file or a key that did not sign, `busy`
    ///   where somebody else exports into it, `cancelled`.
    /// - Complexity: O(records), and one sync for each new file.
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
        let kept = try snapshot.verifierKeys().filter { key in
            !keys.contains(key) && heads.contains { $0.signed.isClaimed(by: key) }
        }
        _ = consume snapshot
        let progress = WorkProgress(total: try statistics().events, report: report)
        return try store.exportTiles(to: path, heads: heads, keys: kept + keys, progress: progress)
    }
}
