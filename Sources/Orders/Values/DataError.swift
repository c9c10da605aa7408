/// Something in an event's data, or in a value's text, that cannot be read.
///
/// Two errors are equal when their codes are; the rest is for people.
public struct DataError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, stable across versions.
    public let code: Code
    /// Where in the data, for instance `lines[2].quantity`; empty for the data as a whole.
    public let path: String
    /// Bytes from the beginning of the data to the place; 0 where there is no place.
    public let offset: Int
    /// What is wrong and what would be right, a sentence without its subject.
    public let message: String

    /// An error at a path and an offset.
    public init(_ code: Code, path: String = "", offset: Int = 0, message: String) {
        self.code = code
        self.path = path
        self.offset = offset
        self.message = message
    }

    public static func == (left: DataError, right: DataError) -> Bool { left.code == right.code }

    /// Path, offset, message and code on one line.
    public var description: String {
        "\(path.isEmpty ? "data" : path) at byte \(offset): \(message) (\(code))"
    }

    /// Path and message, for callers that say themselves where the data stands.
    public var sentence: String { "\(path.isEmpty ? "data" : path): \(message)" }

    /// The same error, seen from the object or list that holds the place.
    ///
    /// - Parameters:
    ///   - parent: the path of the holder.
    ///   - distance: bytes that lie before the holder's own beginning.
    func inside(_ parent: String, after distance: Int = 0) -> DataError {
        let joint = path.isEmpty || path.hasPrefix("[") ? "" : "."
        return DataError(
            code,
            path: parent + joint + path,
            offset: offset + distance,
            message: message
        )
    }
}

extension DataError {
    /// A reason for turning data away; its text is stable.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Reason: String, Sendable {
            case malformed, wrongType, missing, duplicate, unknownWord
            case badAmount, tooManyDecimals, badQuantity, badTime, badName
            case negativeTotal, overflow
        }

        private let reason: Reason

        /// The text of the code.
        public var description: String { reason.rawValue }

        /// The data is no JSON.
        public static let malformed = Code(reason: .malformed)
        /// A member is of another JSON type than it must be.
        public static let wrongType = Code(reason: .wrongType)
        /// A required member is absent or null.
        public static let missing = Code(reason: .missing)
        /// A known member stands twice in one object.
        public static let duplicate = Code(reason: .duplicate)
        /// A word is none of those that its member may hold.
        public static let unknownWord = Code(reason: .unknownWord)
        /// An amount is not written as digits with at most one point and six decimals.
        public static let badAmount = Code(reason: .badAmount)
        /// An amount has more decimals than its currency.
        public static let tooManyDecimals = Code(reason: .tooManyDecimals)
        /// A quantity is not a whole number from 1.
        public static let badQuantity = Code(reason: .badQuantity)
        /// A time or a date is not written as RFC 3339 has it, or does not exist.
        public static let badTime = Code(reason: .badTime)
        /// An id or an actor breaks the rules for names.
        public static let badName = Code(reason: .badName)
        /// The discount is higher than all that it is taken from.
        public static let negativeTotal = Code(reason: .negativeTotal)
        /// A number is too large to be counted.
        public static let overflow = Code(reason: .overflow)
    }
}
