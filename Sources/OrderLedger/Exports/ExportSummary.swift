/// What an export wrote.
public struct ExportSummary: Sendable, Hashable {
    /// Entries of a journal, or events of a log.
    public let entries: Int
    /// Objects of a log; 0 for a journal.
    public let objects: Int
    /// Records that it covers, and the root of the tree over them.
    public let treeSize: UInt64
    /// The root of the tree over what was exported, in hexadecimal digits, where one was asked for.
    public let root: String?
}
