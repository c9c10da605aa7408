extension OrderEvent {
    /// The event as a record header carries it, for an order in a given state.
    ///
    /// - Parameters:
    ///   - patch: the data as it came, so that an amendment's null members are seen.
    ///   - workflows: where the name of a workflow is looked up; nothing for an event that is
    ///     recorded, whose workflow is known.
    /// - Returns: nothing where the order's details are needed; `OrderState.digest(of:)` has them.
    /// - Throws: where an amount has more decimals than its currency, where an order lacks what it
    ///   needs or its total cannot be computed, and where a workflow does not exist.
    /// - Complexity: O(1), for `placed` and `amended` O(lines).
    public func digest(
        for core: OrderCore,
        patch: JSONValue? = nil,
        workflows: WorkflowCatalogue? = .builtIn
    ) throws(DataError) -> EventDigest? {
        switch self {
        case .cartOpened(let data), .cartUpdated(let data):
            return try EventDigest(type, naming: data, workflows)
        case .placed(let data):
            if core.facts.contains(.placed) {
                return try EventDigest(type, naming: data, workflows)
            }
            guard core.facts.isDisjoint(with: [.cartOpened, .detailed]) else { return nil }
            return try EventDigest(type, naming: data, workflows, agreed: data)
        case .amended(let data):
            guard !(patch ?? data.patch).hasMember(in: OrderData.termMembers) else { return nil }
            return EventDigest(type: type)
        default:
            return try EventOutline(self).digest(in: core.currency)
        }
    }
}

extension OrderState {
    /// The event as a record header carries it, for this order.
    ///
    /// - Parameters: as `OrderEvent.digest(for:patch:workflows:)` has them.
    /// - Throws: as it does.
    /// - Complexity: O(lines) for carts, `placed` and `amended`, else O(1).
    public func digest(
        of event: OrderEvent,
        patch: JSONValue? = nil,
        workflows: WorkflowCatalogue? = .builtIn
    ) throws(DataError) -> EventDigest {
        if let digest = try event.digest(for: core, patch: patch, workflows: workflows) {
            return digest
        }
        switch event {
        case .placed(let data):
            let terms = try terms.placing(data, patch: patch)
            return try EventDigest(.placed, naming: data, workflows, agreed: terms)
        case .amended(let data):
            return try digest(amending: data, patch ?? data.patch)
        default:
            return EventDigest(type: event.type)
        }
    }

    private func digest(
        amending data: OrderData,
        _ patch: JSONValue
    ) throws(DataError) -> EventDigest {
        let terms = try terms.amending(data, patch: patch)
        // An amendment does not move the order to another workflow.
        var digest = EventDigest(type: .amended, currency: data.currency?.number ?? 0)
        digest.traits.insert(.detail)
        let changesPrice = patch.hasMember(in: OrderData.priceMembers) || patch["total"] != nil
        if changesPrice, core.facts.contains(.placed), let error = terms.missingPlan() {
            throw error
        }
        try digest.take(terms, checksTotal: changesPrice)
        return digest
    }
}

extension EventDigest {
    /// What an event with order data says by itself: its workflow and its currency.
    init(
        _ type: EventType,
        naming data: OrderData,
        _ workflows: WorkflowCatalogue?
    ) throws(DataError) {
        self.init(type: type, currency: data.currency?.number ?? 0)
        if let name = data.workflow, let workflows {
            workflow = try workflows.named(name).code.rawValue
        }
    }

    /// The digest of `placed`: what was agreed in the end, cart and all.
    init(
        _ type: EventType,
        naming data: OrderData,
        _ workflows: WorkflowCatalogue?,
        agreed terms: OrderData
    ) throws(DataError) {
        if let error = terms.missingForPlacement() { throw error }
        try self.init(type, naming: data, workflows)
        currency = terms.currency?.number ?? 0
        method = terms.paymentMethod?.rawValue ?? 0
        variant = terms.fulfilment?.rawValue ?? 0
        if terms.billingKind != .single { traits.insert(.plan) }
        if terms.manufacturer != nil { traits.insert(.manufacturer) }
        if terms.hasOnlyUntrackedLines { traits.insert(.untracked) }
        try take(terms, checksTotal: true)
        if traits.contains(.plan) { try terms.billingPlan.checkDivision(of: amount) }
    }

    /// Takes the total that terms lead to.
    mutating func take(_ terms: OrderData, checksTotal: Bool) throws(DataError) {
        if terms.hasLines { traits.insert(.lines) }
        guard let currency = terms.currency else { return }
        let totals = try terms.totals(in: currency)
        guard let total = totals.standing else { return }
        traits.insert(.amount)
        amount = total
        if checksTotal, totals.disagree { traits.insert(.totalMismatch) }
    }

    /// Takes an amount into minor units of the currency that it is in.
    mutating func take(
        _ amount: DecimalAmount,
        naming named: Currency?,
        in currency: Currency?
    ) throws(DataError) {
        self.currency = named?.number ?? 0
        guard let currency = named ?? currency else {
            traits.insert(.amountPending)
            return
        }
        self.amount = try amount.minorUnitsOrError(in: currency, path: "amount")
        traits.insert(.amount)
    }
}

extension DecimalAmount {
    func minorUnitsOrError(in currency: Currency, path: String) throws(DataError) -> Int64 {
        guard let units = minorUnits(in: currency) else {
            throw DataError(
                .tooManyDecimals,
                path: path,
                message: "\(currency.code) has \(currency.exponent) decimals, not \(fractionDigits)"
            )
        }
        return units
    }
}
