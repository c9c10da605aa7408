import EventLog
import LMDB
import MerkleTree
import Projections

/// Compares the files that an export finds in its folder with the log, before it adds to them.
///
/// What is kept is what a new export would write: nothing is taken from the folder on trust, nor
/// from its manifest, but for time stamps over heads that the ledger does not keep any more.
struct EvidenceCheck {
    let store: LogStore
    /// The tiles of the tree that the export is brought up to.
    let layout: TileLayout
    /// The keys that sign; none where nobody said which.
    private let keys: [VerifierKey]
    let progress: WorkProgress

    init(store: LogStore, size: UInt64, keys: [VerifierKey], progress: WorkProgress) {
        self.store = store
        layout = TileLayout(size: size)
        self.keys = keys
        self.progress = progress
    }

    private static let headBytesMax = 1 << 20
    private static let stampBytesMax = 1 << 20
    private static let tiles = "tile/"
    private static let blobs = "blobs/"
    private static let heads = "checkpoints/"

    /// Checks the files of a folder, and takes them into the export.
    ///
    /// - Parameters:
    ///   - old: the records that the folder says that it has.
    ///   - renewed: files that the export writes anew whatever they hold.
    /// - Throws: `malformed` for a file that was altered or is missing, `alreadyExists` for one that
    ///   no export of this ledger has, `corrupted` for a part of a payload that the ledger lacks or
    ///   has altered, `cancelled`.
    func keepFiles(
        of folder: inout EvidenceFolder,
        from old: UInt64,
        besides renewed: Set<String>,
    ) throws(LedgerError) {
        let renewed = renewed.union([
            EvidenceFolder.checkpointFile, EvidenceFolder.manifestFile, EvidenceFolder.keysFile,
        ])
        var places = TilePlaces()
        try folder.found.forEach { (bytes, _) throws(LedgerError) in
            let name = String(decoding: bytes, as: UTF8.self)
            guard !renewed.contains(name) else { return }
            switch name {
            case _ where name.hasPrefix(Self.tiles): places.add(try tile(name, folder))
            case _ where name.hasPrefix(Self.blobs): try keepBlob(name, of: &folder)
            case _ where name.hasPrefix(Self.heads): try keepHead(name, of: &folder)
            case _ where name.hasPrefix(EvidenceFolder.stamps): try keepStamp(name, of: &folder)
            default: throw Self.foreign(name, folder)
            }
        }
        try keepTiles(at: places, of: &folder, from: TileLayout(size: old))
    }

    /// Checks a part of a payload, which the ledger must have whole; so whoever finds a reference
    /// to it later need not read it again.
    private func keepBlob(_ name: String, of folder: inout EvidenceFolder) throws(LedgerError) {
        let text = name.dropFirst(Self.blobs.count)
        guard let hash = [UInt8](hexadecimal: text), hash.hexadecimal == text,
            let sum = MerkleHash(hash), let stored = try blob(hash)
        else { throw Self.foreign(name, folder) }
        guard EvidenceFolder.sum(of: stored) == sum else {
            throw LedgerError(
                .corrupted,
                "the long payload \(text) is altered in the ledger: restore a backup"
            )
        }
        guard try folder.holds(name, stored) else { throw Self.altered(name, folder) }
        try folder.keep(name, sum: sum)
    }

    private func blob(_ hash: [UInt8]) throws(LedgerError) -> [UInt8]? {
        let snapshot = try store.snapshot()
        do {
            return try snapshot.transaction.copyValue(snapshot.tables.blobs, hash.span)
        } catch {
            throw LedgerError(error)
        }
    }

    /// Checks a head that the ledger does not keep: it states the ledger's tree, and a known key
    /// signed it.
    private func keepHead(_ name: String, of folder: inout EvidenceFolder) throws(LedgerError) {
        let place = name.dropFirst(Self.heads.count).split(separator: ".")
        guard let bytes = try folder.read(name, maximum: Self.headBytesMax),
            let signed = try? SignedCheckpoint(parsing: bytes),
            let size = place.first, size == "\(signed.checkpoint.size)",
            signed.checkpoint.size <= layout.size,
            try store.snapshot().treeRoot(of: signed.checkpoint.size) == signed.checkpoint.root,
            keys.isEmpty || (try? signed.note.verify(by: keys)) != nil
        else { throw Self.altered(name, folder) }
        try folder.keep(name, bytes)
    }

    private func keepStamp(_ name: String, of folder: inout EvidenceFolder) throws(LedgerError) {
        guard let bytes = try folder.read(name, maximum: Self.stampBytesMax),
            folder.isStated(name, bytes)
        else { throw Self.foreign(name, folder) }
        try folder.keep(name, bytes)
    }
}

extension EvidenceCheck {
    /// The error of a file that is not what the ledger has at its place.
    static func altered(_ name: String, _ folder: EvidenceFolder) -> LedgerError {
        LedgerError(
            .malformed,
            "\(folder.path)/\(name) is not what this ledger has there: it was altered; export into "
                + "an empty folder"
        )
    }

    /// The error of a file that the folder must have.
    static func missing(_ name: String, _ folder: EvidenceFolder) -> LedgerError {
        LedgerError(
            .malformed,
            "\(folder.path)/\(name) is missing: export into an empty folder"
        )
    }

    /// The error of a file that is of something else.
    static func foreign(_ name: String, _ folder: EvidenceFolder) -> LedgerError {
        LedgerError(
            .alreadyExists,
            "\(folder.path)/\(name) is no file of an export of this ledger: remove it, or export "
                + "into an empty folder"
        )
    }
}
