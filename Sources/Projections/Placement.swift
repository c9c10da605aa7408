package import EventLog
package import Orders

/// Where an order stands in the views: its workflow, its status and the work lists it is on.
package struct Placement: Sendable, Hashable {
    /// The code of the workflow that the order goes by.
    package let workflow: UInt8
    /// The status, by its place in the workflow.
    package let status: UInt8
    /// The work lists, as bits by their tab's place in the workflow.
    package let workLists: UInt32
}

/// A workflow as the views lay it out: which tabs follow from the status, and which have rows.
package final class ViewLayout: Sendable {
    package let workflow: Workflow
    /// The tabs that are no union of statuses, as bits; these are the work lists.
    package let workLists: UInt32
    /// For each tab, the statuses that it takes, as bits; for a work list, those that it may take.
    package let tabStatuses: [UInt32]

    init(_ workflow: Workflow) {
        self.workflow = workflow
        let all = UInt32(truncatingIfNeeded: (UInt64(1) << UInt64(workflow.statusNames.count)) - 1)
        var workLists: UInt32 = 0
        for (index, tab) in workflow.tabs.enumerated()
        where !tab.rows.allSatisfy({ $0.test == FactTest() }) {
            workLists |= 1 << UInt32(index)
        }
        self.workLists = workLists
        tabStatuses = workflow.tabs.map { tab in
            tab.rows.reduce(0) { $0 | $1.statuses } & all
        }
    }

    package var code: UInt8 { workflow.code.rawValue }

    /// Where an order stands in this workflow.
    func placement(of core: OrderCore) -> Placement {
        Placement(
            workflow: code,
            status: UInt8(workflow.status(of: core)),
            workLists: workLists == 0 ? 0 : workflow.tabs(of: core) & workLists,
        )
    }

    package func isWorkList(_ tab: Int) -> Bool { workLists & 1 << UInt32(tab) != 0 }
}

/// The layouts of all workflows of a ledger, and the one that orders without a workflow go by.
package struct ViewLayouts: Sendable {
    /// Those of the build are laid out once, whatever ledgers are open.
    private static let builtIn = WorkflowCatalogue.builtIn.all.map(ViewLayout.init)
    private static let builtInByCode: [ViewLayout?] = (0...255).map { code in
        builtIn.first { Int($0.code) == code }
    }

    /// The layouts of the workflows that were added, in the order of their codes.
    private let added: [ViewLayout]
    package let standard: ViewLayout
    package let rules: LedgerRules

    package init(_ rules: LedgerRules) {
        self.rules = rules
        added = rules.workflows.added.map(ViewLayout.init)
        let code = rules.defaultWorkflow.code.rawValue
        standard =
            Self.builtInByCode[Int(code)] ?? added.first { $0.code == code }
            ?? ViewLayout(rules.defaultWorkflow)
    }

    /// Every layout of the ledger.
    package var all: [ViewLayout] { Self.builtIn + added }

    /// The layout for a workflow's code; the default one's where none was named.
    package subscript(code: UInt8) -> ViewLayout {
        if let layout = Self.builtInByCode[Int(code)] { return layout }
        guard !added.isEmpty else { return standard }
        return added.first { $0.code == code } ?? standard
    }

    package func layout(of core: OrderCore) -> ViewLayout { self[core.workflow] }

    /// Where an order stands in the workflow that it goes by.
    package func placement(of core: OrderCore) -> Placement {
        self[core.workflow].placement(of: core)
    }
}
