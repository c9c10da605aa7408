import OrderLedger

/// Why a field of an order is as it is.
struct ExplanationCard {
    private let explanation: FieldExplanation

    init(_ explanation: FieldExplanation) { self.explanation = explanation }

    func write(as format: OutputFormat, to output: StandardOutput) throws {
        guard format == .table else {
            var writer = JSONWriter()
            write(to: &writer)
            return try output.writeLine(writer.bytes)
        }
        var card = Card("\(explanation.order.rawValue) \(explanation.field)")
        let value = explanation.value.plainText
        card.add("value", value.isEmpty ? "none" : value)
        if let setter = explanation.setter {
            let before = setter.before.plainText
            card.add("before", before.isEmpty ? "none" : before)
            card.add("set by", "\(setter.event.type) at position \(setter.event.position)")
            card.add("id", setter.event.id)
            card.add("who", setter.event.actor)
            card.add("at", setter.event.occurredAt.description)
            card.add("recorded", setter.event.recordedAt.description)
        } else {
            card.add("set by", "no event")
        }
        card.add("Rows of the workflow \(explanation.workflow)", rules)
        try card.write(to: output)
    }

    private var rules: Table {
        var table = Table([
            TableColumn("TABLE"), TableColumn("ROW", .right), TableColumn("LEADS TO"),
            TableColumn("WHEN", .left, .wrap), TableColumn("WHY", .left, .wrap),
        ])
        for rule in explanation.rules {
            table.append([
                rule.table.rawValue, "\(rule.number)", rule.name, rule.condition, rule.sentence,
            ])
        }
        return table
    }

    private func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("order", explanation.order.rawValue)
        writer.member("field", explanation.field)
        writer.member("value", explanation.value)
        writer.key("setBy")
        if let setter = explanation.setter {
            writer.beginObject()
            writer.member("position", Int64(setter.event.position.rawValue))
            writer.member("revision", Int64(setter.event.revision.rawValue))
            writer.member("event", setter.event.type)
            writer.member("id", setter.event.id)
            writer.member("actor", setter.event.actor.isEmpty ? nil : setter.event.actor)
            writer.member("at", setter.event.occurredAt)
            writer.member("recordedAt", setter.event.recordedAt)
            writer.member("before", setter.before)
            writer.member("after", setter.after)
            writer.endObject()
        } else {
            writer.null()
        }
        writer.member("workflow", explanation.workflow)
        writer.objects("rules", explanation.rules) { writer, rule in
            writer.member("table", rule.table.rawValue)
            writer.member("row", Int64(rule.number))
            writer.member("name", rule.name)
            writer.member("when", rule.condition)
            writer.member("why", rule.sentence)
        }
        writer.endObject()
    }
}
