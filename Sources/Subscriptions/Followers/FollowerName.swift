package import EventLog

/// The name of a follower: 1 to 100 letters, digits, dots, hyphens and underlines of ASCII, which do
/// not begin with a dot, because a file is called by it.
package struct FollowerName: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package static let bytesMaximum = 100

    /// - Throws: `malformed` for what cannot be a name.
    package init(_ name: String) throws(LedgerError) {
        let isName =
            !name.isEmpty && name.utf8.count <= Self.bytesMaximum && !name.hasPrefix(".")
            && name.utf8.allSatisfy { Self.isAllowed($0) }
        guard isName else {
            throw LedgerError(
                .malformed,
                "\(name) is no name of a follower: take 1 to \(Self.bytesMaximum) letters, digits, "
                    + "dots, hyphens and underlines, no dot in front"
            )
        }
        description = name
    }

    /// A name that was checked when it was stored.
    init(stored name: String) { description = name }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
