/// A file that events were to come from and that could not be read to its end.
public struct InputError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, for callers that decide by it.
    public enum Code: String, Sendable, Hashable {
        /// There is no such file.
        case noSuchFile
        /// The file is there, but cannot be opened or read.
        case unreadable
        /// The compressed bytes are none, or end too early.
        case damaged
        /// The bytes are compressed, and come in a way in which they cannot be decompressed.
        case compressed
        /// The program that decompresses is not installed.
        case programMissing
    }

    /// What is wrong, for programs.
    public let code: Code
    /// The file as the caller named it.
    public let file: String
    /// The line at which the bytes end, where they are damaged.
    public let line: Int?
    /// What happened and what to do, a sentence that names the file.
    public let message: String

    /// Says what is wrong with an input file, and where.
    public init(_ code: Code, file: String, line: Int? = nil, message: String) {
        self.code = code
        self.file = file
        self.line = line
        self.message = message
    }

    public var description: String { message }
}
