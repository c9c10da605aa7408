/// What an event's digest takes from the event alone, made once and off the writer's path.
///
/// An amount waits for the currency of the order unless it names its own; what was ordered waits
/// for the cart, where the order had one.
package struct EventOutline: Sendable {
    private let digest: EventDigest
    private let amount: DecimalAmount?
    private let currency: Currency?
    private let kind: Kind

    private enum Kind {
        case plain
        /// A placement that says all that was agreed, and the workflow that it names.
        case placement(workflow: String?)
        /// What was ordered, to be looked at with the order.
        case data
    }

    /// The outline of an event.
    package init(_ event: OrderEvent) {
        if event.type == .amended || event.type.namesWorkflow {
            amount = nil
            currency = nil
            if case .placed(let data) = event,
                let placed = try? EventDigest(.placed, naming: data, nil, agreed: data)
            {
                kind = .placement(workflow: data.workflow)
                digest = placed
            } else {
                kind = .data
                digest = EventDigest(type: event.type)
            }
            return
        }
        kind = .plain
        let named = event.namedAmount
        amount = named?.amount
        currency = named?.currency
        digest = EventDigest(
            type: event.type,
            traits: event.traits,
            method: event.method,
            variant: event.variant
        )
    }

    /// The digest of the event of an order; nothing where the event itself must be looked at.
    ///
    /// - Throws: as `OrderEvent.digest(for:patch:workflows:)`.
    /// - Complexity: O(1), a few nanoseconds.
    package func digest(
        for core: OrderCore,
        _ workflows: WorkflowCatalogue
    ) throws(DataError) -> EventDigest? {
        switch kind {
        case .plain: return try digest(in: core.currency)
        case .data: return nil
        case .placement(let workflow):
            guard core.facts.isDisjoint(with: [.placed, .cartOpened, .detailed]) else { return nil }
            var digest = digest
            if let workflow { digest.workflow = try workflows.named(workflow).code.rawValue }
            return digest
        }
    }

    /// The digest of a plain event of an order whose currency is known, or not yet.
    func digest(in agreed: Currency?) throws(DataError) -> EventDigest {
        var digest = digest
        if let amount { try digest.take(amount, naming: currency, in: agreed) }
        return digest
    }
}
