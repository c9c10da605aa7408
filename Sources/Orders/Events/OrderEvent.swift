/// A fact about one order, in the past tense, with its data.
///
/// The cases follow the table of the contract's section 2, axis by axis. Data that this build does
/// not know stays in the payload that the event was read from; the typed value carries what rules
/// and views need. Indirect, so that moving one through queues costs a word and not the largest
/// case.
public indirect enum OrderEvent: Sendable, Equatable {
    /// A customer began a cart.
    case cartOpened(OrderData)
    /// A cart changed; the data is merged into it, and null removes.
    case cartUpdated(OrderData)
    /// The order was placed, with the cart as its ground.
    case placed(OrderData)

    /// The seller took the order.
    case accepted
    /// The seller did not confirm in time.
    case confirmationOverdue
    /// The reseller or the system approved the order.
    case approved(by: Approver)
    /// The order's details were checked.
    case detailsVerified
    /// The goods were procured; without lines, all of them.
    case procured(skus: [String]?)
    /// The reseller passed the money on.
    case resellerPaid(amount: DecimalAmount?, currency: Currency?, reference: String?)

    /// Addresses, lines or the total changed.
    case amended(OrderData)
    /// Somebody wrote a comment.
    case commented(Comment)

    /// The customer complained.
    case complaintOpened(ComplaintOpened)
    /// A complaint was settled.
    case complaintClosed(complaint: String, outcome: ComplaintOutcome, text: String?)

    /// A card was registered for payments to come.
    case cardRegistered(Card)
    /// Another card takes the place of a registered one.
    case cardReplaced(Card)
    /// The customer was asked to pay.
    case paymentRequested(PaymentRequest)

    /// An amount is held on a card.
    case paymentAuthorized(MoneyEvent)
    /// A hold was given up.
    case authorizationVoided(MoneyEvent)
    /// A hold ran out.
    case authorizationExpired(MoneyEvent)
    /// Money was taken, or came in.
    case paymentCaptured(MoneyEvent)
    /// A payment, or the registration of a card, was declined.
    case paymentDeclined(PaymentDeclined)
    /// The customer asked for money back.
    case refundRequested(RefundRequested)
    /// A request for a refund was turned down.
    case refundDeclined(reason: String?)
    /// Money was given back.
    case refunded(MoneyEvent)
    /// The customer's bank disputes a payment.
    case disputeOpened(reference: String, amount: DecimalAmount, currency: Currency?)
    /// A dispute was won or lost.
    case disputeClosed(reference: String, outcome: DisputeOutcome)

    /// An invoice was issued.
    case invoiced(number: String?, dueAt: String?)
    /// A credit note was issued.
    case creditNoteIssued(
        number: String?,
        amount: DecimalAmount,
        currency: Currency?,
        invoice: String?
    )

    /// The order was passed on to a supplier.
    case sentToSupplier(SentToSupplier)
    /// Goods left; without lines, all that were left.
    case dispatched(Dispatch)
    /// A package has another tracking number.
    case trackingUpdated(tracking: String, package: String?)
    /// A package, or the whole order, arrived.
    case delivered(package: String?)
    /// A delivery failed.
    case deliveryFailed(package: String?, reason: String?)
    /// Goods came back.
    case returned([LineQuantity])

    /// The collection of a billing event was declined.
    case billingEventFailed(BillingEventFailed)
    /// A billing event was added to the plan.
    case billingEventScheduled(id: String?, dueOn: CalendarDate, amount: DecimalAmount)
    /// A billing event got another day or amount.
    case billingEventRescheduled(id: String, dueOn: CalendarDate?, amount: DecimalAmount?)
    /// A billing event is not collected.
    case billingEventSkipped(id: String)
    /// Billing events became one.
    case billingEventsMerged(ids: [String], into: String, dueOn: CalendarDate)
    /// Billing stands still, until a day or for now.
    case paused(until: String?)
    /// Billing goes on.
    case resumed

    /// The order came to its end.
    case completed(reason: String?)
    /// The order was called off.
    case cancelled(reason: String?)
    /// The order was put away.
    case archived(reason: String?)
    /// The order was taken out of the archive.
    case unarchived(reason: String?)

    /// What an event obliged somebody to do was done.
    case effectSucceeded(effect: String, reference: String?)
    /// What an event obliged somebody to do failed; it stays open.
    case effectFailed(effect: String, reason: String?)

    /// An event of the order was taken back: the order stands as if it had not been.
    case revoked(event: EventID, reason: String)

    /// A type that this build does not know: kept and reported, never dropped.
    case unknown(name: String)
}

/// Who approved: the reseller who collected the money, or the system after its own checks.
public enum Approver: UInt8, Sendable, Hashable, CaseIterable {
    /// The reseller who collected the money.
    case reseller = 1
    /// The system, after its own checks.
    case system = 2
}

/// How a customer pays.
public enum PaymentMethod: UInt8, Sendable, Hashable, CaseIterable {
    /// By card, through a gateway.
    case card = 1
    /// On account, against an invoice.
    case account = 2
    /// By bank transfer.
    case transfer = 3
    /// By cheque.
    case cheque = 4
    /// By a link to a page of the gateway.
    case link = 5
    /// At a terminal.
    case terminal = 6
    /// With a voucher.
    case voucher = 7
    /// In another way.
    case other = 8
}

/// Who hands the goods over: the platform (the default) or the seller.
public enum Fulfilment: UInt8, Sendable, Hashable, CaseIterable {
    /// The platform hands them over.
    case platform = 1
    /// The seller hands them over.
    case seller = 2
}

/// Whether a decline may be tried again.
public enum Decline: UInt8, Sendable, Hashable, CaseIterable {
    /// It may be tried again.
    case soft = 1
    /// Trying again is of no use.
    case hard = 2
}

/// The way a payment was asked for.
public enum PaymentChannel: UInt8, Sendable, Hashable, CaseIterable {
    /// At a terminal.
    case terminal = 1
    /// By a link.
    case link = 2
    /// By e-mail.
    case email = 3
    /// By text message.
    case sms = 4
}

/// Who started a retry.
public enum RetryKind: UInt8, Sendable, Hashable, CaseIterable {
    /// Somebody.
    case manual = 1
    /// The billing service by itself.
    case automatic = 2
}

/// What a complaint is about.
public enum ComplaintKind: UInt8, Sendable, Hashable, CaseIterable {
    /// Goods did not arrive.
    case undelivered = 1
    /// Goods arrived with a fault.
    case defective = 2
    /// Something else.
    case other = 3
}

/// How a complaint ended.
public enum ComplaintOutcome: UInt8, Sendable, Hashable, CaseIterable {
    /// Money was given back.
    case refunded = 1
    /// The goods were replaced.
    case replaced = 2
    /// It was turned down.
    case rejected = 3
    /// It was settled in another way.
    case resolved = 4
}

/// How a dispute ended, seen from the seller.
public enum DisputeOutcome: UInt8, Sendable, Hashable, CaseIterable {
    /// The seller keeps the money.
    case won = 1
    /// The money is gone.
    case lost = 2
}

/// Who may read a comment.
public enum Visibility: UInt8, Sendable, Hashable, CaseIterable {
    /// Only those who work on the order.
    case `private` = 1
    /// The customer, too.
    case customer = 2
}
