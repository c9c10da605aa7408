public import Orders

extension OrderSchedule {
    /// Writes the schedule as a JSON object, its members in the contract's order.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("order", order.rawValue)
        writer.member("status", status)
        writer.member("workflow", workflow)
        writer.member("kind", kind.word)
        writer.member("currency", currency?.code)
        writer.member("value", text(value))
        writer.member("skipped", text(skipped))
        writer.member("collected", text(collected))
        writer.member("outstanding", text(outstanding))
        writer.list("events", events) { writer, event in write(event, to: &writer) }
        writer.endObject()
    }

    /// Writes one of its billing events as a JSON object.
    public func write(_ event: Event, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", event.id)
        writer.member("dueOn", event.dueOn.description)
        writer.member("amount", text(event.amount))
        writer.member("status", event.status)
        writer.member("attempts", Int64(event.attempts))
        writer.member("recovered", event.isRecovered)
        writer.member("firstDeclinedAt", event.firstDeclinedAt)
        writer.key("retriesLeft")
        if let left = event.retriesLeft { writer.integer(left) } else { writer.null() }
        writer.member("lastRetryDay", event.lastRetryDay?.description)
        writer.objects("transactions", event.transactions) { writer, attempt in
            writer.member("at", attempt.at)
            writer.member("outcome", attempt.decline.map { "\($0.word)Declined" } ?? "collected")
            writer.member("amount", text(attempt.amount))
            writer.member("reference", attempt.reference)
            writer.member("code", attempt.code)
            writer.member("retry", attempt.retry?.word)
        }
        writer.endObject()
    }
}
