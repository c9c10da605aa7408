import EventLog
import LedgerTesting

@testable import Orders

/// A workflow that no build has, for ledgers that get one of their user's own.
enum GiftWorkflow {
    /// The tables of a workflow of this name, as `$ledger` keeps them.
    static func tables(_ name: String) -> JSONValue { .object([.init("workflow", .string(name))]) }

    /// Reads what `tables` wrote.
    static let decoder: WorkflowDecoder = { (tables, code) throws(DataError) in
        guard case .string(let name)? = tables["workflow"] else {
            throw DataError(.missing, path: "workflow", message: "a workflow has a name")
        }
        return workflow(name, code)
    }

    /// Gifts are wanted until they are given; those that nobody pays for are on a work list.
    private static func workflow(_ name: String, _ code: Workflow.Code) -> Workflow {
        var draft = WorkflowDraft(name, code, statuses: ["given", "wanted"])
        draft.status("given", .dispatchedAll, "the gift is on its way")
        draft.status("wanted", [], "the gift is wanted")
        draft.tabPerStatus(draft.statuses)
        draft.tab("unpaid", draft.row("nobody pays", in: ["wanted"], without: .paid))
        draft.refuseByStructure()
        draft.refuse(.notPaid, [.dispatched], without: .paid, "nobody pays")
        return Workflow(draft)
    }
}
