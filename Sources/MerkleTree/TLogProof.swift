/// The evidence for one entry in one file: its place, the proof, and the signed checkpoint.
///
/// The file's name ends in `.tlog-proof`. Source: C2SP tlog-proof.
public struct TLogProof: Sendable, Hashable {
    /// Bytes for whoever checks, for instance the entry itself; nobody vouches for them.
    public let extra: [UInt8]?
    /// The entry's place, counted from 0.
    public let index: UInt64
    /// The siblings on the way up, that of the leaf first.
    public let hashes: [MerkleHash]
    /// The tree head that the proof leads to.
    public let checkpoint: SignedCheckpoint

    /// The most hashes that are read: a tree of 2^64 leaves has proofs of 64.
    public static let hashesMax = 64

    /// A proof for a file.
    ///
    /// - Parameters:
    ///   - proof: must be for the size of the checkpoint.
    ///   - extra: empty is as good as nothing.
    public init(_ proof: InclusionProof, under checkpoint: SignedCheckpoint, extra: [UInt8]? = nil)
    {
        precondition(proof.size == checkpoint.checkpoint.size, "the proof is for another tree")
        precondition(proof.hashes.count <= Self.hashesMax, "no tree has so long a proof")
        self.extra = extra.flatMap { $0.isEmpty ? nil : $0 }
        index = proof.index
        hashes = proof.hashes
        self.checkpoint = checkpoint
    }

    /// Refuses the proof unless it leads from an entry to the checkpoint's root.
    ///
    /// This says nothing of who signed: `checkpoint.verify` does.
    ///
    /// - Parameter leaf: the hash of the entry, made by `TreeHasher.leaf`.
    /// - Throws: `notProven`.
    public func verifyInclusion(of leaf: MerkleHash) throws(MerkleError) {
        let head = checkpoint.checkpoint
        try InclusionProof(index: index, size: head.size, hashes: hashes)
            .verify(leaf: leaf, root: head.root)
    }
}

extension TLogProof {
    private static let title = "c2sp.org/tlog-proof@v1"
    private static let extraWord = "extra "
    private static let indexWord = "index "

    /// The bytes of the file.
    public var bytes: [UInt8] {
        var text = Self.title + "\n"
        if let extra { text += Self.extraWord + Base64.encode(extra) + "\n" }
        text += "\(Self.indexWord)\(index)\n"
        for hash in hashes { text += hash.base64 + "\n" }
        text += "\n"
        return Array(text.utf8) + checkpoint.bytes
    }

    /// Reads a file.
    ///
    /// - Throws: `malformed`.
    public init(parsing bytes: [UInt8]) throws(MerkleError) {
        var lines = TextLines(bytes)
        guard lines.next()?.elementsEqual(Self.title.utf8) == true else {
            throw MerkleError(.malformed, "a proof begins with the line \(Self.title)")
        }
        var line = lines.next()
        extra = try Self.extra(line)
        if extra != nil { line = lines.next() }
        guard let index = Self.value(of: Self.indexWord, in: line).flatMap({ UInt64(decimal: $0) })
        else {
            throw MerkleError(.malformed, "the proof has no line with its entry's index")
        }
        self.index = index
        hashes = try Self.hashes(&lines)
        checkpoint = try SignedCheckpoint(parsing: Array(lines.remainder))
    }

    private static func value(of word: String, in line: ArraySlice<UInt8>?) -> ArraySlice<UInt8>? {
        guard let line, line.starts(with: word.utf8) else { return nil }
        return line.dropFirst(word.utf8.count)
    }

    private static func extra(_ line: ArraySlice<UInt8>?) throws(MerkleError) -> [UInt8]? {
        guard let text = value(of: extraWord, in: line) else { return nil }
        guard let bytes = Base64.decode(text), !bytes.isEmpty else {
            throw MerkleError(.malformed, "the proof's extra line is no base64")
        }
        return bytes
    }

    /// Takes the lines up to the blank one.
    private static func hashes(_ lines: inout TextLines) throws(MerkleError) -> [MerkleHash] {
        var hashes: [MerkleHash] = []
        while true {
            guard let line = lines.next() else {
                throw MerkleError(.malformed, "the proof has no checkpoint")
            }
            guard !line.isEmpty else { return hashes }
            guard let hash = MerkleHash(base64: line) else {
                throw MerkleError(
                    .malformed,
                    "hash \(hashes.count) of the proof is not 32 bytes in base64"
                )
            }
            guard hashes.count < hashesMax else {
                throw MerkleError(.malformed, "the proof has more than 64 hashes")
            }
            hashes.append(hash)
        }
    }
}
