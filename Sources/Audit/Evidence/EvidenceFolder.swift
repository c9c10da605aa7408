import Crypto
import EventLog
import Foundation
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
    /// The sums of the files, in hexadecimal digits, by their names.
    private var sums: [String: String]
    /// How many files were written.
    private(set) var fileCount = 0

    static let checkpointFile = "checkpoint"
    static let keysFile = "keys/log.vkey"
    static let manifestFile = "MANIFEST.sha256"
    private static let names: Set = [
        checkpointFile, manifestFile, "\(manifestFile).partial", "\(checkpointFile).partial",
        "checkpoints", "tsr", "keys", "tile", "blobs",
    ]

    /// Opens a folder that holds an export, or makes one.
    ///
    /// - Throws: `alreadyExists` where it holds other things, `cannotCreate`.
    init(at path: String) throws(LedgerError) {
        do {
            folder = try SyncedFolder(at: path)
        } catch {
            throw LedgerError(
                .cannotCreate,
                "no folder can be made at \(path): \(error.message)",
                underlying: error
            )
        }
        sums = [:]
        let others = Set(
            (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        ).subtracting(Self.names)
        if let other = others.min() {
            throw LedgerError(
                .alreadyExists,
                "\(path) holds other things than an export, for instance \(other): name an empty "
                    + "folder"
            )
        }
        sums = try manifest()
    }

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

    /// Whether the manifest names a file.
    func has(_ name: String) -> Bool { sums[name] != nil }

    /// Puts a file in its place.
    mutating func write(_ name: String, _ bytes: [UInt8]) throws(LedgerError) {
        do { try folder.write(name, bytes) } catch { throw LedgerError(error) }
        sums[name] = SHA256.hash(data: bytes).hexadecimal
        fileCount += 1
    }

    /// Writes the manifest, waits until all is on the device, and then lets the checkpoint say so.
    mutating func finish(with head: SignedCheckpoint) throws(LedgerError) {
        var text = ""
        for name in sums.keys.sorted() { text += "\(sums[name] ?? "")  \(name)\n" }
        do {
            try folder.write(Self.manifestFile, Array(text.utf8))
            try folder.finish()
            try folder.write(Self.checkpointFile, head.bytes)
            try folder.finish()
        } catch {
            throw LedgerError(error)
        }
    }

    private func read(_ name: String, maximum: Int) throws(LedgerError) -> [UInt8]? {
        do { return try folder.read(name, maximum: maximum) } catch { throw LedgerError(error) }
    }

    private func manifest() throws(LedgerError) -> [String: String] {
        var sums: [String: String] = [:]
        let bytes = try read(Self.manifestFile, maximum: .max) ?? []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let sum = String(decoding: line.prefix(64), as: UTF8.self)
            let name = String(decoding: line.dropFirst(66), as: UTF8.self)
            guard line.count > 66, line.dropFirst(64).prefix(2).allSatisfy({ $0 == 32 }) else {
                throw LedgerError(
                    .malformed,
                    "\(folder.path)/\(Self.manifestFile) cannot be read: export into an empty folder"
                )
            }
            sums[name] = sum
        }
        return sums
    }
}
