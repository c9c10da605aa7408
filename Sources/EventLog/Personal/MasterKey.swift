import Crypto
import LMDB
import MerkleTree

/// The key that wraps all others, and lies in a small file beside the data and never in it.
///
/// So a copy of `data.mdb` alone, a backup or an export holds no key that opens anything. Erasing
/// replaces the master by one of the next generation, wraps the keys that remain anew, and destroys
/// the file of the old one: then nothing on old pages of the data can be unwrapped any more either.
///
/// What is claimed: whoever gets the folder after an erasure cannot read what was erased. What is
/// not: copies of the old master's file that somebody made, a medium that keeps overwritten blocks
/// (solid-state disks, snapshots of file systems, backups of the folder), memory of a process that
/// was reading at the time, and what was exported in clear before.
///
/// The file `master.G.key`, of mode 0600, is one line of text: the words below, the generation G
/// and 64 hexadecimal digits. A wrapped key is nonce (12 bytes), ciphertext (32), tag (16), by
/// AES-256-GCM, with the key's id and G in 4 bytes big-endian as associated data.
struct MasterKey: Sendable {
    let generation: UInt32
    private let secret: SymmetricKey

    /// What the file says; only of a key that was made just now.
    private let bytes: [UInt8]

    /// The bytes of a wrapped key: nonce, ciphertext and tag.
    static let wrappedBytes = 12 + DataKey.secretBytes + 16
    /// The bytes of a proof: nonce and tag.
    static let proofBytes = 12 + 16

    private static let words = "orderledger master key"

    /// A new key.
    init(generation: UInt32) {
        self.generation = generation
        bytes = SystemRandom.bytes(DataKey.secretBytes)
        secret = SymmetricKey(data: bytes)
    }

    /// Reads the key from its file's bytes, or nothing where they are none of this generation.
    init?(file: [UInt8], generation: UInt32) {
        let fields = String(decoding: file, as: UTF8.self).split(separator: " ")
        guard fields.count == 5, fields[0..<3].joined(separator: " ") == Self.words,
            fields[3] == "\(generation)", fields[4].hasSuffix("\n"),
            let bytes = [UInt8](hexadecimal: fields[4].dropLast()),
            bytes.count == DataKey.secretBytes
        else { return nil }
        self.generation = generation
        self.bytes = bytes
        secret = SymmetricKey(data: bytes)
    }

    /// What its file holds.
    var file: [UInt8] {
        Array("\(Self.words) \(generation) \(bytes.hexadecimal)\n".utf8)
    }

    var fileName: String { Self.fileName(generation) }

    static func fileName(_ generation: UInt32) -> String { "master.\(generation).key" }

    /// The generation whose file has a name; nothing where it is another file's.
    static func generation(ofFileNamed name: String) -> UInt32? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let generation = UInt32(parts[1]) else { return nil }
        return fileName(generation) == name ? generation : nil
    }
}

extension MasterKey {
    /// A key wrapped, as the table keeps it.
    func wrap(
        _ secret: [UInt8],
        of id: KeyID,
        nonce: [UInt8],
    ) throws(LedgerError) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(
                secret,
                using: self.secret,
                nonce: AES.GCM.Nonce(data: nonce),
                authenticating: id.bytes + suffix
            )
            var wrapped: [UInt8] = []
            wrapped.reserveCapacity(nonce.count + secret.count + 16)
            wrapped.append(box)
            return wrapped
        } catch {
            throw LedgerError(.storage, "a key cannot be wrapped: \(error)")
        }
    }

    /// A wrapped key's own bytes.
    ///
    /// - Throws: `corrupted` where they are not what was wrapped.
    func unwrap(_ wrapped: ArraySlice<UInt8>, of id: KeyID) throws(LedgerError) -> [UInt8] {
        do {
            let box = try AES.GCM.SealedBox(combined: wrapped)
            return Array(
                try AES.GCM.open(box, using: secret, authenticating: id.bytes + suffix)
            )
        } catch {
            throw LedgerError(
                .corrupted,
                "the key \(id) does not open with the master key: run verify, which says whose it "
                    + "is, and restore a backup",
                underlying: error
            )
        }
    }

    /// Bytes by which the right master is told from another.
    func proof() throws(LedgerError) -> [UInt8] {
        do {
            let box = try AES.GCM.seal([], using: secret, authenticating: suffix)
            return Array(box.nonce) + box.tag
        } catch {
            throw LedgerError(.storage, "the master key cannot be used: \(error)")
        }
    }

    /// Whether bytes are the proof of this master.
    func isProved(by proof: [UInt8]) -> Bool {
        guard let box = try? AES.GCM.SealedBox(combined: proof) else { return false }
        return (try? AES.GCM.open(box, using: secret, authenticating: suffix)) != nil
    }

    private var suffix: [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendBigEndian(generation)
        return bytes
    }
}
