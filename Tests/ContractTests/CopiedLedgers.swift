import EventLog
import Interchange
import LedgerTesting
import Orders
import Testing

/// Two ledgers that are told the same: one under the workflows of the build, the other under
/// copies of them that were written out as files, renamed and added.
struct CopiedLedgers {
    let original: TemporaryLedger
    let copy: TemporaryLedger

    static let names = Workflow.allBuiltIn.map(\.name)

    /// The name of a workflow's copy.
    static func copied(_ name: String) -> String { "my-\(name)" }

    /// - Parameter name: the default workflow, by the name that it has in the build.
    init(defaultWorkflow name: String) throws {
        original = try TemporaryLedger(workflow: name)
        copy = try TemporaryLedger(workflow: Self.copied(name), adding: Self.tables(name))
        for other in Self.names where other != name {
            try copy.store.add(workflow: Self.tables(other))
        }
    }

    /// The tables of a workflow of the build, through a file in which its name was changed.
    static func tables(_ name: String) throws -> JSONValue {
        let workflow = try #require(Workflow.builtIn(named: name))
        let text = workflow.yaml.replacing(
            "\nworkflow: \(name)\n",
            with: "\nworkflow: \(copied(name))\n"
        )
        let file = try WorkflowFile(yaml: Array(text.utf8), file: "\(name).yaml")
        try #require(file.faults.isEmpty)
        return file.tables
    }

    /// The records that the copy has more than the original: the workflows.
    private static let shift = UInt64(names.count)

    /// Appends an event to both ledgers, and expects the same answer.
    func append(_ event: NewEvent, _ policy: AppendPolicy, _ comment: String) throws {
        let expected = original.store.append([event], policy: policy).summary
        let actual = copy.store.append([try Self.renamed(event)], policy: policy).summary
        #expect(actual == expected.shifted(by: Self.shift), "\(comment)")
    }

    /// The same event under the copy of the workflow that it names, if it names one.
    private static func renamed(_ event: NewEvent) throws -> NewEvent {
        var data = String(decoding: event.payload.merged(), as: UTF8.self)
        for name in names {
            data = data.replacing(
                #""workflow":"\#(name)""#,
                with: #""workflow":"\#(copied(name))""#
            )
        }
        return try NewEvent(
            event.order.rawValue,
            event.id.rawValue,
            event.typeName ?? event.type.name,
            data,
            at: event.occurredAt,
            context: event.context
        )
    }
}

extension VerdictSummary {
    /// The same answer of a log that has so many records more at its beginning.
    fileprivate func shifted(by count: UInt64) -> VerdictSummary {
        guard case .recorded(let parts, let isDuplicate) = self else { return self }
        let shifted = parts.map {
            Part(
                order: $0.order,
                revisions: $0.revisions,
                position: $0.position + count,
                status: $0.status
            )
        }
        return .recorded(shifted, isDuplicate: isDuplicate)
    }
}
