/// A tree head as a log signs it: whose tree, how many leaves, which root.
///
/// Source: C2SP tlog-checkpoint. As everywhere in the evidence formats, a size counts leaves:
/// the record at position n is leaf n - 1.
public struct Checkpoint: Sendable, Hashable {
    /// The name of the log.
    public let origin: String
    /// How many leaves the tree has.
    public let size: UInt64
    /// The root over them.
    public let root: MerkleHash
    /// Lines of no fixed meaning that some logs append; this one writes none.
    public let extensions: [String]

    /// A tree head of a log.
    public init(origin: KeyName, size: UInt64, root: MerkleHash) {
        self.origin = origin.rawValue
        self.size = size
        self.root = root
        extensions = []
    }

    /// Reads the text of a note.
    ///
    /// - Throws: `malformed`.
    public init(text: [UInt8]) throws(MerkleError) {
        var lines = TextLines(text)
        guard let origin = Self.words(lines.next()) else {
            throw MerkleError(.malformed, "the checkpoint does not begin with its log's name")
        }
        guard let size = lines.next().flatMap({ UInt64(decimal: $0) }) else {
            throw MerkleError(.malformed, "the checkpoint's second line is no number of leaves")
        }
        guard let root = lines.next().flatMap({ MerkleHash(base64: $0) }) else {
            throw MerkleError(.malformed, "the checkpoint's third line is no hash in base64")
        }
        var extensions: [String] = []
        while !lines.isAtEnd {
            guard let line = Self.words(lines.next()) else {
                throw MerkleError(.malformed, "the checkpoint has an empty or unfinished line")
            }
            extensions.append(line)
        }
        guard size > 0 || root == TreeHasher.emptyRoot else {
            throw MerkleError(.malformed, "the checkpoint gives an empty tree another root")
        }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    private static func words(_ line: ArraySlice<UInt8>?) -> String? {
        line.flatMap { $0.isEmpty ? nil : String(validating: $0, as: UTF8.self) }
    }

    /// The text that is signed.
    public var text: [UInt8] {
        var text = "\(origin)\n\(size)\n\(root.base64)\n"
        for line in extensions { text += line + "\n" }
        return Array(text.utf8)
    }
}
