/// What somebody outside the ledger is obliged to do.
///
/// Codes are part of the format: a code is never given to another kind.
public enum EffectKind: UInt8, Sendable, Hashable, CaseIterable {
    /// Charge the card: everything was dispatched, and the order is not paid.
    case capturePayment = 1
    /// Pay money back the way it came.
    case refundPayment = 2
    /// Let go of what a card's issuer still holds.
    case releaseHold = 3
    /// Give reserved pieces back to stock.
    case releaseStock = 4
    /// Reserve pieces that were given back before.
    case reserveStock = 5
    /// Enter the order in the business system.
    case externalRecord = 6
    /// Tell the manufacturer that the order was not accepted in time.
    case notifyManufacturer = 7
    /// Hand the order on to its supplier.
    case sendToSupplier = 8
    /// Merge and collect what was declined or is overdue.
    case collectOutstanding = 9
    /// Tell the customer what happened.
    case mailCustomer = 10
}

extension EffectKind: ContractWord {
    public static let words = [
        "capturePayment", "refundPayment", "releaseHold", "releaseStock", "reserveStock",
        "externalRecord", "notifyManufacturer", "sendToSupplier", "collectOutstanding",
        "mailCustomer",
    ]

    /// The name as the contract spells it.
    public var name: String { word }
}

extension EffectKind {
    /// Whether the effect moves pieces in or out of stock.
    ///
    /// Such effects stay when the event that raised them is taken back: the way back is an effect
    /// of its own, so that what was released and what was reserved add up.
    public var movesStock: Bool { self == .releaseStock || self == .reserveStock }

    /// Whether an event of a type settles an effect of this kind that it names.
    ///
    /// Money counts only where its own event says that it moved; `effectSucceeded` says so of a
    /// refund alone.
    public func isSettled(by type: EventType) -> Bool {
        switch self {
        case .capturePayment: type == .paymentCaptured
        case .refundPayment: type == .refunded || type == .effectSucceeded
        case .releaseHold: type == .authorizationVoided
        case .sendToSupplier, .collectOutstanding: false
        case .releaseStock, .reserveStock, .externalRecord, .notifyManufacturer, .mailCustomer:
            type == .effectSucceeded
        }
    }

    /// The kind whose effects an event of a type ends without naming them, if there is one.
    public static func ended(by type: EventType) -> EffectKind? {
        switch type {
        case .sentToSupplier, .dispatched: .sendToSupplier
        case .billingEventsMerged: .collectOutstanding
        default: nil
        }
    }
}
