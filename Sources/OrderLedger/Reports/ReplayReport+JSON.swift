public import Audit
import EventLog
public import Interchange
import Orders

extension Ledger {
    /// A replay's report as JSON that carries its own hash.
    ///
    /// - Parameters:
    ///   - report: the report.
    ///   - last: the position that the replay was asked to stop at.
    ///   - workflow: the workflow through which it was asked to judge.
    ///   - file: the file that the workflow is from; the report names it by its tables' hash.
    /// - Complexity: O(findings), and what the root of the tree costs.
    public func seal(
        _ report: ReplayReport,
        to last: Position? = nil,
        workflow: String? = nil,
        workflowFile file: WorkflowFile? = nil,
    ) throws -> SealedReport {
        let evidence = try evidence(
            size: report.events,
            filter: [
                .init("to", last.map { .number($0.description) } ?? .null),
                .init("workflow", workflow.map { .string($0) } ?? .null),
                .init("tables", file.map { .string(SealedReport.hash(of: $0.tables)) } ?? .null),
            ],
            totals: report.totals
        )
        return try evidence.seal { report.write(to: &$0) }
    }
}

extension ReplayReport {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("events", Int64(events))
        writer.member("orders", Int64(orders))
        writer.key("findings")
        writer.beginObject()
        for (code, count) in findings.counts.sorted(by: { $0.key < $1.key }) {
            writer.member(code, Int64(count))
        }
        writer.endObject()
        writer.objects("details", findings.details) { writer, finding in
            writer.member("code", finding.code)
            writer.member("event", finding.event)
            writer.member("order", finding.order)
            writer.member("position", Int64(finding.position.rawValue))
            writer.member("severity", finding.severity.rawValue)
            writer.member("detail", finding.detail)
        }
        writer.member("projectionsMatch", projectionsMatch)
        guard let comparison else { return }
        writer.key("comparison")
        writer.beginObject()
        comparison.writeMembers(to: &writer)
        writer.endObject()
    }
}

extension WorkflowComparison {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.objects("decisions", sortedDecisions) { writer, decision in
            decision.key.writeMembers(to: &writer)
            writer.member("events", Int64(decision.value))
        }
        writer.objects("events", events) { writer, event in
            writer.member("position", Int64(event.position.rawValue))
            writer.member("order", event.order)
            event.decision.writeMembers(to: &writer)
        }
        writer.objects("statuses", sortedStatuses) { writer, statuses in
            statuses.key.writeMembers(to: &writer)
            writer.member("orders", Int64(statuses.value))
        }
        writer.objects("orders", orders) { writer, order in
            writer.member("order", order.order)
            order.statuses.writeMembers(to: &writer)
        }
    }

    /// The decisions that differ, by event and then by what is said of it.
    public var sortedDecisions: [(key: Decision, value: Int)] {
        decisions.sorted {
            ($0.key.event, $0.key.ownText, $0.key.otherText)
                < ($1.key.event, $1.key.ownText, $1.key.otherText)
        }
    }

    /// The statuses that differ, by workflow and then by status.
    public var sortedStatuses: [(key: Statuses, value: Int)] {
        statuses.sorted {
            ($0.key.workflow, $0.key.own, $0.key.other)
                < ($1.key.workflow, $1.key.own, $1.key.other)
        }
    }
}

extension WorkflowComparison.Decision {
    /// What the order's own workflow says, as a word.
    public var ownText: String { own?.rawValue ?? "taken" }
    /// What the other workflow says, as a word.
    public var otherText: String { other?.rawValue ?? "taken" }

    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("event", event)
        writer.member("own", ownText)
        writer.member("other", otherText)
    }
}

extension WorkflowComparison.Statuses {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("workflow", workflow)
        writer.member("own", own)
        writer.member("other", other)
    }
}
