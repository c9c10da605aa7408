public import Orders

/// Which event last set a field of an order, and under which rows of the workflow it is as it is.
public struct FieldExplanation: Sendable {
    /// The order that was asked about.
    public let order: OrderID
    /// The field's path, as it was asked for.
    public let field: String
    /// The value now.
    public let value: JSONValue
    /// The event that last changed it; nothing where none ever did.
    public let setter: Setter?
    /// The workflow that the order goes by.
    public let workflow: String
    /// The rows that lead to the value; none where no table has a say.
    public let rules: [RuleRow]

    /// An event, and what it made of the field.
    public struct Setter: Sendable {
        /// The event that set the field.
        public let event: StoredEvent
        /// The field before the event; null where it was not there.
        public let before: JSONValue
        /// The field after the event.
        public let after: JSONValue
    }
}

extension Ledger {
    /// Explains a field of an order as it stands; nothing where there is no such order.
    ///
    /// The order is looked at after each of its events, always on today's day and by the settings
    /// of today, so that nothing but events counts.
    /// - Parameters:
    ///   - order: the order's name.
    ///   - field: the way to the field as `OrderDocument` writes it, for instance `status`,
    ///     `customer.id`, `lines[0].dispatched`; `facts.paid` asks for one fact.
    /// - Throws: `malformed` where an order has no such field; the message lists those that it has.
    /// - Complexity: O(events²) of the order.
    public func explain(
        _ order: OrderID,
        field: String,
    ) throws(LedgerError) -> FieldExplanation? {
        let events = try records(of: order)
        let snapshot = try store.snapshot()
        let glass = try glass(at: .head, nil, in: snapshot)
        guard let now = try moment(of: order, upTo: nil, through: glass, in: snapshot) else {
            return nil
        }
        _ = consume snapshot
        let document = OrderDocument(order, now, on: glass.day).value
        let (path, value) = try find(field, of: order, in: document)
        let own = glass.rules.workflow(of: now.state.core)
        return FieldExplanation(
            order: order,
            field: field,
            value: value,
            setter: setter(of: path, order, zip(events, now.state.events), through: glass),
            workflow: own.name,
            rules: own.rules(of: path, now.state.core, through: glass)
        )
    }

    /// The way to a field of an order's document, and what is there.
    private func find(
        _ field: String,
        of order: OrderID,
        in document: JSONValue,
    ) throws(LedgerError) -> (path: FieldPath, value: JSONValue) {
        if let path = FieldPath(field), let value = path.value(in: document) {
            return (path, value)
        }
        throw LedgerError(
            .malformed,
            "order \(order) has no field \"\(field)\"; there are "
                + document.fieldNames.joined(separator: ", ")
        )
    }

    /// The last of an order's events that changed a field.
    private func setter(
        of path: FieldPath,
        _ order: OrderID,
        _ steps: some Sequence<(StoredEvent, RecordedEvent)>,
        through glass: OrderGlass,
    ) -> FieldExplanation.Setter? {
        var history = OrderHistory(defaultWorkflow: defaultWorkflow.code)
        var before = JSONValue.null
        var setter: FieldExplanation.Setter?
        for (event, recorded) in steps {
            history.apply(recorded)
            let moment = OrderMoment(state: history.state, outbox: history.outbox, glass: glass)
            let document = OrderDocument(order, moment, on: glass.day).value
            let after = path.value(in: document) ?? .null
            guard before != after else { continue }
            setter = FieldExplanation.Setter(event: event, before: before, after: after)
            before = after
        }
        return setter
    }
}

extension OrderDocument {
    /// The document as JSON has it.
    var value: JSONValue {
        var writer = JSONWriter()
        write(to: &writer)
        do {
            return try JSONValue(json: writer.bytes)
        } catch {
            preconditionFailure("a document is JSON: \(error)")
        }
    }
}

extension Workflow {
    /// The rows of this workflow that have a say in a field of an order.
    fileprivate func rules(
        of path: FieldPath,
        _ core: OrderCore,
        through glass: OrderGlass
    ) -> [RuleRow] {
        switch path.first {
        case "status": [statusRule(of: core)]
        case "beneath": beneathRule(of: core).map { [$0] } ?? []
        case "tabs": tabRules(of: core)
        case "colour":
            colourRow(of: core, on: glass.day, settings: glass.rules.settings)
                .map { [rule($0)] } ?? []
        case "message": messageRow(of: core).map { [rule($0)] } ?? []
        case "facts": derivationRules(of: core)
        default: []
        }
    }
}
