/// Something wrong in a file that somebody wrote by hand: where it is, and what would be right.
public struct FileFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file as the caller named it.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The character within its line, from 1.
    public let column: Int
    /// What is wrong, without the place.
    public let sentence: String

    package init(file: String, at place: FilePlace, _ sentence: String) {
        self.file = file
        line = place.line
        column = place.column
        self.sentence = sentence
    }

    public var description: String { "\(file):\(line):\(column): \(sentence)" }
}

/// Everything wrong in a file, from its beginning to its end.
public struct FileFaults: Error, Sendable, Hashable, CustomStringConvertible {
    /// The faults; at least one.
    public let all: [FileFault]

    public var description: String { all.map(\.description).joined(separator: "\n") }
}

/// A place in a file, counted from 1 in lines and characters.
package struct FilePlace: Sendable, Hashable, Comparable {
    package let line: Int
    package let column: Int

    package static let start = FilePlace(line: 1, column: 1)

    package static func < (left: FilePlace, right: FilePlace) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
