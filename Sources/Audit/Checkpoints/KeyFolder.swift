public import EventLog
import LMDB
public import MerkleTree

/// The key of a log, in a folder outside the ledger: the private key, the public one, and the last
/// tree head that was signed with it.
///
/// The last head is what keeps a log from contradicting itself: a ledger that was restored from an
/// older copy, or went another way since, is not signed. So a folder must be kept as carefully as
/// the key in it, and never be copied to sign in two places.
public struct KeyFolder: Sendable {
    /// Where the folder is.
    public let path: String
    let key: SigningKey

    /// The public key, which everybody may have.
    public var verifier: VerifierKey { key.verifier }

    /// The file of the public key.
    public static let verifierFile = "log.vkey"
    /// The file of the private key, which only its owner can read.
    public static let keyFile = "log.key"
    /// The file of the last tree head that was signed.
    public static let stateFile = "log.state"

    private static let keyBytesMaximum = 4_096
    private static let stateBytesMaximum = 1 << 20

    /// Makes a key, and a folder for it where there is none.
    ///
    /// - Parameter name: the name of the log, which every checkpoint bears.
    /// - Throws: `alreadyExists` where the folder holds a key, `cannotCreate`, `malformed` for a
    ///   name that is none.
    public static func create(at path: String, name: String) throws(LedgerError) -> KeyFolder {
        let key: SigningKey
        let nothing: SignedCheckpoint
        do throws(MerkleError) {
            key = try SigningKey.random(name: KeyName(name))
            let empty = Checkpoint(origin: key.verifier.name, size: 0, root: TreeHasher.emptyRoot)
            nothing = try SignedCheckpoint(empty, by: key)
        } catch {
            throw LedgerError(error)
        }
        do {
            try FileSystem.makeFolderIfMissing(path)
            try FileSystem.make("\(path)/\(keyFile)", Array("\(key.secretText)\n".utf8))
            try FileSystem.make("\(path)/\(stateFile)", nothing.bytes)
            try FileSystem.make(
                "\(path)/\(verifierFile)",
                Array("\(key.verifier)\n".utf8),
                mode: 0o644
            )
            try FileSystem.flush(path)
        } catch {
            guard error.code != .alreadyExists else {
                throw LedgerError(
                    .alreadyExists,
                    "\(path) holds a key already: keep it, or choose another folder"
                )
            }
            throw LedgerError(.cannotCreate, "no key can be made in \(path): \(error.message)")
        }
        return KeyFolder(path: path, key: key)
    }

    private init(path: String, key: SigningKey) {
        self.path = path
        self.key = key
    }

    /// Reads the key of a folder.
    ///
    /// - Throws: `noSuchKey` where there is none, `malformed` where it cannot be read,
    ///   `accessDenied` where others than its owner can read it.
    public init(at path: String) throws(LedgerError) {
        let file = "\(path)/\(Self.keyFile)"
        let text = try Self.line(of: file)
        guard let text else {
            throw LedgerError(.noSuchKey, "there is no key at \(file): make one with keys create")
        }
        try Self.requirePrivacy(of: file)
        do {
            try self.init(path: path, key: SigningKey(text))
        } catch {
            throw LedgerError(error, in: file)
        }
        let shown = try Self.line(of: "\(path)/\(Self.verifierFile)")
        guard shown == nil || shown == verifier.description else {
            throw LedgerError(
                .malformed,
                "\(path)/\(Self.verifierFile) is not the public half of \(Self.keyFile): one of "
                    + "the two is of another key"
            )
        }
    }

    private static func line(of file: String) throws(LedgerError) -> String? {
        do {
            guard var bytes = try FileSystem.read(file, maximum: keyBytesMaximum) else {
                return nil
            }
            if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw LedgerError(error)
        }
    }

    private static func requirePrivacy(of file: String) throws(LedgerError) {
        let bits: UInt32
        do { bits = try SecretFile.bitsForOthers(file) } catch { throw LedgerError(error) }
        guard bits == 0 else {
            throw LedgerError(
                .accessDenied,
                "others can read the private key \(file): chmod 600 it, and if they may have read "
                    + "it, make another"
            )
        }
    }
}

// MARK: - The last head

extension KeyFolder {
    /// Keeps others from signing with the key until the lock is dropped.
    ///
    /// - Throws: `busy` where somebody is signing.
    func lock() throws(LedgerError) -> FolderLock {
        do {
            return try FolderLock(path)
        } catch {
            guard error.code != .busy else {
                throw LedgerError(.busy, "somebody is signing with the key in \(path): try again")
            }
            throw LedgerError(error)
        }
    }

    /// The last tree head that was signed; that of the empty tree where none was.
    ///
    /// - Throws: `malformed` where the file is missing, or is none that this key signed: the key
    ///   does not know then what it said before.
    package func lastHead() throws(LedgerError) -> SignedCheckpoint {
        let file = "\(path)/\(Self.stateFile)"
        let bytes: [UInt8]?
        do {
            bytes = try FileSystem.read(file, maximum: Self.stateBytesMaximum)
        } catch {
            throw LedgerError(error)
        }
        do throws(MerkleError) {
            if let bytes {
                let head = try SignedCheckpoint(parsing: bytes)
                try head.verify(log: verifier)
                return head
            }
        } catch {
            throw LedgerError(
                .malformed,
                "\(file) is not what this key signed last (\(error.message)): restore the file; "
                    + "without it the key must not be used again",
                underlying: error
            )
        }
        throw LedgerError(
            .malformed,
            "\(file) is missing, which says what this key signed last: restore the file; without "
                + "it the key must not be used again"
        )
    }

    /// Takes note of a tree head before anybody sees it.
    func remember(_ head: SignedCheckpoint) throws(LedgerError) {
        do {
            try FileSystem.replace("\(path)/\(Self.stateFile)", head.bytes)
            try FileSystem.flush(path)
        } catch {
            throw LedgerError(error)
        }
    }
}
