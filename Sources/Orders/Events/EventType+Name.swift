extension EventType {
    /// The type with a name, or `unknown` where no type of this build has it.
    ///
    /// The ledger's own types cannot be made from names, so that nobody sends them as an order's.
    public init(name: String) { self.init(utf8Name: name.utf8.span) }

    /// The type with a name in bytes of UTF-8, or `unknown` where no type of this build has it.
    public init(utf8Name name: Span<UInt8>) {
        self = Self.table.index(of: name).map { Self.ofOrders[$0] } ?? .unknown
    }

    /// The name as the contract spells it, without the prefix of the interchange format.
    public var name: String { Self.names[Int(rawValue)] }

    /// The name of the type with a code; that of `unknown` where this build has none.
    package static func name(ofCode code: UInt8) -> String { names[Int(code)] }

    private static let table = NameTable(ofOrders.map { String(describing: $0) })

    private static let names: [String] = {
        var names = [String](repeating: String(describing: EventType.unknown), count: 256)
        for type in allCases { names[Int(type.rawValue)] = String(describing: type) }
        return names
    }()
}

extension OrderEvent {
    /// The type of the event, which its record header carries.
    public var type: EventType {
        switch self {
        case .cartOpened: .cartOpened
        case .cartUpdated: .cartUpdated
        case .placed: .placed
        case .accepted: .accepted
        case .confirmationOverdue: .confirmationOverdue
        case .approved: .approved
        case .detailsVerified: .detailsVerified
        case .procured: .procured
        case .resellerPaid: .resellerPaid
        case .amended: .amended
        case .commented: .commented
        case .complaintOpened: .complaintOpened
        case .complaintClosed: .complaintClosed
        case .cardRegistered: .cardRegistered
        case .cardReplaced: .cardReplaced
        case .paymentRequested: .paymentRequested
        case .paymentAuthorized: .paymentAuthorized
        case .authorizationVoided: .authorizationVoided
        case .authorizationExpired: .authorizationExpired
        case .paymentCaptured: .paymentCaptured
        case .paymentDeclined: .paymentDeclined
        case .refundRequested: .refundRequested
        case .refundDeclined: .refundDeclined
        case .refunded: .refunded
        case .disputeOpened: .disputeOpened
        case .disputeClosed: .disputeClosed
        case .invoiced: .invoiced
        case .creditNoteIssued: .creditNoteIssued
        case .sentToSupplier: .sentToSupplier
        case .dispatched: .dispatched
        case .trackingUpdated: .trackingUpdated
        case .delivered: .delivered
        case .deliveryFailed: .deliveryFailed
        case .returned: .returned
        case .billingEventFailed: .billingEventFailed
        case .billingEventScheduled: .billingEventScheduled
        case .billingEventRescheduled: .billingEventRescheduled
        case .billingEventSkipped: .billingEventSkipped
        case .billingEventsMerged: .billingEventsMerged
        case .paused: .paused
        case .resumed: .resumed
        case .completed: .completed
        case .cancelled: .cancelled
        case .archived: .archived
        case .unarchived: .unarchived
        case .effectSucceeded: .effectSucceeded
        case .effectFailed: .effectFailed
        case .revoked: .revoked
        case .unknown: .unknown
        }
    }
}
