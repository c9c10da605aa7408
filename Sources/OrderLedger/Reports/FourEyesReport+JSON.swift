public import Audit
import EventLog
public import Orders

extension Ledger {
    /// A four-eyes report as JSON that carries its own hash.
    ///
    /// - Parameters:
    ///   - report: the report.
    ///   - limit: the limit that it was asked for.
    ///   - last: the position that it was asked to stop at.
    /// - Complexity: O(conflicts), and what the root of the tree costs.
    public func seal(
        _ report: FourEyesReport,
        above limit: DecimalAmount? = nil,
        to last: Position? = nil,
    ) throws -> SealedReport {
        let evidence = try evidence(
            size: report.events,
            filter: [
                .init("to", last.map { .number($0.description) } ?? .null),
                .init("above", limit.map { .string($0.description) } ?? .null),
            ],
            totals: report.totals
        )
        return try evidence.seal { report.write(to: &$0) }
    }
}

extension FourEyesReport {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("events", Int64(events))
        writer.member("orders", Int64(orders))
        writer.key("pairs")
        writer.beginObject()
        for (pair, count) in pairs.sorted(by: { $0.key < $1.key }) {
            writer.member(pair.word, Int64(count))
        }
        writer.endObject()
        writer.objects("conflicts", conflicts) { writer, conflict in
            writer.member("order", conflict.order)
            writer.member("actor", conflict.actor)
            writer.member("currency", conflict.currency?.code)
            writer.objects("steps", conflict.steps) { writer, taken in
                writer.member("step", taken.step.word)
                writer.member("position", Int64(taken.position.rawValue))
                writer.member("events", Int64(taken.events))
                writer.member("amount", conflict.text(of: taken))
            }
        }
        writer.objects("actors", people) { writer, person in
            writer.member("actor", person.actor)
            for step in Step.allCases { writer.member(step.word, Int64(person.counts[step] ?? 0)) }
        }
        writer.member("unsignedSteps", Int64(unsignedSteps))
    }
}

extension FourEyesReport.Conflict {
    /// The amount of a step with all decimals; nothing for an order without a currency.
    public func text(of taken: FourEyesReport.StepTaken) -> String? {
        Money(taken.amount, in: currency)?.amountText
    }
}
