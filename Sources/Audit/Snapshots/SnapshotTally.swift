import Orders
import Projections

/// What the lines of a snapshot come to: how many orders stand where, and their control totals.
struct SnapshotTally: Sendable {
    private(set) var orders = 0
    /// Orders by workflow code and status.
    private var statuses: [UInt8: [Int]] = [:]
    /// Sums by currency number.
    private var sums: [UInt16: OrderTotals] = [:]

    /// Adds the orders that stand in one way.
    mutating func add(_ phrase: SnapshotPhrase) {
        orders += phrase.orders
        let workflow = phrase.workflow
        statuses[
            workflow.code.rawValue,
            default: [Int](repeating: 0, count: workflow.statusNames.count)
        ][phrase.status] += phrase.orders
        guard let totals = phrase.totals, totals.orders + totals.cancelledOrders > 0 else { return }
        add(totals)
    }

    private mutating func add(_ totals: OrderTotals) {
        sums[
            totals.currency.number,
            default: OrderTotals(group: "", currency: totals.currency)
        ].add(totals)
    }

    /// Adds what other lines come to.
    mutating func add(_ other: SnapshotTally) {
        orders += other.orders
        for (code, counts) in other.statuses {
            guard let own = statuses[code] else {
                statuses[code] = counts
                continue
            }
            statuses[code] = zip(own, counts).map(+)
        }
        for totals in other.sums.values { add(totals) }
    }

    /// How many orders stand in each status of each workflow that has any, in the order of the
    /// workflows and of their statuses.
    func counts(among workflows: WorkflowCatalogue) -> [SnapshotManifest.WorkflowCount] {
        workflows.all.compactMap { workflow in
            guard let counts = statuses[workflow.code.rawValue] else { return nil }
            return SnapshotManifest.WorkflowCount(
                workflow: workflow.name,
                statuses: zip(workflow.statusNames, counts).filter { $0.1 > 0 }
                    .map { SnapshotManifest.StatusCount(status: $0.0, count: $0.1) }
            )
        }
    }

    /// The control totals, by the currency's code.
    var totals: [OrderTotals] { sums.values.sorted { $0.currency.code < $1.currency.code } }
}
