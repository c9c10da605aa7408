/// An event's data as JSON text, kept in two parts so that the personal one can be sealed.
///
/// Personal are the customer's name, e-mail and phone, the invoice name, both addresses, the
/// order's details, and the text of comments and complaints. Members keep their own bytes; only
/// line breaks between them become spaces, so that an event is one line. Both parts are objects of
/// the same shape as the data:
///
///     {"customer":{"id":"C-7"},"currency":"EUR"}    {"customer":{"name":"Ann"}}
public struct Payload: Sendable, Hashable {
    /// The data without its personal members; all of it, to the byte, where it has none.
    public let publicPart: [UInt8]
    /// The personal members, those of the customer first; empty where the data has none.
    public let personalPart: [UInt8]

    /// A payload of parts that were stored before.
    public init(publicPart: [UInt8], personalPart: [UInt8]) {
        self.publicPart = publicPart
        self.personalPart = personalPart
    }

    /// The payload of an event without data.
    public static let empty = Payload(publicPart: Array("{}".utf8), personalPart: [])

    /// Splits an event's data.
    ///
    /// - Throws: `malformed` for bytes that are no JSON, `duplicate` where a personal member or the
    ///   customer stands twice.
    /// - Complexity: O(bytes).
    public init(
        splitting data: [UInt8],
        in range: Range<Int>? = nil,
        type: EventType
    ) throws(DataError) {
        var splitter = PayloadSplitter(data, range ?? 0..<data.count, type)
        self = try splitter.split()
    }

    /// The data in one piece again: public members, then personal ones, in the customer likewise.
    ///
    /// Splitting it gives the same payload.
    public func merged() -> [UInt8] {
        personalPart.isEmpty ? publicPart : PayloadMerger(self).merge()
    }

    /// The payload without its personal part.
    public var onlyPublic: Payload { Payload(publicPart: publicPart, personalPart: []) }

    /// Whether two payloads say the same, compared as JSON values.
    ///
    /// - Complexity: O(bytes) where they are the same bytes, else both are parsed.
    public func sameContent(as other: Payload) -> Bool {
        samePublicContent(as: other) && Self.areSame(personalPart, other.personalPart)
    }

    /// Whether the public parts of two payloads say the same: all that can be asked of an erased
    /// customer's events.
    public func samePublicContent(as other: Payload) -> Bool {
        Self.areSame(publicPart, other.publicPart)
    }

    private static func areSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left != right else { return true }
        guard !left.isEmpty, !right.isEmpty else { return false }
        guard let left = try? JSONValue(json: left), let right = try? JSONValue(json: right) else {
            return false
        }
        return left == right
    }
}

extension DataMember {
    /// The members of an event's data that are personal or have members that are, by raw value.
    static func split(in type: EventType) -> UInt128 {
        switch type {
        case .commented, .complaintOpened, .complaintClosed: splitWithText
        default: splitWithoutText
        }
    }

    private static let splitWithText = bits { $0 == .customer || $0.isPersonal(in: .commented) }
    private static let splitWithoutText = bits { $0 == .customer || $0.isPersonal(in: .placed) }

    private static func bits(_ isIn: (DataMember) -> Bool) -> UInt128 {
        allCases.reduce(0) { bits, member in
            isIn(member) ? bits | 1 << UInt128(member.rawValue) : bits
        }
    }

    /// Whether the member of an event's data is personal.
    func isPersonal(in type: EventType) -> Bool {
        switch self {
        case .invoiceName, .billingAddress, .shippingAddress, .details: true
        case .text: type == .commented || type == .complaintOpened || type == .complaintClosed
        default: false
        }
    }

    /// Whether the member of a customer is personal.
    var isPersonalOfCustomer: Bool { self == .name || self == .email || self == .phone }
}
