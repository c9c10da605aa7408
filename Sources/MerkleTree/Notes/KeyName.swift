/// The name under which a log or a witness signs, for instance `example.com/shop`.
///
/// Names are equal when their bytes are: two spellings of one letter are two names.
public struct KeyName: Sendable {
    /// The name as it stands in signature lines.
    public let rawValue: String

    /// Takes a name that is not empty, with no space of any kind, no plus and no control byte.
    ///
    /// - Throws: `badKey`.
    public init(_ name: String) throws(MerkleError) {
        guard Self.isValid(name) else {
            throw MerkleError(
                .badKey,
                "\"\(name)\" is no key name: it must not be empty or hold spaces, '+' or controls"
            )
        }
        rawValue = name
    }

    private static func isValid(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { scalar in
                scalar != "+" && scalar.value >= 0x20 && !scalar.properties.isWhitespace
            }
    }
}

extension KeyName: Hashable, CustomStringConvertible {
    public static func == (left: KeyName, right: KeyName) -> Bool {
        left.rawValue.utf8.elementsEqual(right.rawValue.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in rawValue.utf8 { hasher.combine(byte) }
    }

    /// The name.
    public var description: String { rawValue }
}
