/// A set of kinds of effects; an event raises at most one of a kind.
public struct EffectKinds: OptionSet, Sendable, Hashable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The set of one kind.
    public init(_ kind: EffectKind) { rawValue = 1 << UInt16(kind.rawValue) }

    /// The set of some kinds.
    init(_ kinds: [EffectKind]) { self = kinds.reduce(into: []) { $0.insert(EffectKinds($1)) } }

    /// Only the capture of a payment.
    public static let capturePayment = EffectKinds(.capturePayment)
    /// Only the refund of a payment.
    public static let refundPayment = EffectKinds(.refundPayment)
    /// Only the release of a card hold.
    public static let releaseHold = EffectKinds(.releaseHold)
    /// Only the release of reserved pieces.
    public static let releaseStock = EffectKinds(.releaseStock)
    /// Only the reservation of pieces.
    public static let reserveStock = EffectKinds(.reserveStock)
    /// Only the record in a business system.
    public static let externalRecord = EffectKinds(.externalRecord)
    /// Only the word to a manufacturer.
    public static let notifyManufacturer = EffectKinds(.notifyManufacturer)
    /// Only the order to a supplier.
    public static let sendToSupplier = EffectKinds(.sendToSupplier)
    /// Only the collection of what is outstanding.
    public static let collectOutstanding = EffectKinds(.collectOutstanding)
    /// Only the mail to a customer.
    public static let mailCustomer = EffectKinds(.mailCustomer)

    /// Whether a kind is in the set.
    public func contains(_ kind: EffectKind) -> Bool { contains(EffectKinds(kind)) }

    /// The kinds, in the order of their codes.
    public var kinds: [EffectKind] {
        var kinds: [EffectKind] = []
        forEach { kinds.append($0) }
        return kinds
    }

    /// Hands each kind to a body, in the order of their codes.
    func forEach(_ body: (EffectKind) -> Void) {
        var rest = rawValue
        while rest != 0 {
            if let kind = EffectKind(rawValue: UInt8(rest.trailingZeroBitCount)) { body(kind) }
            rest &= rest - 1
        }
    }
}
