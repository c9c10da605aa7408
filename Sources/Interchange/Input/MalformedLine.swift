/// A line, or an element of a batch, that is no event: where it is wrong and why.
public struct MalformedLine: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file as the caller named it.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The offending byte within its line, from 1.
    public let column: Int
    /// What is wrong, without the place.
    public let message: String

    package init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    public var description: String { "\(file):\(line):\(column): \(message)" }
}
