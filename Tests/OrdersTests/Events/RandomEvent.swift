import Orders

extension SeededDice {
    /// A random event of a type, with any of its members there or not.
    mutating func event(_ type: EventType) -> OrderEvent {
        switch type {
        case .cartOpened: .cartOpened(orderData(priced: false))
        case .cartUpdated: .cartUpdated(orderData(priced: false))
        case .placed: .placed(orderData(priced: true))
        case .amended: .amended(orderData(priced: true))
        case .accepted: .accepted
        case .confirmationOverdue: .confirmationOverdue
        case .detailsVerified: .detailsVerified
        case .resumed: .resumed
        case .approved: .approved(by: word())
        case .procured: .procured(skus: maybe { dice in [dice.text(), dice.text()] })
        case .commented: .commented(comment())
        case .complaintOpened: .complaintOpened(complaint())
        case .complaintClosed:
            .complaintClosed(complaint: text(), outcome: word(), text: maybe { $0.text() })
        case .completed: .completed(reason: maybe { $0.text() })
        case .cancelled: .cancelled(reason: maybe { $0.text() })
        case .archived: .archived(reason: maybe { $0.text() })
        case .unarchived: .unarchived(reason: maybe { $0.text() })
        case .effectSucceeded: .effectSucceeded(effect: text(), reference: maybe { $0.text() })
        case .effectFailed: .effectFailed(effect: text(), reason: maybe { $0.text() })
        case .revoked: .revoked(event: eventID(), reason: text())
        case .unknown, .ledgerCreated, .settingChanged, .workflowAdded, .customerErased,
            .followerRetried, .followerSkipped:
            .unknown(name: type.name)
        default: moneyEvent(type) ?? goodsEvent(type) ?? scheduleEvent(type)
        }
    }

    private mutating func moneyEvent(_ type: EventType) -> OrderEvent? {
        switch type {
        case .paymentAuthorized: .paymentAuthorized(money())
        case .authorizationVoided: .authorizationVoided(money())
        case .authorizationExpired: .authorizationExpired(money())
        case .paymentCaptured: .paymentCaptured(money())
        case .refunded: .refunded(money())
        case .paymentDeclined: .paymentDeclined(declined())
        case .refundRequested: .refundRequested(refundRequested())
        case .refundDeclined: .refundDeclined(reason: maybe { $0.text() })
        case .cardRegistered: .cardRegistered(card())
        case .cardReplaced: .cardReplaced(card())
        case .paymentRequested: .paymentRequested(paymentRequest())
        case .resellerPaid:
            .resellerPaid(
                amount: maybe { $0.amount(2) },
                currency: nil,
                reference: maybe { $0.text() }
            )
        case .disputeOpened: .disputeOpened(reference: text(), amount: amount(2), currency: euro)
        case .disputeClosed: .disputeClosed(reference: text(), outcome: word())
        case .invoiced: .invoiced(number: maybe { $0.text() }, dueAt: maybe { $0.moment() })
        case .creditNoteIssued:
            .creditNoteIssued(
                number: maybe { $0.text() },
                amount: amount(2),
                currency: euro,
                invoice: maybe { $0.text() }
            )
        default: nil
        }
    }

    private mutating func goodsEvent(_ type: EventType) -> OrderEvent? {
        switch type {
        case .sentToSupplier: .sentToSupplier(sentToSupplier())
        case .dispatched: .dispatched(dispatch())
        case .trackingUpdated: .trackingUpdated(tracking: text(), package: maybe { $0.text() })
        case .delivered: .delivered(package: maybe { $0.text() })
        case .deliveryFailed:
            .deliveryFailed(package: maybe { $0.text() }, reason: maybe { $0.text() })
        case .returned: .returned(lines(counted: true))
        default: nil
        }
    }

    private mutating func scheduleEvent(_ type: EventType) -> OrderEvent {
        switch type {
        case .billingEventFailed: .billingEventFailed(failed())
        case .billingEventScheduled:
            .billingEventScheduled(id: maybe { $0.text() }, dueOn: date(), amount: amount(2))
        case .billingEventRescheduled:
            .billingEventRescheduled(
                id: text(),
                dueOn: maybe { $0.date() },
                amount: maybe { $0.amount(2) }
            )
        case .billingEventSkipped: .billingEventSkipped(id: text())
        case .billingEventsMerged:
            .billingEventsMerged(ids: [text(), text()], into: text(), dueOn: date())
        default: .paused(until: maybe { $0.moment() })
        }
    }

    private mutating func eventID() -> EventID {
        EventID("event-\(number(0...999))") ?? eventID()
    }
}

extension SeededDice {
    var euro: Currency? { Currency(code: "EUR") }

    mutating func word<Word: ContractWord>() -> Word { pick(Array(Word.allCases)) }

    mutating func amount(_ digits: Int) -> DecimalAmount {
        let count = number(0...digits)
        let unit = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1][count]
        return DecimalAmount(
            millionths: Int64(number(0...10_000_000) * unit),
            fractionDigits: UInt8(count)
        )
    }

    mutating func date() -> CalendarDate {
        CalendarDate(daysSince1970: Int32(number(-10_000...40_000)))
    }

    mutating func moment() -> String {
        happens(oneIn: 2)
            ? date().description
            : Timestamp(microseconds: Int64(number(0...2_000_000_000_000_000))).description
    }

    mutating func lines(counted: Bool) -> [LineQuantity] {
        (0..<number(0...3)).map { _ in
            let quantity = counted || happens(oneIn: 2) ? Int64(number(1...2_147_483_648)) : nil
            return LineQuantity(sku: text(), quantity: quantity)
        }
    }

    mutating func orderData(priced: Bool) -> OrderData {
        var data = OrderData()
        data.currency = maybe { $0.euro } ?? nil
        data.total = maybe { $0.amount(2) }
        data.lines = maybe { dice in
            (0..<dice.number(0...3)).map { _ in dice.line(priced: priced) }
        }
        data.workflow = maybe { $0.text() }
        data.customer = maybe { $0.customer() }
        data.shipping = maybe { $0.amount(2) }
        data.discount = maybe { $0.amount(2) }
        data.tax = maybe { $0.amount(2) }
        data.paymentMethod = maybe { $0.word() }
        data.fulfilment = maybe { $0.word() }
        data.seller = maybe { $0.text() }
        data.manufacturer = maybe { $0.text() }
        data.billing = maybe { _ in
            .object([.init("kind", .string("instalments")), .init("count", .number("4"))])
        }
        data.site = maybe { $0.text() }
        data.invoiceName = maybe { $0.text() }
        data.billingAddress = maybe { $0.object(depth: 2) }
        data.shippingAddress = maybe { .string($0.text()) }
        data.replaces = maybe { $0.text() }
        data.details = maybe { $0.object(depth: 3) }
        return data
    }

    private mutating func line(priced: Bool) -> OrderLine {
        var line = OrderLine(sku: text(), quantity: Int64(number(1...2_147_483_648)))
        line.title = maybe { $0.text() }
        line.variant = maybe { $0.text() }
        line.unitPrice = priced ? amount(6) : maybe { $0.amount(6) }
        line.tax = maybe { $0.amount(2) }
        line.tracked = maybe { $0.happens(oneIn: 2) }
        line.details = maybe { $0.object(depth: 2) }
        return line
    }

    private mutating func customer() -> Customer {
        var customer = Customer()
        customer.id = maybe { $0.text() }
        customer.name = maybe { $0.text() }
        customer.email = maybe { $0.text() }
        customer.phone = maybe { $0.text() }
        customer.country = maybe { $0.text() }
        return customer
    }

    private mutating func money() -> MoneyEvent {
        var money = MoneyEvent(amount: amount(2))
        money.currency = maybe { $0.euro } ?? nil
        money.reference = maybe { $0.text() }
        money.method = maybe { $0.word() }
        money.reason = maybe { $0.text() }
        money.billingEvent = maybe { $0.text() }
        money.effect = maybe { $0.text() }
        money.expiresAt = maybe { $0.moment() }
        money.lines = maybe { $0.lines(counted: false) }
        return money
    }

    private mutating func declined() -> PaymentDeclined {
        var declined = PaymentDeclined(decline: word())
        declined.amount = maybe { $0.amount(2) }
        declined.currency = maybe { $0.euro } ?? nil
        declined.code = maybe { $0.text() }
        declined.channel = maybe { $0.word() }
        return declined
    }

    private mutating func refundRequested() -> RefundRequested {
        var requested = RefundRequested()
        requested.amount = maybe { $0.amount(2) }
        requested.reason = maybe { $0.text() }
        requested.lines = maybe { $0.lines(counted: false) }
        return requested
    }

    private mutating func comment() -> Comment {
        var comment = Comment(text: text())
        comment.visibility = maybe { $0.word() }
        comment.notify = maybe { $0.happens(oneIn: 2) }
        return comment
    }

    private mutating func complaint() -> ComplaintOpened {
        var complaint = ComplaintOpened(complaint: text(), kind: word())
        complaint.text = maybe { $0.text() }
        complaint.lines = maybe { $0.lines(counted: false) }
        return complaint
    }

    private mutating func card() -> Card {
        var card = Card()
        card.card = maybe { $0.text() }
        card.brand = maybe { $0.text() }
        card.last4 = maybe { $0.text() }
        card.expires = maybe { $0.text() }
        card.replaces = maybe { $0.text() }
        return card
    }

    private mutating func paymentRequest() -> PaymentRequest {
        var request = PaymentRequest()
        request.channel = maybe { $0.word() }
        request.expiresAt = maybe { $0.moment() }
        return request
    }

    private mutating func sentToSupplier() -> SentToSupplier {
        var sent = SentToSupplier()
        sent.supplier = maybe { $0.text() }
        sent.reference = maybe { $0.text() }
        sent.lines = maybe { $0.lines(counted: false) }
        return sent
    }

    private mutating func dispatch() -> Dispatch {
        var dispatch = Dispatch()
        dispatch.tracking = maybe { $0.text() }
        dispatch.carrier = maybe { $0.text() }
        dispatch.package = maybe { $0.text() }
        dispatch.lines = maybe { $0.lines(counted: true) }
        return dispatch
    }

    private mutating func failed() -> BillingEventFailed {
        var failed = BillingEventFailed(billingEvent: text(), decline: word())
        failed.code = maybe { $0.text() }
        failed.retryAt = maybe { $0.moment() }
        failed.retry = maybe { $0.word() }
        return failed
    }
}
