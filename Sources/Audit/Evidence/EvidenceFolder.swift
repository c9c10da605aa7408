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
    /// The files that were there when the folder was opened.
    let found: [String]
    /// What the manifest that was found says of its files; see `sums`.
    private var stated: [String: MerkleHash] = [:]
    /// The sums of the files that the export has by their names: those that were checked and those
    /// that were written.
    private var sums: [String: MerkleHash] = [:]
    /// How many files were written.
    private(set) var fileCount = 0

    static let checkpointFile = "checkpoint"
    static let keysFile = "keys/log.vkey"
    static let manifestFile = "MANIFEST.sha256"
    private static let names: Set = [
        checkpointFile, manifestFile, "checkpoints", "tsr", "keys", "tile", "blobs",
    ]

    /// Opens a folder that holds an export, or makes one; nobody else exports into it meanwhile.
    ///
    /// - Throws: `alreadyExists` where it holds other things or links, `cannotCreate`, `busy`.
    init(at path: String) throws(LedgerError) {
        folder = try Self.open(path)
        do {
            let others = try Set(folder.names()).subtracting(Self.names)
            if let other = others.min() {
                throw LedgerError(
                    .alreadyExists,
                    "\(path) holds other things than an export, for instance \(other): name an "
                        + "empty folder"
                )
            }
            found = try folder.files().sorted()
        } catch {
            throw LedgerError(anyOf: error)
        }
        stated = try manifest()
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

    /// The lines of a small text file; none where there is no such file.
    func lines(of name: String) throws(LedgerError) -> [String] {
        let bytes = try read(name, maximum: 1 << 20) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Whether the export has a file by now.
    func has(_ name: String) -> Bool { sums[name] != nil }

    /// Whether a file is what the manifest that was found says.
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
    mutating func keep(_ name: String, _ bytes: [UInt8]) {
        sums[name] = Self.sum(of: bytes)
    }

    private static func sum(of bytes: [UInt8]) -> MerkleHash? {
        MerkleHash(Array(SHA256.hash(data: bytes)))
    }

    /// Puts a file in its place.
    mutating func write(_ name: String, _ bytes: [UInt8]) throws(LedgerError) {
        do { try folder.write(name, bytes) } catch { throw LedgerError(error) }
        keep(name, bytes)
        fileCount += 1
    }

    /// Writes the manifest, waits until all is on the device, and then lets the checkpoint say so.
    mutating func finish(with head: SignedCheckpoint) throws(LedgerError) {
        var lines: [UInt8] = []
        for (name, sum) in sums.sorted(by: { $0.key < $1.key }) {
            lines += "\(sum)  \(name)\n".utf8
        }
        do {
            try folder.write(Self.manifestFile, lines)
            try folder.finish()
            try folder.write(Self.checkpointFile, head.bytes)
            try folder.finish()
        } catch {
            throw LedgerError(error)
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

    private func manifest() throws(LedgerError) -> [String: MerkleHash] {
        var sums: [String: MerkleHash] = [:]
        let bytes = try read(Self.manifestFile, maximum: .max) ?? []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let digits = String(decoding: line.prefix(64), as: UTF8.self)
            let name = String(decoding: line.dropFirst(66), as: UTF8.self)
            guard line.count > 66, line.dropFirst(64).prefix(2).allSatisfy({ $0 == 32 }) else {
                throw LedgerError(
                    .malformed,
                    "\(folder.path)/\(Self.manifestFile) cannot be read: export into an empty folder"
                )
            }
            sums[name] = [UInt8](hexadecimal: digits).flatMap { MerkleHash($0) }
        }
        return sums
    }
}
