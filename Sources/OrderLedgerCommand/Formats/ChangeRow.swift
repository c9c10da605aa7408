import OrderLedger

/// An order of a list that is followed, and what became of it.
struct ChangeRow: Row {
    private let change: String
    /// The position of the event that changed it; nothing for one that is listed.
    private let cause: Position?
    private let row: OrderRow
    private let summary: OrderSummary

    private init(_ change: String, _ cause: Position?, _ summary: OrderSummary) {
        self.change = change
        self.cause = cause
        self.summary = summary
        row = OrderRow(summary)
    }

    /// An order that is in the list when it begins.
    init(listed summary: OrderSummary) { self.init("listed", nil, summary) }

    /// What an event made of an order; one that left is shown as it was in the list.
    init?(_ change: OrderChange<OrderSummary>) {
        switch (change.before, change.after) {
        case (nil, let after?): self.init("entered", change.position, after)
        case (_?, let after?): self.init("changed", change.position, after)
        case (let before?, nil): self.init("left", change.position, before)
        case (nil, nil): return nil
        }
    }

    static let columns = [TableColumn("CHANGE"), TableColumn("CAUSE", .right)] + OrderRow.columns

    var cells: [String] { [change, cause?.description ?? ""] + row.cells }

    static let fieldNames = ["change", "cause"] + OrderRow.fieldNames

    var fields: [String] { [change, cause?.description ?? ""] + row.fields }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("change", change)
        if let cause { writer.member("cause", Int64(clamping: cause.rawValue)) }
        summary.writeMembers(to: &writer)
        writer.endObject()
    }
}
