public import Orders

extension HistoryEntry {
    /// Writes the entry as a JSON object.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writeIdentity(to: &writer)
        writer.member("recordedAt", event.recordedAt)
        writer.member("actor", event.actor.isEmpty ? nil : event.actor)
        writer.member("source", event.source)
        writer.member("observed", event.isObserved)
        writer.member("takenBackBy", takenBackBy?.rawValue)
        writer.member("statusBefore", statusBefore)
        writer.member("status", status)
        writeChanges(added: factsAdded, removed: factsRemoved, to: &writer)
        writer.key("data")
        writer.raw(event.data)
        writer.endObject()
    }

    /// Writes what the order's customer may see of the entry as a JSON object.
    public func writeForCustomer(to writer: inout JSONWriter) {
        writer.beginObject()
        writeIdentity(to: &writer)
        writer.member("actor", actorForCustomer)
        writer.member("takenBack", takenBackBy != nil)
        writer.member("statusBefore", statusBeforeForCustomer)
        writer.member("status", statusForCustomer)
        writeChanges(added: factsAddedForCustomer, removed: factsRemovedForCustomer, to: &writer)
        if case .commented(let comment) = content { writer.member("text", comment.text) }
        writer.endObject()
    }

    private func writeIdentity(to writer: inout JSONWriter) {
        writer.member("order", event.order)
        writer.member("revision", Int64(event.revision.rawValue))
        writer.member("position", Int64(event.position.rawValue))
        writer.member("event", event.type)
        writer.member("id", event.id)
        writer.member("at", event.occurredAt)
    }

    private func writeChanges(
        added: [String],
        removed: [String],
        to writer: inout JSONWriter
    ) {
        writer.member("factsAdded", added)
        writer.member("factsRemoved", removed)
        writer.objects("amounts", amounts) { writer, change in
            writer.member("amount", change.name)
            writer.member("before", change.before)
            writer.member("after", change.after)
        }
        writer.objects("billing", billing) { writer, change in
            writer.member("billingEvent", change.billingEvent)
            writer.member("statusBefore", change.before?.status)
            writer.member("status", change.after?.status)
            writer.member("dueOn", change.after?.dueOn.description)
            writer.member("amount", change.after?.amount)
            writer.key("attempts")
            if let after = change.after {
                writer.integer(Int64(after.attempts))
            } else {
                writer.null()
            }
        }
    }
}
