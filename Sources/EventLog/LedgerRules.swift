package import Orders

/// What the ledger's own stream says after one of its events: settings and workflows.
///
/// Rules never change; an event of `$ledger` leads to other ones. So whoever holds some decides all
/// of a transaction, or of a page, by the same.
package final class LedgerRules: Sendable {
    /// The position of the last event of `$ledger` that is folded in; 0 where none is.
    package let position: UInt64
    package let settings: WorkflowSettings
    package let workflows: WorkflowCatalogue
    /// The workflow of orders whose events name none.
    package let defaultWorkflow: Workflow
    private let decoder: WorkflowDecoder

    /// The rules before the first event.
    init(defaultWorkflow: Workflow, decoder: @escaping WorkflowDecoder) {
        self.defaultWorkflow = defaultWorkflow
        self.decoder = decoder
        position = 0
        settings = WorkflowSettings()
        workflows = .builtIn
    }

    private init(
        _ before: LedgerRules,
        position: UInt64,
        settings: WorkflowSettings,
        workflows: WorkflowCatalogue,
    ) {
        self.position = position
        self.settings = settings
        self.workflows = workflows
        defaultWorkflow = before.defaultWorkflow
        decoder = before.decoder
    }
}

/// How a workflow is read from its tables.
package typealias WorkflowDecoder =
    @Sendable (_ tables: JSONValue, _ code: Workflow.Code) throws(DataError) -> Workflow

extension LedgerRules {
    /// The workflow that an order goes by: its own, else the ledger's default.
    package func workflow(of core: OrderCore) -> Workflow {
        workflows[core.workflow] ?? defaultWorkflow
    }

    /// The workflow that judges an event: the order's own, else the one that the event names, else
    /// the ledger's default.
    package func workflow(of core: OrderCore, judging digest: EventDigest) -> Workflow {
        workflows[core.workflow] ?? workflows[digest.workflow] ?? defaultWorkflow
    }

    /// A workflow of the ledger by its name.
    ///
    /// - Throws: `malformed` where there is none; the message lists those that exist.
    package func workflow(named name: String) throws(LedgerError) -> Workflow {
        if let workflow = workflows.workflow(named: name) { return workflow }
        let names = workflows.names.joined(separator: ", ")
        throw LedgerError(.malformed, "there is no workflow \(name); there are \(names)")
    }
}

// MARK: - Folding

extension LedgerRules {
    /// The rules after one more event of `$ledger`.
    ///
    /// - Throws: `corrupted` where its data is no JSON, `newerFormat` where it says something that
    ///   this build cannot read.
    package func folding(
        _ record: Record,
        _ payload: Payload,
    ) throws(LedgerError) -> LedgerRules {
        try folding(record.header.digest.type, payload, at: record.position.rawValue)
    }

    func folding(
        _ type: EventType,
        _ payload: Payload,
        at position: UInt64,
    ) throws(LedgerError) -> LedgerRules {
        var settings = settings
        var workflows = workflows
        do {
            let data = try LedgerEventData(payload, at: position)
            switch type {
            case .ledgerCreated, .customerErased, .followerRetried, .followerSkipped: break
            case .settingChanged:
                try settings.set(data.text("value"), for: data.text("key"))
            case .workflowAdded:
                try workflows.add(workflow(data))
            default:
                throw DataError(.unknownWord, path: "type", message: "no known event")
            }
        } catch let error as DataError {
            throw Self.unreadable(position, error)
        } catch {
            throw LedgerError(anyOf: error)
        }
        return LedgerRules(
            self,
            position: position,
            settings: settings,
            workflows: workflows
        )
    }

    private func workflow(_ data: LedgerEventData) throws(DataError) -> Workflow {
        let code = try data.number("code")
        return try decoder(data.value("workflow"), Workflow.Code(rawValue: code))
    }

    /// The workflow that has the very tables already; nothing where none has.
    ///
    /// - Throws: `malformed` where they cannot be read.
    func workflow(ofTables tables: JSONValue) throws(LedgerError) -> Workflow? {
        do {
            // Read before they are compared: what a row leaves out equals what it gets by itself.
            let workflow = try decoder(tables, .firstAdded)
            guard let known = workflows.workflow(named: workflow.name) else { return nil }
            return known.tables == workflow.tables ? known : nil
        } catch {
            throw LedgerError(error)
        }
    }

    /// A workflow as the next one that is added.
    ///
    /// - Throws: `malformed` where it cannot be read or its name is taken.
    func next(_ tables: JSONValue) throws(LedgerError) -> Workflow {
        guard let code = workflows.nextCode else {
            throw LedgerError(.malformed, "the ledger has as many workflows as it can have")
        }
        do {
            let workflow = try decoder(tables, code)
            var all = workflows
            try all.add(workflow)
            return workflow
        } catch {
            throw LedgerError(error)
        }
    }

    private static func unreadable(_ position: UInt64, _ error: DataError) -> LedgerError {
        LedgerError(
            .newerFormat,
            "the ledger's own event at position \(position) is not readable by this build "
                + "(\(error.sentence)): use a newer build",
            underlying: error
        )
    }
}

/// The data of an event of `$ledger`, member by member.
private struct LedgerEventData {
    private let data: JSONValue

    init(_ payload: Payload, at position: UInt64) throws(LedgerError) {
        do {
            data = try JSONValue(json: payload.merged())
        } catch {
            throw LedgerError(
                .corrupted,
                "the data of record \(position) cannot be read: restore a backup",
                underlying: error
            )
        }
    }

    func value(_ name: String) throws(DataError) -> JSONValue {
        if let value = data[name] { return value }
        throw DataError(.missing, path: name, message: "the member is missing")
    }

    func text(_ name: String) throws(DataError) -> String {
        if case .string(let text) = try value(name) { return text }
        throw DataError(.wrongType, path: name, message: "the member is no text")
    }

    func number(_ name: String) throws(DataError) -> UInt8 {
        if case .number(let digits) = try value(name), let number = UInt8(digits) { return number }
        throw DataError(.wrongType, path: name, message: "the member is no small number")
    }
}
