import ArgumentParser
import OrderLedger

/// Which orders to list.
struct FilterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Orders placed under a workflow.", valueName: "w"))
    var workflow: String?

    @Option(help: ArgumentHelp("Orders in a tab.", valueName: "t"))
    var tab: String?

    @Option(help: ArgumentHelp("Orders with a status.", valueName: "s"))
    var status: String?

    @Option(help: ArgumentHelp("A customer's id, or exact name or e-mail.", valueName: "c"))
    var customer: String?

    @Option(help: ArgumentHelp("A SKU, or words of a title.", valueName: "p"))
    var product: String?

    @Option(help: ArgumentHelp("Orders of a site.", valueName: "s"))
    var site: String?

    @Option(
        help: ArgumentHelp("single, instalments, subscription or metered.", valueName: "k"),
        transform: Value.kind
    )
    var kind: BillingKind?

    @Option(
        help: ArgumentHelp("The first order date.", valueName: "date"),
        transform: Value.date
    )
    var from: CalendarDate?

    @Option(
        help: ArgumentHelp("The last order date.", valueName: "date"),
        transform: Value.date
    )
    var to: CalendarDate?

    @Option(help: ArgumentHelp("Words that occur anywhere in the order.", valueName: "text"))
    var search: String?

    /// The query that the options stand for.
    ///
    /// - Throws: a usage failure for a workflow that the ledger does not have, and for a tab or a
    ///   status that no workflow in question has.
    func query(
        among workflows: WorkflowCatalogue,
        through: Workflow?,
        on date: CalendarDate
    ) throws -> OrderQuery {
        let workflow = try workflow.map { try Value.workflow($0, among: workflows) }
        let seen = (through ?? workflow).map { [$0] } ?? workflows.all
        if let tab { try Value.check(tab, "tab", in: seen, \.tabNames) }
        if let status { try Value.check(status, "status", in: seen, \.statusNames) }
        var query = OrderQuery(on: date)
        query.workflow = workflow?.name
        query.through = through?.name
        query.tab = tab
        query.status = status
        query.customer = customer
        query.product = product
        query.site = site
        query.kind = kind
        query.from = from
        query.to = to
        query.search = search
        return query
    }
}

/// How much of a list to write, and where to go on.
struct PagingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The most rows. (default: 50; all with --follow)", valueName: "n"),
        transform: Value.count
    )
    var limit: Int?

    @Option(
        name: .customLong("after"),
        help: ArgumentHelp("Go on behind a list that was cut off.", valueName: "cursor"),
        transform: Value.position
    )
    var cursor: Position?
}
