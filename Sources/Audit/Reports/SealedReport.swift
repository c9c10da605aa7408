import Crypto
import MerkleTree
public import Orders

/// A report as JSON with the SHA-256 of itself, so that whoever has it can recompute it.
///
/// The hash is over the report's canonical JSON without the member `sha256`: no white space, the
/// members of each object sorted by their names' code points, strings with the least escapes. The
/// same ledger and the same question give the same bytes.
public struct SealedReport: Sendable, Equatable {
    /// The report as an object, its hash the last member.
    public let json: [UInt8]
    /// The hash as 64 lower-case hexadecimal digits.
    public let sha256: String

    /// The name of the member that holds the hash.
    public static let member = "sha256"

    /// Seals a report.
    ///
    /// - Parameter json: an object, in the order in which its members are to stand.
    /// - Throws: for bytes that are no JSON, or no object.
    public init(sealing json: [UInt8]) throws(JSONError) {
        let report = try JSONValue(json: json)
        guard case .object(let members) = report else {
            throw JSONError(offset: 0, message: "a report is an object")
        }
        sha256 = Self.hash(of: report.canonical.json)
        let seal = JSONValue.Member(Self.member, .string(sha256))
        self.json = JSONValue.object(members + [seal]).json
    }

    /// Whether a report that somebody has carries the hash that it leads to.
    public static func isIntact(_ json: [UInt8]) -> Bool {
        guard let report = try? JSONValue(json: json), case .object(let members) = report,
            case .string(let stated)? = report[member]
        else { return false }
        let rest = JSONValue.object(members.filter { $0.name != member })
        return hash(of: rest.canonical.json) == stated
    }

    /// The SHA-256 of a value's canonical JSON.
    package static func hash(of value: JSONValue) -> String { hash(of: value.canonical.json) }

    /// The SHA-256 of bytes as 64 lower-case hexadecimal digits.
    static func hash(of bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).hexadecimal
    }
}

extension JSONValue {
    /// The same value with the members of each object sorted by their names, byte for byte.
    fileprivate var canonical: JSONValue {
        switch self {
        case .object(let members):
            .object(
                members.map { Member($0.name, $0.value.canonical) }
                    .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            )
        case .array(let elements): .array(elements.map(\.canonical))
        default: self
        }
    }
}
