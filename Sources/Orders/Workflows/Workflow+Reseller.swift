extension Workflow {
    /// A reseller who collects the money and approves, before the system hands the order on.
    public static let reseller: Workflow = {
        var draft = WorkflowDraft(
            "reseller",
            .reseller,
            statuses: ["cancelled", "incomplete", "handled", "awaitingApproval", "awaitingPayment"]
        )
        draft.derive(.paid, from: .placedFree, "an order that costs nothing is paid when placed")
        draft.status("cancelled", .cancelled, "the order is cancelled")
        draft.status("incomplete", without: .placed, "the order is not placed")
        draft.status("handled", .approvedBySystem, "the system approved")
        draft.status("awaitingApproval", .approvedByReseller, "the reseller approved")
        draft.status("awaitingPayment", [], "the order is placed")
        draft.tabPerStatus(draft.statuses)
        draft.tab("general", draft.row("the order awaits payment", in: ["awaitingPayment"]))
        draft.colour("black", without: .placed, message: "")
        draft.colour("red", without: .paid, message: "Awaiting payment")
        draft.colour("yellow", without: .approvedByReseller, message: "Awaiting approval")
        draft.colour("green", message: "Paid and approved")
        draft.refuseByStructure()
        draft.refuseAfterEnd()
        draft.resellerPermissions()
        return Workflow(draft)
    }()
}

extension WorkflowDraft {
    fileprivate mutating func resellerPermissions() {
        refuse(
            .notPaid,
            [.approved],
            without: .paid,
            when: .byReseller,
            "the order is not paid"
        )
        let conditions: [(FactSet, String)] = [
            (.approvedByReseller, "the reseller has not approved"),
            (.detailsVerified, "the details are not verified"),
            (.procured, "not everything is procured"),
            (.resellerPaid, "the reseller has not paid"),
        ]
        for (fact, sentence) in conditions {
            refuse(.notReady, [.approved], without: fact, when: .bySystem, sentence)
        }
        refuse(
            .notReady,
            [.approved],
            when: .beforeHandOver,
            "the time from the reseller's approval to the hand-over has not passed"
        )
    }
}
