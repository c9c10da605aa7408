/// Why a proof, a note or a file of the evidence formats was refused.
///
/// Two errors are equal when their codes are; the rest is for people.
public struct MerkleError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, stable across versions.
    public let code: Code
    /// What is wrong, where, and what would be right.
    public let message: String

    /// An error with a sentence for people.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public static func == (left: MerkleError, right: MerkleError) -> Bool {
        left.code == right.code
    }

    /// The message and the code on one line.
    public var description: String { "\(message) (\(code))" }
}

extension MerkleError {
    /// A reason for refusing; its text is stable.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Reason: String, Sendable {
            case malformed, notProven, badKey, badSignature, noKnownKey, wrongOrigin
        }

        private let reason: Reason

        /// The text of the code.
        public var description: String { reason.rawValue }

        /// The bytes are not of the format, or not as its one writer would have written them.
        public static let malformed = Code(reason: .malformed)
        /// The hashes of a proof do not lead from what is known to what is claimed.
        public static let notProven = Code(reason: .notProven)
        /// A key's text is no key, or its number does not fit the rest.
        public static let badKey = Code(reason: .badKey)
        /// A line that a known key claims to have signed was not signed by it.
        public static let badSignature = Code(reason: .badSignature)
        /// Nobody whose key is known has signed.
        public static let noKnownKey = Code(reason: .noKnownKey)
        /// The log that signed is another than the text names.
        public static let wrongOrigin = Code(reason: .wrongOrigin)
    }
}
