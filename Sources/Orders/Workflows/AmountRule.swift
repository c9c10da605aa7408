/// A rule on amounts and quantities; all workflows share them, after their own rows.
public struct AmountRule: Sendable, Hashable {
    /// The events that the rule may turn away.
    public let events: EventTypeSet
    /// The refusal that it leads to.
    public let code: Refusal.Code
    /// When it turns them away.
    public let sentence: String

    private static let money: EventTypeSet = [
        .paymentAuthorized, .authorizationVoided, .authorizationExpired, .paymentCaptured,
        .refunded, .disputeOpened, .creditNoteIssued, .resellerPaid, .refundRequested,
        .paymentDeclined, .billingEventScheduled, .billingEventRescheduled,
    ]
    private static let goods: EventTypeSet = [
        .dispatched, .returned, .procured, .refunded, .refundRequested, .complaintOpened,
        .sentToSupplier,
    ]

    /// The rules, in the order in which they are tested.
    public static let all: [AmountRule] = [
        AmountRule(
            events: money,
            code: .amountNotPositive,
            sentence: "the amount is not above zero"
        ),
        AmountRule(
            events: [.placed, .amended],
            code: .totalMismatch,
            sentence: "lines, shipping, tax and discount do not add up to the given total"
        ),
        AmountRule(
            events: money.union([.amended]),
            code: .currencyMismatch,
            sentence: "the event names another currency than the order's"
        ),
        AmountRule(
            events: [.refunded],
            code: .exceedsCaptured,
            sentence: "more would be refunded than was captured, on account than the total"
        ),
        AmountRule(
            events: [.paymentCaptured],
            code: .exceedsAuthorized,
            sentence: "the capture carries an authorization's reference, and less is left of it"
        ),
        AmountRule(
            events: goods,
            code: .unknownLine,
            sentence: "the order has no line with the SKU"
        ),
        AmountRule(
            events: goods.union([.amended]),
            code: .exceedsOrdered,
            sentence: "more pieces are named than are ordered, left or dispatched"
        ),
        AmountRule(
            events: [.disputeClosed],
            code: .unknownReference,
            sentence: "no dispute with the reference was opened"
        ),
        AmountRule(
            events: [.revoked],
            code: .notRevocable,
            sentence: "something later rests on the event, or there is no such event"
        ),
    ]
}
