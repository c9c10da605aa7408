extension OrderEvent {
    /// Appends the event's data as compact JSON, members in the order of the contract.
    ///
    /// Reading it again gives the same event; `unknown` has no data but what came with it and
    /// appends `{}`.
    public func encodeData(into bytes: inout [UInt8]) {
        var own: [UInt8] = []
        swap(&own, &bytes)
        var writer = DataWriter(appendingTo: own)
        encode(to: &writer)
        bytes = writer.finish()
    }

    private func encode(to writer: inout DataWriter) {
        switch self {
        case .cartOpened(let data), .cartUpdated(let data), .placed(let data), .amended(let data):
            data.encode(to: &writer)
        case .approved(let approver): writer.word(.by, approver)
        case .procured(let skus):
            writer.lines(skus?.map { LineQuantity(sku: $0, quantity: nil) })
        case .commented(let comment): comment.encode(to: &writer)
        case .complaintOpened(let complaint): complaint.encode(to: &writer)
        case .complaintClosed(let complaint, let outcome, let text):
            writer.text(.complaint, complaint)
            writer.word(.outcome, outcome)
            writer.text(.text, text)
        case .completed(let reason), .cancelled(let reason), .archived(let reason),
            .unarchived(let reason), .refundDeclined(let reason):
            writer.text(.reason, reason)
        case .effectSucceeded(let effect, let reference):
            writer.text(.effect, effect)
            writer.text(.reference, reference)
        case .effectFailed(let effect, let reason):
            writer.text(.effect, effect)
            writer.text(.reason, reason)
        case .revoked(let event, let reason):
            writer.text(.event, event.rawValue)
            writer.text(.reason, reason)
        default:
            encodeMoney(to: &writer)
            encodeGoods(to: &writer)
            encodeSchedule(to: &writer)
        }
    }

    private func encodeMoney(to writer: inout DataWriter) {
        switch self {
        case .paymentAuthorized(let money), .authorizationVoided(let money),
            .authorizationExpired(let money), .paymentCaptured(let money), .refunded(let money):
            money.encode(to: &writer)
        case .paymentDeclined(let declined): declined.encode(to: &writer)
        case .refundRequested(let requested): requested.encode(to: &writer)
        case .cardRegistered(let card), .cardReplaced(let card): card.encode(to: &writer)
        case .paymentRequested(let request):
            writer.word(.channel, request.channel)
            writer.text(.expiresAt, request.expiresAt)
        case .resellerPaid(let amount, let currency, let reference):
            writer.amount(.amount, amount)
            writer.currency(currency)
            writer.text(.reference, reference)
        case .disputeOpened(let reference, let amount, let currency):
            writer.text(.reference, reference)
            writer.amount(.amount, amount)
            writer.currency(currency)
        case .disputeClosed(let reference, let outcome):
            writer.text(.reference, reference)
            writer.word(.outcome, outcome)
        case .invoiced(let number, let dueAt):
            writer.text(.number, number)
            writer.text(.dueAt, dueAt)
        case .creditNoteIssued(let number, let amount, let currency, let invoice):
            writer.text(.number, number)
            writer.amount(.amount, amount)
            writer.currency(currency)
            writer.text(.invoice, invoice)
        default: break
        }
    }

    private func encodeGoods(to writer: inout DataWriter) {
        switch self {
        case .sentToSupplier(let sent):
            writer.text(.supplier, sent.supplier)
            writer.text(.reference, sent.reference)
            writer.lines(sent.lines)
        case .dispatched(let dispatch):
            writer.text(.tracking, dispatch.tracking)
            writer.text(.carrier, dispatch.carrier)
            writer.text(.package, dispatch.package)
            writer.lines(dispatch.lines)
        case .trackingUpdated(let tracking, let package):
            writer.text(.tracking, tracking)
            writer.text(.package, package)
        case .delivered(let package): writer.text(.package, package)
        case .deliveryFailed(let package, let reason):
            writer.text(.package, package)
            writer.text(.reason, reason)
        case .returned(let lines): writer.lines(lines)
        default: break
        }
    }

    private func encodeSchedule(to writer: inout DataWriter) {
        switch self {
        case .billingEventFailed(let failed): failed.encode(to: &writer)
        case .billingEventScheduled(let id, let dueOn, let amount):
            writer.text(.billingEvent, id)
            writer.date(.dueOn, dueOn)
            writer.amount(.amount, amount)
        case .billingEventRescheduled(let id, let dueOn, let amount):
            writer.text(.billingEvent, id)
            writer.date(.dueOn, dueOn)
            writer.amount(.amount, amount)
        case .billingEventSkipped(let id): writer.text(.billingEvent, id)
        case .billingEventsMerged(let ids, let into, let dueOn):
            writer.list(.billingEvents, ids) { $0.json.string($1) }
            writer.object(.into) { writer in
                writer.text(.id, into)
                writer.date(.dueOn, dueOn)
            }
        case .paused(let until): writer.text(.until, until)
        default: break
        }
    }
}
