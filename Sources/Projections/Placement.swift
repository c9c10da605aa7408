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
///
/// Not for user-made rules: one layout exists for each workflow of this build.
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

/// The layouts of all workflows of this build, and the one that orders without a workflow go by.
package struct ViewLayouts: Sendable {
    private static let all = Workflow.allBuiltIn.map(ViewLayout.init)
    private static let byCode: [ViewLayout?] = (0...255).map { code in
        all.first { Int($0.code) == code }
    }

    package let standard: ViewLayout

    package init(defaultWorkflow: Workflow) {
        standard = Self.byCode[Int(defaultWorkflow.code.rawValue)] ?? ViewLayout(defaultWorkflow)
    }

    /// The layout for a workflow's code; the default one's where none was named.
    package subscript(code: UInt8) -> ViewLayout { Self.byCode[Int(code)] ?? standard }

    package func layout(of core: OrderCore) -> ViewLayout { self[core.workflow] }

    /// Where an order stands in the workflow that it goes by.
    package func placement(of core: OrderCore) -> Placement {
        self[core.workflow].placement(of: core)
    }

    /// Every layout of this build.
    package static var everyLayout: [ViewLayout] { all }
}
