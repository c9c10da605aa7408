extension OrderEvent {
    /// Cards, payments, refunds, disputes and their papers.
    static func money(_ type: EventType, _ fields: DataFields) throws(DataError) -> OrderEvent {
        switch type {
        case .paymentAuthorized: return .paymentAuthorized(try MoneyEvent(fields))
        case .authorizationVoided: return .authorizationVoided(try MoneyEvent(fields))
        case .authorizationExpired: return .authorizationExpired(try MoneyEvent(fields))
        case .paymentCaptured: return .paymentCaptured(try MoneyEvent(fields))
        case .refunded: return .refunded(try MoneyEvent(fields))
        case .paymentDeclined: return .paymentDeclined(try PaymentDeclined(fields))
        case .refundRequested: return .refundRequested(try RefundRequested(fields))
        case .refundDeclined: return .refundDeclined(reason: try fields.text(.reason))
        case .cardRegistered: return .cardRegistered(try Card(fields))
        case .cardReplaced: return .cardReplaced(try Card(fields))
        case .paymentRequested: return .paymentRequested(try PaymentRequest(fields))
        case .resellerPaid: return try resellerPaid(fields)
        case .disputeOpened, .disputeClosed: return try dispute(type, fields)
        case .invoiced:
            return .invoiced(
                number: try fields.text(.number),
                dueAt: try fields.moment(.dueAt)
            )
        case .creditNoteIssued: return try creditNote(fields)
        default: return .unknown(name: type.name)
        }
    }

    private static func resellerPaid(_ fields: DataFields) throws(DataError) -> OrderEvent {
        let currency = try fields.currency(.currency)
        return .resellerPaid(
            amount: try fields.amount(.amount, in: currency),
            currency: currency,
            reference: try fields.text(.reference)
        )
    }

    private static func dispute(
        _ type: EventType,
        _ fields: DataFields
    ) throws(DataError) -> OrderEvent {
        let reference = try fields.required(.reference, try fields.text(.reference))
        guard type == .disputeOpened else {
            let outcome: DisputeOutcome = try fields.required(.outcome, try fields.word(.outcome))
            return .disputeClosed(reference: reference, outcome: outcome)
        }
        let currency = try fields.currency(.currency)
        let amount = try fields.required(.amount, try fields.amount(.amount, in: currency))
        return .disputeOpened(reference: reference, amount: amount, currency: currency)
    }

    private static func creditNote(_ fields: DataFields) throws(DataError) -> OrderEvent {
        let currency = try fields.currency(.currency)
        return .creditNoteIssued(
            number: try fields.text(.number),
            amount: try fields.required(.amount, try fields.amount(.amount, in: currency)),
            currency: currency,
            invoice: try fields.text(.invoice)
        )
    }
}

extension MoneyEvent {
    init(_ fields: DataFields) throws(DataError) {
        currency = try fields.currency(.currency)
        amount = try fields.required(.amount, try fields.amount(.amount, in: currency))
        reference = try fields.text(.reference)
        method = try fields.word(.method)
        reason = try fields.text(.reason)
        billingEvent = try fields.text(.billingEvent)
        effect = try fields.text(.effect)
        expiresAt = try fields.moment(.expiresAt)
        lines = try fields.lineQuantities()
    }
}

extension PaymentDeclined {
    init(_ fields: DataFields) throws(DataError) {
        decline = try fields.required(.decline, try fields.word(.decline))
        currency = try fields.currency(.currency)
        amount = try fields.amount(.amount, in: currency)
        code = try fields.text(.code)
        channel = try fields.word(.channel)
    }
}

extension RefundRequested {
    init(_ fields: DataFields) throws(DataError) {
        currency = try fields.currency(.currency)
        amount = try fields.amount(.amount, in: currency)
        reason = try fields.text(.reason)
        lines = try fields.lineQuantities()
    }
}

extension Card {
    init(_ fields: DataFields) throws(DataError) {
        card = try fields.text(.card)
        brand = try fields.text(.brand)
        last4 = try fields.text(.last4)
        expires = try fields.text(.expires)
        replaces = try fields.text(.replaces)
    }
}

extension PaymentRequest {
    init(_ fields: DataFields) throws(DataError) {
        channel = try fields.word(.channel)
        expiresAt = try fields.moment(.expiresAt)
    }
}
