/// Text that is no JSON, or other JSON than was asked for.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Bytes from the beginning of the array that was read to the place.
    public let offset: Int
    /// What is wrong, a phrase without its subject.
    public let message: String

    /// An error at a place.
    public init(offset: Int, message: String) {
        self.offset = offset
        self.message = message
    }

    /// The place and the message on one line.
    public var description: String { "byte \(offset): \(message)" }
}
