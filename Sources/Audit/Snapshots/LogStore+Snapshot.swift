package import EventLog
import LMDB
package import Orders
package import Projections

/// Where the lines of a snapshot come from; both roads lead to the same bytes.
public enum SnapshotRoad: Sendable, Hashable, CaseIterable {
    /// The log, folded anew: nothing else has to be believed.
    case log
    /// The live views, which commit with their events.
    case views
}

extension LogStore {
    /// Writes the state of every order at one position into a folder of its own.
    ///
    /// The folder is there whole and on the device, or not at all.
    /// - Parameters:
    ///   - position: the last record that counts; the end of the log unless given.
    /// - Throws: `alreadyExists`, `cannotCreate`, `malformed` for a position beyond the end of the
    ///   log, `cancelled`, `diskFull`, `corrupted`.
    /// - Complexity: O(events) from the log, O(orders) from the views; memory for a few windows of
    ///   orders, however many there are.
    package func createSnapshot(
        at path: String,
        asOf position: Position? = nil,
        from road: SnapshotRoad = .log,
        windowOrders: Int? = nil,
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> SnapshotManifest {
        let moment = try SnapshotMoment(self, at: position)
        return try SnapshotFolder.create(at: path) { (folder) throws(LedgerError) in
            let file = try HashedFile(creating: folder.lines)
            let tally: SnapshotTally
            switch road {
            case .log:
                let runs = try ScratchFolder(in: folder.path)
                defer { runs.remove() }
                let fold = SnapshotFold(
                    store: self,
                    moment: moment,
                    folder: runs.path,
                    windowOrders: windowOrders,
                    progress: progress
                )
                tally = try fold.finish { file.append($0) }
            case .views:
                let walk = SnapshotWalk(store: self, moment: moment, progress: progress)
                tally = try walk.finish { file.append($0) }
            }
            let (bytes, digest) = try file.finish()
            let manifest = moment.manifest(tally, lineBytes: bytes, lineDigest: digest)
            do throws(LMDBError) {
                try FileSystem.make(folder.manifest, manifest.bytes, mode: 0o644)
            } catch {
                throw LedgerError(error)
            }
            return manifest
        }
    }
}
