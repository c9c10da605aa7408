package import Orders

/// Appending to the ledger's own stream.
extension LogStore {
    /// Gives a setting another value, from the next event on.
    ///
    /// - Returns: the position of the event; nothing where the value stands already, for which
    ///   nothing is written.
    /// - Throws: `malformed` for a key that there is not and a value that it cannot have, and what
    ///   appending throws.
    @discardableResult
    package func change(
        setting key: String,
        to value: String,
        actor: Actor? = nil,
    ) throws(LedgerError) -> Position? {
        try appendOwn(.settingChanged, actor) { (rules) throws(LedgerError) in
            var settings = rules.settings
            do throws(DataError) {
                try settings.set(value, for: key)
            } catch {
                throw LedgerError(error)
            }
            guard settings != rules.settings else { return nil }
            return .settingChanged(key, to: value)
        }
    }

    /// Adds a workflow, which orders may name from the next event on.
    ///
    /// - Returns: the workflow; the one that the ledger has already where the tables are the same,
    ///   for which nothing is written.
    /// - Throws: `malformed` where its tables cannot be read or another workflow has its name, and
    ///   what appending throws.
    @discardableResult
    package func add(
        workflow tables: JSONValue,
        actor: Actor? = nil,
    ) throws(LedgerError) -> Workflow {
        var added: Workflow?
        try appendOwn(.workflowAdded, actor) { (rules) throws(LedgerError) in
            if let known = try rules.workflow(ofTables: tables) {
                added = known
                return nil
            }
            let workflow = try rules.next(tables)
            added = workflow
            return .workflowAdded(tables, workflow.code)
        }
        guard let added else { throw LedgerError(.storage, "the workflow was not added") }
        return added
    }

    /// Records what somebody decided about an order that a follower has parked.
    ///
    /// - Returns: the position of the event.
    package func record(
        _ decision: FollowerDecision,
        actor: Actor? = nil,
    ) throws(LedgerError) -> Position {
        let position = try appendOwn(decision.verdict.type, actor) { _ in decision.data }
        // Somebody else recorded the very same under the same number: then it is recorded.
        if let position { return position }
        return try Position(snapshot().head(of: 0).lastPosition)
    }

    /// Appends an event that follows from the rules as they stand.
    ///
    /// The event is made outside the writer lock and is recorded only where the stream has not
    /// moved since; where it has, the event is made anew.
    @discardableResult
    private func appendOwn(
        _ type: EventType,
        _ actor: Actor?,
        _ data: (LedgerRules) throws(LedgerError) -> JSONValue?,
    ) throws(LedgerError) -> Position? {
        while true {
            let (rules, revision) = try ownStream()
            guard let data = try data(rules) else { return nil }
            let event = try NewEvent(
                ofLedger: type,
                id: "ledger/\(revision + 1)",
                data: data.json,
                context: EventContext(actor: actor)
            )
            let expectation = OrderExpectation(.ledger, .exactly(Revision(UInt64(revision))))
            switch append([AppendBatch([event], expecting: [expectation])])[0] {
            case .recorded(let receipt):
                // Another process may have said the very same meanwhile.
                return receipt.isDuplicate ? nil : receipt.parts.first?.position
            case .wrongRevision, .conditionFailed: continue
            case .failed(let error, _) where error.code == .idConflict: continue
            case .failed(let error, _): throw error
            case .refused(let refusal, _): throw LedgerError(.malformed, refusal.detail)
            }
        }
    }

    /// The rules and the revision of `$ledger`, of one moment.
    private func ownStream() throws(LedgerError) -> (rules: LedgerRules, revision: UInt32) {
        let snapshot = try snapshot()
        return (try rules(in: snapshot), try snapshot.head(of: 0).revision)
    }
}

extension JSONValue {
    fileprivate static func settingChanged(_ key: String, to value: String) -> JSONValue {
        .object([.init("key", .string(key)), .init("value", .string(value))])
    }

    /// The data of the event that adds a workflow.
    static func workflowAdded(_ tables: JSONValue, _ code: Workflow.Code) -> JSONValue {
        .object([.init("code", .number(String(code.rawValue))), .init("workflow", tables)])
    }
}
