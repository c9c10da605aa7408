/// The kind of an event, by the code that its record header carries.
///
/// Codes are part of the format: a code is never given to another type. `unknown` stands for every
/// type this build does not know; the record then carries the type's name.
public enum EventType: UInt8, Sendable, Hashable, CaseIterable {
    /// A type, or a version of one, that this build does not know.
    case unknown = 0

    /// A customer began a cart.
    case cartOpened = 1
    /// A cart changed; the data is merged into it, and null removes.
    case cartUpdated = 2
    /// The order was placed, with the cart as its ground.
    case placed = 3

    /// The seller took the order.
    case accepted = 10
    /// The seller did not confirm in time.
    case confirmationOverdue = 11
    /// The reseller or the system approved the order.
    case approved = 12
    /// The order's details were checked.
    case detailsVerified = 13
    /// The goods were procured; without lines, all of them.
    case procured = 14
    /// The reseller passed the money on.
    case resellerPaid = 15

    /// Addresses, lines or the total changed.
    case amended = 20
    /// Somebody wrote a comment.
    case commented = 21

    /// The customer complained.
    case complaintOpened = 25
    /// A complaint was settled.
    case complaintClosed = 26

    /// A card was registered for payments to come.
    case cardRegistered = 30
    /// Another card takes the place of a registered one.
    case cardReplaced = 31
    /// The customer was asked to pay.
    case paymentRequested = 32

    /// An amount is held on a card.
    case paymentAuthorized = 40
    /// A hold was given up.
    case authorizationVoided = 41
    /// A hold ran out.
    case authorizationExpired = 42
    /// Money was taken, or came in.
    case paymentCaptured = 43
    /// A payment, or the registration of a card, was declined.
    case paymentDeclined = 44
    /// The customer asked for money back.
    case refundRequested = 45
    /// A request for a refund was turned down.
    case refundDeclined = 46
    /// Money was given back.
    case refunded = 47
    /// The customer's bank disputes a payment.
    case disputeOpened = 48
    /// A dispute was won or lost.
    case disputeClosed = 49

    /// An invoice was issued.
    case invoiced = 60
    /// A credit note was issued.
    case creditNoteIssued = 61

    /// The order was passed on to a supplier.
    case sentToSupplier = 70
    /// Goods left; without lines, all that were left.
    case dispatched = 71
    /// A package has another tracking number.
    case trackingUpdated = 72
    /// A package, or the whole order, arrived.
    case delivered = 73
    /// A delivery failed.
    case deliveryFailed = 74
    /// Goods came back.
    case returned = 75

    /// The collection of a billing event was declined.
    case billingEventFailed = 80
    /// A billing event was added to the plan.
    case billingEventScheduled = 81
    /// A billing event got another day or amount.
    case billingEventRescheduled = 82
    /// A billing event is not collected.
    case billingEventSkipped = 83
    /// Billing events became one.
    case billingEventsMerged = 84
    /// Billing stands still, until a day or for now.
    case paused = 85
    /// Billing goes on.
    case resumed = 86

    /// The order came to its end.
    case completed = 100
    /// The order was called off.
    case cancelled = 101
    /// The order was put away.
    case archived = 102
    /// The order was taken out of the archive.
    case unarchived = 103

    /// What an event obliged somebody to do was done.
    case effectSucceeded = 110
    /// What an event obliged somebody to do failed; it stays open.
    case effectFailed = 111

    /// An event of the order was taken back: the order stands as if it had not been.
    case revoked = 120

    /// The genesis record of the ledger itself, always at position 1.
    case ledgerCreated = 200
    /// A deadline or a limit of the ledger got another value.
    case settingChanged = 201
    /// The ledger got a workflow of its user's own.
    case workflowAdded = 202
    /// The keys of a customer's personal data were destroyed.
    case customerErased = 203
    /// A follower is to try again what it could not handle of an order.
    case followerRetried = 204
    /// A follower is to pass over what it could not handle of an order.
    case followerSkipped = 205

    /// The lowest code of the types that only the ledger's own stream has.
    private static let firstOfLedger: UInt8 = 200

    /// Whether events of the type belong to the ledger's own stream and never to an order.
    public var isLedgerOwned: Bool { rawValue >= Self.firstOfLedger }

    /// The types that orders have, in the order of their codes.
    public static let ofOrders = allCases.filter { $0 != .unknown && !$0.isLedgerOwned }
}
