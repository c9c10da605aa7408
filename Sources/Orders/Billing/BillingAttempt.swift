/// An attempt to collect a billing event, as its payment service told of it.
public struct BillingAttempt: Sendable, Equatable {
    /// When it happened.
    public let at: Timestamp
    /// How it was declined; nothing where the money came.
    public let decline: Decline?
    /// What came, in minor units of the order's currency.
    public let amount: Int64?
    /// The transaction's name at the gateway.
    public let reference: String?
    /// Why it was declined, in the gateway's words.
    public let code: String?
    /// Who started an attempt that was declined.
    public let retry: RetryKind?
}

extension OrderState {
    /// The attempts to collect billing events, by the name that each gives, in the order of the
    /// times at which they happened; those that were taken back are left out.
    ///
    /// - Complexity: O(events log events).
    public var billingAttempts: [String: [BillingAttempt]] {
        guard agenda.billing != nil else { return [:] }
        var attempts: [String: [BillingAttempt]] = [:]
        for event in standingByTime {
            switch event.event {
            case .paymentCaptured(let money):
                guard let name = money.billingEvent else { continue }
                let attempt = BillingAttempt(
                    at: event.occurredAt,
                    decline: nil,
                    amount: minorUnits(of: event, in: core.currency),
                    reference: money.reference,
                    code: nil,
                    retry: nil
                )
                attempts[name, default: []].append(attempt)
            case .billingEventFailed(let failed):
                let attempt = BillingAttempt(
                    at: event.occurredAt,
                    decline: failed.decline,
                    amount: nil,
                    reference: nil,
                    code: failed.code,
                    retry: failed.retry ?? .manual
                )
                attempts[failed.billingEvent, default: []].append(attempt)
            default:
                continue
            }
        }
        return attempts
    }

    /// The event of the card that is to be charged: the one that was registered, or came in the
    /// place of another, last; nothing where there is no card.
    public var cardInForce: RecordedEvent? {
        standingByTime.last { event in
            switch event.event {
            case .cardRegistered, .cardReplaced: true
            default: false
            }
        }
    }
}
