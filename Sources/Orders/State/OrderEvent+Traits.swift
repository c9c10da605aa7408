extension OrderEvent {
    /// The marks that the event sets by its own data.
    var traits: EventTraits {
        switch self {
        case .procured(let skus): skus?.isEmpty == false ? .lines : []
        case .dispatched(let dispatch):
            EventTraits(lines: dispatch.lines, package: dispatch.package)
                .union(dispatch.tracking.isNilOrEmpty ? [] : .tracking)
        case .trackingUpdated(let tracking, let package):
            EventTraits(package: package).union(tracking.isEmpty ? [] : .tracking)
        case .delivered(let package), .deliveryFailed(let package, _):
            EventTraits(package: package)
        case .returned: .lines
        case .sentToSupplier(let sent): EventTraits(lines: sent.lines, reference: sent.reference)
        case .refundRequested(let request): EventTraits(lines: request.lines)
        case .complaintOpened(let opened): EventTraits(lines: opened.lines)
        case .commented(let comment): comment.notify == true ? .notify : []
        case .disputeOpened, .disputeClosed: .reference
        case .resellerPaid(_, _, let reference): EventTraits(reference: reference)
        case .billingEventFailed, .billingEventSkipped, .billingEventRescheduled,
            .billingEventsMerged:
            .billingEvent
        case .billingEventScheduled(let id, _, _): id == nil ? [] : .billingEvent
        case .effectSucceeded(_, let reference): EventTraits(reference: reference).union(.effect)
        case .effectFailed: .effect
        default: money.map(EventTraits.init) ?? []
        }
    }

    /// The raw value of the payment method that the event names.
    var method: UInt8 { money?.method?.rawValue ?? 0 }

    /// The raw value of the event's own enumeration.
    var variant: UInt8 {
        switch self {
        case .approved(let by): by.rawValue
        // A decline says more than one thing that schedules rest on; the second is in the high
        // half.
        case .paymentDeclined(let declined):
            declined.decline.rawValue | (declined.channel?.rawValue ?? 0) << 4
        case .billingEventFailed(let failed):
            failed.decline.rawValue | (failed.retry?.rawValue ?? 0) << 4
        case .complaintOpened(let opened): opened.kind.rawValue
        case .complaintClosed(_, let outcome, _): outcome.rawValue
        case .disputeClosed(_, let outcome): outcome.rawValue
        case .paymentRequested(let request): request.channel?.rawValue ?? 0
        case .commented(let comment): comment.visibility?.rawValue ?? 0
        default: 0
        }
    }
}

extension EventTraits {
    init(lines: [LineQuantity]? = nil, package: String? = nil, reference: String? = nil) {
        self = []
        // An empty list names no lines, as if it were not there.
        if lines?.isEmpty == false { insert(.lines) }
        if package != nil { insert(.package) }
        if reference != nil { insert(.reference) }
    }

    init(_ money: MoneyEvent) {
        self.init(lines: money.lines, reference: money.reference)
        if money.billingEvent != nil { insert(.billingEvent) }
        if money.effect != nil { insert(.effect) }
    }
}

extension String? {
    fileprivate var isNilOrEmpty: Bool { self?.isEmpty ?? true }
}
