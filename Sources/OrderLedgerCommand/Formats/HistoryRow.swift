import OrderLedger

/// An event of an order's history.
struct HistoryRow: Row {
    private let entry: HistoryEntry

    init(_ entry: HistoryEntry) { self.entry = entry }

    static let columns = [
        TableColumn("REV", .right), TableColumn("POSITION", .right), TableColumn("AT"),
        TableColumn("EVENT"), TableColumn("WHO", .left, .cut),
        TableColumn("WHAT IT CHANGED", .left, .wrap),
    ]

    var cells: [String] {
        let event = entry.event
        return [
            event.revision.description, event.position.description, event.occurredAt.description,
            event.type, event.actor,
            entry.changes(
                from: entry.statusBefore,
                to: entry.status,
                added: entry.factsAdded,
                removed: entry.factsRemoved
            ),
        ]
    }

    static let fieldNames = [
        "order", "revision", "position", "event", "id", "at", "recordedAt", "actor", "source",
        "observed", "takenBackBy", "statusBefore", "status", "factsAdded", "factsRemoved",
    ]

    var fields: [String] {
        let event = entry.event
        return [
            event.order, event.revision.description, event.position.description, event.type,
            event.id, event.occurredAt.description, event.recordedAt.description, event.actor,
            event.source, "\(event.isObserved)", entry.takenBackBy?.rawValue ?? "",
            entry.statusBefore ?? "", entry.status, entry.factsAdded.joined(separator: " "),
            entry.factsRemoved.joined(separator: " "),
        ]
    }

    func write(to writer: inout JSONWriter) { entry.write(to: &writer) }
}

/// An event of an order's history as its customer may see it.
struct CustomerHistoryRow: Row {
    private let entry: HistoryEntry

    init(_ entry: HistoryEntry) { self.entry = entry }

    static let columns = [
        TableColumn("AT"), TableColumn("EVENT"), TableColumn("WHAT IT CHANGED", .left, .wrap),
    ]

    var cells: [String] {
        [
            entry.event.occurredAt.description, entry.event.type,
            entry.changes(
                from: entry.statusBeforeForCustomer,
                to: entry.statusForCustomer,
                added: entry.factsAddedForCustomer,
                removed: entry.factsRemovedForCustomer
            ),
        ]
    }

    static let fieldNames = ["order", "revision", "position", "event", "id", "at", "status"]

    var fields: [String] {
        let event = entry.event
        return [
            event.order, event.revision.description, event.position.description, event.type,
            event.id, event.occurredAt.description, entry.statusForCustomer,
        ]
    }

    func write(to writer: inout JSONWriter) { entry.writeForCustomer(to: &writer) }
}

extension HistoryEntry {
    /// What the event changed, on one line.
    fileprivate func changes(
        from statusBefore: String?,
        to status: String,
        added: [String],
        removed: [String]
    ) -> String {
        var parts: [String] = []
        if let takenBackBy { parts.append("taken back by \(takenBackBy)") }
        if let statusBefore, statusBefore != status { parts.append("\(statusBefore) → \(status)") }
        if statusBefore == nil { parts.append(status) }
        parts += amounts.map { "\($0.name) \($0.before) → \($0.after)" }
        parts += billingChanges
        parts += added.map { "+\($0)" } + removed.map { "-\($0)" }
        if case .commented(let comment) = content { parts.append("“\(comment.text)”") }
        return parts.joined(separator: ", ")
    }
}
