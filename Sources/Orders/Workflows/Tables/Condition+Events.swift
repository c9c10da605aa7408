extension PermissionRow.Condition {
    /// The events that can meet the condition or not; of any other it says nothing.
    public var events: EventTypeSet {
        switch self {
        case .none: .all
        case .withoutTracking: [.dispatched]
        case .partialAmount: [.refunded, .refundRequested]
        case .byReseller, .bySystem, .beforeHandOver: [.approved]
        case .attempt: .attempts
        case .unknownBillingEvent, .endedBillingEvent, .hardDeclinedBillingEvent,
            .usedUpBillingEvent, .lateForBillingEvent:
            .namingBillingEvents.union(.attempts)
        }
    }
}

extension EventTypeSet {
    /// Events that tell of an attempt to collect money.
    static let attempts: EventTypeSet = [
        .paymentCaptured, .billingEventFailed, .paymentDeclined,
    ]

    /// Events that name a billing event, or may.
    static let namingBillingEvents: EventTypeSet = [
        .paymentCaptured, .billingEventFailed, .billingEventScheduled, .billingEventRescheduled,
        .billingEventSkipped, .billingEventsMerged,
    ]
}
