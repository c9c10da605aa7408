import Crypto
import EventLog
import LMDB
import MerkleTree

/// The folder of an export, and the sums of the files in it.
///
/// | file | holds |
/// |---|---|
/// | `checkpoint` | the newest signed tree head; written last |
/// | `checkpoints/SIZE` | every tree head that was signed, with the signatures it has by now |
/// | `tsr/SIZE.tsr` | time-stamp tokens (RFC 3161) over them |
/// | `keys/log.vkey` | the keys that signed, one a line |
/// | `tile/entries/N` | 256 records, each behind its length |
/// | `tile/L/N` | 256 hashes of a level |
/// | `blobs/HASH` | a part of a payload that its record names by its SHA-256 |
/// | `MANIFEST.sha256` | the SHA-256 of all of these but `checkpoint`, for sha256sum |
struct EvidenceFolder {
    private let folder: SyncedFolder
    /// The names of the files that were there when the folder was opened.
    let found: RowSorter
    /// What the manifest that was found says of time stamps, which nothing else tells.
    private var stated: [String: MerkleHash] = [:]
    /// The sums of the files that the export has: those that were checked and those that were
    /// written.
    private let sums: FileSums
    /// The names of parts of payloads that were put in their places just lately.
    private var recentParts: Set<String> = []
    /// How many files were written.
    private(set) var fileCount = 0

    static let checkpointFile = "checkpoint"
    static let keysFile = "keys/log.vkey"
    static let manifestFile = "MANIFEST.sha256"
    static let stamps = "tsr/"
    /// Names of parts of payloads that are remembered at most.
    private static let recentPartsMaximum = 1_024
    private static let names: Set = [
        checkpointFile, manifestFile, "checkpoints", "tsr", "keys", "tile", "blobs",
    ]

    /// Opens a folder that holds an export, or makes one; nobody else exports into it meanwhile.
    ///
    /// - Throws: `alreadyExists` where it holds other things or links, `cannotCreate`, `busy`.
    init(at path: String) throws(LedgerError) {
        let folder = try Self.open(path)
        self.folder = folder
        sums = FileSums { folder.scratch($0) }
        found = RowSorter { folder.scratch("names-\($0)") }
        do {
            let others = try Set(folder.names()).subtracting(Self.names)
            if let other = others.min() {
                throw LedgerError(
                    .alreadyExists,
                    "\(path) holds other things than an export, for instance \(other): name an "
                        + "empty folder"
                )
            }
            var files = try folder.files()
            while let name = try files.next() { try found.add(name.utf8) }
        } catch {
            throw LedgerError(anyOf: error)
        }
        stated = try statedStamps()
    }

    private static func open(_ path: String) throws(LedgerError) -> SyncedFolder {
        do {
            return try SyncedFolder(at: path)
        } catch {
            guard error.code != .busy else {
                throw LedgerError(
                    .busy,
                    "somebody else is exporting into \(path): try again when that is done",
                    underlying: error
                )
            }
            throw LedgerError(
                .cannotCreate,
                "no folder can be made at \(path): \(error.message)",
                underlying: error
            )
        }
    }

    /// Where the folder is.
    var path: String { folder.path }

    /// The tree head that the folder was last brought up to; nothing in a new one.
    func head() throws(LedgerError) -> SignedCheckpoint? {
        guard let bytes = try read(Self.checkpointFile, maximum: 1 << 20) else { return nil }
        do {
            return try SignedCheckpoint(parsing: bytes)
        } catch {
            throw LedgerError(
                .malformed,
                "\(folder.path)/\(Self.checkpointFile) cannot be read: \(error.message); export "
                    + "into an empty folder"
            )
        }
    }

    /// Whether a file is in its place; nothing is read.
    func has(_ name: String) throws(LedgerError) -> Bool {
        do { return try folder.has(name) } catch { throw LedgerError(error) }
    }

    /// The names of the tiles that are there of what a content holds at a place: the whole one, and
    /// narrower ones that older tree heads had.
    func tileNames(
        _ content: TilePath.Content,
        at index: UInt64,
    ) throws(LedgerError) -> [String] {
        let whole = "\(TilePath(content, index: index))"
        var names = [whole]
        do {
            names += try folder.names(in: "\(whole).p").map { "\(whole).p/\($0)" }
            // Folders are nobody's files, whatever they are called.
            return try names.filter { (name) throws(LMDBError) in try folder.has(name) }
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    /// Whether a part of a payload is known to be in its place, without a look at its file.
    ///
    /// What is not known may be there still, put in its place a while ago.
    func knowsPart(_ name: String) -> Bool { recentParts.contains(name) }

    /// The lines of a small text file; none where there is no such file.
    func lines(of name: String) throws(LedgerError) -> [String] {
        let bytes = try read(name, maximum: 1 << 20) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Whether a time stamp is what the manifest that was found says.
    func isStated(_ name: String, _ bytes: [UInt8]) -> Bool {
        stated[name] == Self.sum(of: bytes)
    }

    /// Whether a file holds these bytes and no others.
    func holds(_ name: String, _ bytes: [UInt8]) throws(LedgerError) -> Bool {
        do {
            return try read(name, maximum: bytes.count) == bytes
        } catch {
            guard error.code == .malformed else { throw error }
            return false
        }
    }

    /// Takes a file that was checked into the export.
    mutating func keep(_ name: String, _ bytes: [UInt8]) throws(LedgerError) {
        try keep(name, sum: Self.sum(of: bytes))
    }

    /// The same of a file whose sum is known.
    mutating func keep(_ name: String, sum: MerkleHash) throws(LedgerError) {
        try sums.keep(name, sum)
    }

    /// The SHA-256 of a file's bytes.
    static func sum(of bytes: [UInt8]) -> MerkleHash {
        guard let sum = MerkleHash(Array(SHA256.hash(data: bytes))) else {
            preconditionFailure("a SHA-256 has as many bytes as a hash of the tree")
        }
        return sum
    }

    /// Puts a file in its place.
    mutating func write(_ name: String, _ bytes: [UInt8]) throws(LedgerError) {
        do { try folder.write(name, bytes) } catch { throw LedgerError(error) }
        try keep(name, bytes)
        fileCount += 1
    }

    /// Puts a part of a payload in its place, where it may be already.
    mutating func writePart(_ name: String, _ bytes: [UInt8]) throws(LedgerError) {
        if try holds(name, bytes) { try keep(name, bytes) } else { try write(name, bytes) }
        if recentParts.count >= Self.recentPartsMaximum {
            recentParts.removeAll(keepingCapacity: true)
        }
        recentParts.insert(name)
    }

    /// Writes the manifest, waits until all is on the device, and then lets the checkpoint say so.
    mutating func finish(with head: SignedCheckpoint) throws(LedgerError) {
        do {
            try writeManifest()
            try folder.finish()
            try folder.write(Self.checkpointFile, head.bytes)
            try folder.finish()
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    private func writeManifest() throws {
        let file = try folder.begin()
        do {
            try sums.lines { (block) throws(LedgerError) in
                do throws(LMDBError) { try file.write(block) } catch { throw LedgerError(error) }
            }
            try folder.place(file, as: Self.manifestFile)
        } catch {
            folder.drop(file)
            throw error
        }
    }

    /// The bytes of a file; nothing where there is none.
    ///
    /// - Throws: also `malformed` for a file of more bytes than `maximum`.
    func read(_ name: String, maximum: Int) throws(LedgerError) -> [UInt8]? {
        do {
            return try folder.read(name, maximum: maximum)
        } catch {
            guard error.code == .badValueSize else { throw LedgerError(error) }
            throw LedgerError(
                .malformed,
                "\(path)/\(name) is longer than it can be: export into an empty folder",
                underlying: error
            )
        }
    }

    private func statedStamps() throws(LedgerError) -> [String: MerkleHash] {
        guard try has(Self.manifestFile) else { return [:] }
        var stamps: [String: MerkleHash] = [:]
        var lines = try SumLines(reading: "\(path)/\(Self.manifestFile)")
        while lines.line != nil {
            guard let name = lines.name else {
                throw LedgerError(
                    .malformed,
                    "\(path)/\(Self.manifestFile) cannot be read: export into an empty folder"
                )
            }
            if name.starts(with: Self.stamps.utf8) {
                let digits = String(decoding: lines.digits, as: UTF8.self)
                stamps[String(decoding: name, as: UTF8.self)] =
                    [UInt8](hexadecimal: digits).flatMap { MerkleHash($0) }
            }
            try lines.advance()
        }
        return stamps
    }
}
