/// The kind of an event, by the code that its record header carries.
///
/// Codes are part of the format: a code is never given to another type. `unknown` stands for every
/// type this build does not know; the record then carries the type's name.
public enum EventType: UInt8, Sendable, Hashable, CaseIterable {
    case unknown = 0

    case cartOpened = 1
    case cartUpdated = 2
    case placed = 3

    case accepted = 10
    case confirmationOverdue = 11
    case approved = 12
    case detailsVerified = 13
    case procured = 14
    case resellerPaid = 15

    case amended = 20
    case commented = 21

    case complaintOpened = 25
    case complaintClosed = 26

    case cardRegistered = 30
    case cardReplaced = 31
    case paymentRequested = 32

    case paymentAuthorized = 40
    case authorizationVoided = 41
    case authorizationExpired = 42
    case paymentCaptured = 43
    case paymentDeclined = 44
    case refundRequested = 45
    case refundDeclined = 46
    case refunded = 47
    case disputeOpened = 48
    case disputeClosed = 49

    case invoiced = 60
    case creditNoteIssued = 61

    case sentToSupplier = 70
    case dispatched = 71
    case trackingUpdated = 72
    case delivered = 73
    case deliveryFailed = 74
    case returned = 75

    case billingEventFailed = 80
    case billingEventScheduled = 81
    case billingEventRescheduled = 82
    case billingEventSkipped = 83
    case billingEventsMerged = 84
    case paused = 85
    case resumed = 86

    case completed = 100
    case cancelled = 101
    case archived = 102
    case unarchived = 103

    case effectSucceeded = 110
    case effectFailed = 111

    case revoked = 120

    /// The genesis record of the ledger itself, always at position 1.
    case ledgerCreated = 200
    /// A deadline or a limit of the ledger got another value.
    case settingChanged = 201
    /// The ledger got a workflow of its user's own.
    case workflowAdded = 202
    /// The keys of a customer's personal data were destroyed.
    case customerErased = 203

    /// The lowest code of the types that only the ledger's own stream has.
    private static let firstOfLedger: UInt8 = 200

    /// Whether events of the type belong to the ledger's own stream and never to an order.
    public var isLedgerOwned: Bool { rawValue >= Self.firstOfLedger }

    /// The types that orders have, in the order of their codes.
    public static let ofOrders = allCases.filter { $0 != .unknown && !$0.isLedgerOwned }
}
