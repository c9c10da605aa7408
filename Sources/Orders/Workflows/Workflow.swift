/// The rules and the status vocabulary of one way of selling, as tables.
///
/// Status, tabs, colour and message are pure functions of an order's facts, so any order can be
/// looked at through any workflow. Whether an event is taken is a second table. All rows carry
/// sentences, so that the rules can be printed and an answer can name its row. A workflow is a
/// reference: the tables are made once, and every order that they judge points to them.
public final class Workflow: Sendable {
    /// The name that orders and settings use.
    public let name: String
    /// The code that record headers carry.
    public let code: Code
    /// What the workflow reads into facts before it looks at them.
    public let derivations: [DerivationRow]
    /// The statuses, in the order of the contract.
    public let statusNames: [String]
    /// The status table; its last row takes everything.
    public let statusRows: [StatusRow]
    /// The named lists of orders.
    public let tabs: [Tab]
    /// The colour table; empty where the workflow has no colours.
    public let colourRows: [ColourRow]
    /// Structure, end and the workflow's own rows, in the order in which they are tested.
    public let permissionRows: [PermissionRow]
    /// The fact that marks a row beside its tab, where the workflow has such a mark.
    public let confirmation: FactSet
    /// The statuses that hide another beneath them, as bits.
    public let veils: UInt32
    /// Whether any box can be un-ticked, and ticked again without effect.
    public let hasBoxes: Bool

    /// The same tables as masks.
    let compiled: CompiledTables

    /// The tables that a draft wrote down.
    init(_ draft: WorkflowDraft) {
        precondition(
            draft.rows.last?.test == FactTest(),
            "The last status row of a workflow takes all."
        )
        precondition(draft.statuses.count <= 32, "A workflow has at most 32 statuses.")
        precondition(draft.tabs.count <= 32, "A workflow has at most 32 tabs.")
        name = draft.name
        code = draft.code
        derivations = draft.derivations
        statusNames = draft.statuses
        statusRows = draft.rows
        tabs = draft.tabs
        colourRows = draft.colours
        permissionRows = draft.permissions
        confirmation = draft.confirmation
        veils = draft.veils
        hasBoxes = draft.hasBoxes
        compiled = CompiledTables(draft)
    }

    /// The code of a workflow, as record headers carry it.
    ///
    /// Codes below `firstAdded` are those of the workflows that builds have; the others are given
    /// in the order in which workflows are added to a ledger.
    public struct Code: RawRepresentable, Sendable, Hashable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The workflow of a marketplace's orders.
        public static let marketplace = Code(rawValue: 1)
        /// The workflow of a dealer's orders.
        public static let dealer = Code(rawValue: 2)
        /// The workflow of a web shop's orders.
        public static let webshop = Code(rawValue: 3)
        /// The workflow of orders that are plans of payments.
        public static let billing = Code(rawValue: 4)
        /// The workflow of a reseller's orders.
        public static let reseller = Code(rawValue: 5)
        /// The code of the first workflow that is added to a ledger.
        public static let firstAdded = Code(rawValue: 64)
    }
}

extension Workflow {
    /// The workflows that this build has.
    public static let allBuiltIn: [Workflow] = [
        marketplace, dealer, webshop, billing, reseller,
    ]

    /// The workflow of this build with a name, or nothing where there is none.
    public static func builtIn(named name: String) -> Workflow? {
        WorkflowCatalogue.builtIn.workflow(named: name)
    }

    /// The workflow of this build with a code, or nothing where there is none.
    public static func builtIn(code: UInt8) -> Workflow? { WorkflowCatalogue.builtIn[code] }
}
