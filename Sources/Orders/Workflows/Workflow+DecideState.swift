extension Workflow {
    /// Decides on an event with the order's whole state at hand.
    ///
    /// - Parameters:
    ///   - event: the event, with the digest that `OrderState.digest(of:)` made of it.
    ///   - patch: the data as it came, so that an amendment's null members are seen.
    ///   - occurredAt: when the event happened, for the deadlines that rows name.
    /// - Returns: nothing where the event is taken.
    /// - Complexity: O(lines) or O(events) where quantities or references decide; for `revoked`
    ///   O(events), each decided twice.
    public func decide(
        _ state: OrderState,
        _ event: OrderEvent,
        _ digest: EventDigest,
        at occurredAt: Timestamp,
        patch: JSONValue? = nil,
        settings: WorkflowSettings = .init()
    ) -> Refusal? {
        let billing =
            digest.traits.contains(.billingEvent)
            ? state.agenda.standing(of: event, at: occurredAt) : nil
        switch decide(state.core, digest, at: occurredAt, settings: settings, billing: billing) {
        case .accepted: return nil
        case .refused(let refusal): return refusal
        case .needsDetail:
            return decideDetails(state, event, digest, patch: patch, settings: settings)
        }
    }

    /// Decides on a recorded event as if it were the next of a history.
    public func decide(
        _ state: OrderState,
        _ event: RecordedEvent,
        settings: WorkflowSettings = .init()
    ) -> Refusal? {
        decide(
            state,
            event.event,
            event.digest,
            at: event.occurredAt,
            patch: event.patch,
            settings: settings
        )
    }

    /// Decides on what a header does not tell: quantities, references, the history.
    func decideDetails(
        _ state: OrderState,
        _ event: OrderEvent,
        _ digest: EventDigest,
        patch: JSONValue?,
        settings: WorkflowSettings
    ) -> Refusal? {
        switch event {
        case .revoked(let id, _): refuseRevocation(of: id, in: state, settings: settings)
        case .disputeClosed(let reference, _): state.refuseDispute(reference)
        case .paymentCaptured(let money): state.refuseCapture(money)
        case .amended(let data): state.refuseAmendment(data, patch)
        default: state.refuseLines(of: event)
        }
    }
}

extension OrderState {
    fileprivate func refuseDispute(_ reference: String) -> Refusal? {
        guard !disputes.contains(where: { $0.reference == reference }) else { return nil }
        return Refusal(.unknownReference, "no dispute \"\(reference)\" was opened")
    }

    /// A capture whose reference is no authorization's draws on none.
    fileprivate func refuseCapture(_ money: MoneyEvent) -> Refusal? {
        let currency = core.currency ?? currencyTakenBack
        guard let reference = money.reference, let currency,
            let amount = money.amount.minorUnits(in: currency),
            let authorization = authorizations(in: currency)
                .first(where: { $0.reference == reference }),
            amount > authorization.available
        else { return nil }
        return Refusal(
            .exceedsAuthorized,
            "less than that is left of authorization \"\(reference)\""
        )
    }

    /// The currency of an order that was un-ticked: what its cards hold is still in it.
    var currencyTakenBack: Currency? {
        for case .placed(let data) in events.lazy.map(\.event) { return data.currency }
        return nil
    }

    /// An amendment may not lower a line below what was dispatched of it, nor, where that was
    /// everything, below what came back; where more had left before, it may not add to that.
    fileprivate func refuseAmendment(_ data: OrderData, _ patch: JSONValue?) -> Refusal? {
        guard let amended = try? terms.amending(data, patch: patch) else { return nil }
        let isWhole = goods.isDispatchedWhole
        let before = terms.ordered
        let after = Goods.ordered(amended.lines ?? [])
        let bound = isWhole ? goods.returned : goods.dispatched
        for (sku, pieces) in bound.sorted(by: { $0.key < $1.key })
        where after[sku, default: 0] < min(pieces, before[sku, default: 0]) {
            let what = isWhole ? "come back" : "been dispatched"
            return Refusal(.exceedsOrdered, "\(pieces) of \"\(sku)\" have \(what)")
        }
        return nil
    }

    /// Pieces must be on the order, and no more of them than it has.
    fileprivate func refuseLines(of event: OrderEvent) -> Refusal? {
        guard let named = event.namedLines, !named.isEmpty else { return nil }
        let ordered = terms.ordered
        // An order without lines is one piece, of which returns may speak as they like.
        if ordered.isEmpty, event.type != .dispatched { return nil }
        for piece in named where ordered[piece.sku] == nil {
            return Refusal(.unknownLine, "the order has no line \"\(piece.sku)\"")
        }
        for (sku, pieces) in Goods.summed(named).sorted(by: { $0.key < $1.key }) {
            let limit = limit(of: event.type, sku: sku, ordered: ordered[sku, default: 0])
            guard pieces > limit else { continue }
            return Refusal(
                .exceedsOrdered,
                "\(pieces) of \"\(sku)\" are more than the \(limit) there are"
            )
        }
        return nil
    }

    private func limit(of type: EventType, sku: String, ordered: Int64) -> Int64 {
        let dispatched = goods.isDispatchedWhole ? ordered : goods.dispatched[sku, default: 0]
        switch type {
        case .dispatched: return max(0, ordered - dispatched)
        case .returned: return max(0, dispatched - goods.returned[sku, default: 0])
        default: return ordered
        }
    }
}

extension OrderEvent {
    /// The pieces that the event names.
    fileprivate var namedLines: [LineQuantity]? {
        switch self {
        case .dispatched(let dispatch): dispatch.lines
        case .returned(let pieces): pieces
        case .refunded(let money): money.lines
        case .refundRequested(let request): request.lines
        case .complaintOpened(let opened): opened.lines
        case .sentToSupplier(let sent): sent.lines
        case .procured(let skus): skus?.map { LineQuantity(sku: $0, quantity: nil) }
        default: nil
        }
    }
}
