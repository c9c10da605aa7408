extension Workflow {
    /// The most statuses that a workflow has, as a status is a bit of a word.
    public static let statusesMax = 32
    /// The most tabs that a workflow has, as a tab is a bit of a word.
    public static let tabsMax = 32
    /// The most rows that one table of a user's workflow has.
    public static let rowsMax = 256
    /// The most bytes of a sentence or a message.
    public static let textBytesMax = 1_000
    /// The most bytes of the name of a workflow, a status, a tab or a colour.
    public static let nameBytesMax = 64

    /// Whether a name is a simple word: a letter, then letters, digits, `_` and `-`.
    public static func isSimpleWord(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetter(first), name.utf8.count <= nameBytesMax else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
