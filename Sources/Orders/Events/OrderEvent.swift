/// A fact about one order, in the past tense, with its data.
///
/// The cases follow the table of the contract's section 2, axis by axis. Data that this build does
/// not know stays in the payload that the event was read from; the typed value carries what rules
/// and views need. Indirect, so that moving one through queues costs a word and not the largest
/// case.
public indirect enum OrderEvent: Sendable, Equatable {
    case cartOpened(OrderData)
    case cartUpdated(OrderData)
    case placed(OrderData)

    case accepted
    case confirmationOverdue
    case approved(by: Approver)
    case detailsVerified
    case procured(skus: [String]?)
    case resellerPaid(amount: DecimalAmount?, currency: Currency?, reference: String?)

    case amended(OrderData)
    case commented(Comment)

    case complaintOpened(ComplaintOpened)
    case complaintClosed(complaint: String, outcome: ComplaintOutcome, text: String?)

    case cardRegistered(Card)
    case cardReplaced(Card)
    case paymentRequested(PaymentRequest)

    case paymentAuthorized(MoneyEvent)
    case authorizationVoided(MoneyEvent)
    case authorizationExpired(MoneyEvent)
    case paymentCaptured(MoneyEvent)
    case paymentDeclined(PaymentDeclined)
    case refundRequested(RefundRequested)
    case refundDeclined(reason: String?)
    case refunded(MoneyEvent)
    case disputeOpened(reference: String, amount: DecimalAmount, currency: Currency?)
    case disputeClosed(reference: String, outcome: DisputeOutcome)

    case invoiced(number: String?, dueAt: String?)
    case creditNoteIssued(
        number: String?,
        amount: DecimalAmount,
        currency: Currency?,
        invoice: String?
    )

    case sentToSupplier(SentToSupplier)
    case dispatched(Dispatch)
    case trackingUpdated(tracking: String, package: String?)
    case delivered(package: String?)
    case deliveryFailed(package: String?, reason: String?)
    case returned([LineQuantity])

    case billingEventFailed(BillingEventFailed)
    case billingEventScheduled(id: String?, dueOn: CalendarDate, amount: DecimalAmount)
    case billingEventRescheduled(id: String, dueOn: CalendarDate?, amount: DecimalAmount?)
    case billingEventSkipped(id: String)
    case billingEventsMerged(ids: [String], into: String, dueOn: CalendarDate)
    case paused(until: String?)
    case resumed

    case completed(reason: String?)
    case cancelled(reason: String?)
    case archived(reason: String?)
    case unarchived(reason: String?)

    case effectSucceeded(effect: String, reference: String?)
    case effectFailed(effect: String, reason: String?)

    case revoked(event: EventID, reason: String)

    /// A type that this build does not know: kept and reported, never dropped.
    case unknown(name: String)
}

/// Who approved: the reseller who collected the money, or the system after its own checks.
public enum Approver: UInt8, Sendable, Hashable, CaseIterable {
    case reseller = 1
    case system = 2
}

/// How a customer pays.
public enum PaymentMethod: UInt8, Sendable, Hashable, CaseIterable {
    case card = 1
    case account = 2
    case transfer = 3
    case cheque = 4
    case link = 5
    case terminal = 6
    case voucher = 7
    case other = 8
}

/// Who hands the goods over: the platform (the default) or the seller.
public enum Fulfilment: UInt8, Sendable, Hashable, CaseIterable {
    case platform = 1
    case seller = 2
}

/// Whether a decline may be tried again.
public enum Decline: UInt8, Sendable, Hashable, CaseIterable {
    case soft = 1
    case hard = 2
}

/// The way a payment was asked for.
public enum PaymentChannel: UInt8, Sendable, Hashable, CaseIterable {
    case terminal = 1
    case link = 2
    case email = 3
    case sms = 4
}

/// Who started a retry.
public enum RetryKind: UInt8, Sendable, Hashable, CaseIterable {
    case manual = 1
    case automatic = 2
}

/// What a complaint is about.
public enum ComplaintKind: UInt8, Sendable, Hashable, CaseIterable {
    case undelivered = 1
    case defective = 2
    case other = 3
}

/// How a complaint ended.
public enum ComplaintOutcome: UInt8, Sendable, Hashable, CaseIterable {
    case refunded = 1
    case replaced = 2
    case rejected = 3
    case resolved = 4
}

/// How a dispute ended, seen from the seller.
public enum DisputeOutcome: UInt8, Sendable, Hashable, CaseIterable {
    case won = 1
    case lost = 2
}

/// Who may read a comment.
public enum Visibility: UInt8, Sendable, Hashable, CaseIterable {
    case `private` = 1
    case customer = 2
}
