extension OrderEvent {
    /// The data of an event that moves money between accounts or holds it.
    package var money: MoneyEvent? {
        switch self {
        case .paymentAuthorized(let money), .authorizationVoided(let money),
            .authorizationExpired(let money), .paymentCaptured(let money), .refunded(let money):
            money
        default:
            nil
        }
    }

    /// The amount that the event names, and the currency that it names beside it.
    var namedAmount: (amount: DecimalAmount, currency: Currency?)? {
        if let money { return (money.amount, money.currency) }
        switch self {
        case .resellerPaid(let amount, let currency, _):
            return amount.map { ($0, currency) }
        case .paymentDeclined(let declined):
            return declined.amount.map { ($0, declined.currency) }
        case .refundRequested(let request):
            return request.amount.map { ($0, request.currency) }
        case .disputeOpened(_, let amount, let currency):
            return (amount, currency)
        case .creditNoteIssued(_, let amount, let currency, _):
            return (amount, currency)
        case .billingEventScheduled(_, _, let amount):
            return (amount, nil)
        case .billingEventRescheduled(_, _, let amount):
            return amount.map { ($0, nil) }
        default:
            return nil
        }
    }
}

extension EventType {
    /// Whether the event may name the order's workflow: carts, and the order itself.
    var namesWorkflow: Bool { self == .cartOpened || self == .cartUpdated || self == .placed }

    /// Whether the event's amount goes into a sum of the order.
    var movesMoney: Bool {
        switch self {
        case .paymentAuthorized, .authorizationVoided, .authorizationExpired, .paymentCaptured,
            .refunded, .disputeOpened:
            true
        default:
            false
        }
    }
}

extension OrderState {
    /// The amount of an event in the order's currency; nothing where it does not count: the
    /// currency is not known yet, is another, or has fewer decimals.
    func minorUnits(of event: RecordedEvent, in currency: Currency?) -> Int64? {
        guard let currency, event.digest.type.movesMoney, let named = event.event.namedAmount,
            named.currency == nil || named.currency == currency
        else { return nil }
        return named.amount.minorUnits(in: currency)
    }
}
