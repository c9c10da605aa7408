package import EventLog
import LMDB
import Orders

/// How many orders each tab of a workflow holds.
public struct TabCounts: Sendable, Equatable {
    /// A tab and how many orders are in it.
    public struct Tab: Sendable, Equatable {
        /// The tab's name.
        public let tab: String
        /// Orders in it.
        public let count: Int
    }

    /// The workflow whose tabs they are.
    public let workflow: String
    /// The tabs, in the order in which the workflow lists them.
    public let tabs: [Tab]
}

extension LogStore {
    /// The tabs of a workflow with their counts; the default workflow's unless another is named.
    ///
    /// - Throws: `malformed` where there is no such workflow.
    /// - Complexity: O(tabs), however many orders there are.
    package func tabs(of workflow: String? = nil) throws(LedgerError) -> TabCounts {
        let snapshot = try snapshot()
        let layouts = ViewLayouts(try rules(in: snapshot))
        var query = OrderQuery(on: .init(daysSince1970: 0))
        query.workflow = workflow ?? layouts.standard.workflow.name
        let filter = try OrderFilter(query, layouts: layouts)
        let layout = filter.workflow ?? layouts.standard
        let counts = try snapshot.counts
        return TabCounts(
            workflow: layout.workflow.name,
            tabs: layout.workflow.tabNames.enumerated().map { index, name in
                TabCounts.Tab(tab: name, count: layout.count(ofTab: index, in: counts))
            }
        )
    }
}

extension ViewLayout {
    /// A work list has a count of its own; other tabs add up their statuses'.
    func count(ofTab tab: Int, in counts: OrderCounts) -> Int {
        if isWorkList(tab) { return counts.count(workflow: code, workList: tab) }
        return workflow.statusNames.indices.reduce(0) { sum, status in
            let isIn = tabStatuses[tab] & 1 << UInt32(status) != 0
            return isIn ? sum + counts.count(workflow: code, status: status) : sum
        }
    }
}

extension LogSnapshot {
    var counts: OrderCounts {
        get throws(LedgerError) {
            do {
                return try OrderCounts(generation: tables.generation, in: transaction)
            } catch {
                throw LedgerError(error)
            }
        }
    }
}
