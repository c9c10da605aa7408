extension Workflow {
    /// A shop that keeps five boxes an order, each ticked and un-ticked at will.
    public static let webshop: Workflow = {
        var draft = WorkflowDraft(
            "webshop",
            .webshop,
            statuses: [
                "cancelled", "unfinished", "complete", "toDispatch", "awaitingPayment",
                "awaitingInvoice",
            ]
        )
        draft.hasBoxes = true
        draft.derive(.paid, from: .placedFree, "an order that costs nothing is paid when placed")
        draft.derive(
            .invoiced,
            from: .capturedOnline,
            "a payment by card, link or terminal invoices"
        )
        draft.status("cancelled", .cancelled, "the order is cancelled")
        draft.status("unfinished", without: .placed, "the order is not placed")
        draft.status("complete", [.paid, .dispatchedAll], "the order is paid and dispatched")
        draft.status("toDispatch", .paid, "the order is paid")
        draft.status("awaitingPayment", .invoiced, "the order is invoiced")
        draft.status("awaitingInvoice", [], "the order is placed")
        draft.tabPerStatus(draft.statuses)
        draft.tab("recent", draft.row("the order is placed", .placed))
        draft.colour("violet", .cancelled)
        draft.colour("done", [.paid, .dispatchedAll])
        draft.colour("green", .paid)
        draft.colour("red", .invoiced, without: .paid, whenOverdue: true)
        draft.refuseByStructure()
        draft.refuseAfterEnd()
        return Workflow(draft)
    }()
}
