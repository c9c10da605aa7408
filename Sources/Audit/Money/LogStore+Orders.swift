package import EventLog
package import Orders
package import Projections

extension LogStore {
    /// Visits every order as it stands after a position, the oldest first.
    ///
    /// - Complexity: O(events); memory for two windows of orders.
    package func eachOrder(
        through last: Position,
        progress: WorkProgress = .silent,
        _ visit: (OrderHead) throws -> Void,
    ) throws {
        let tail = try snapshot().tail
        var fold = OrderFold(
            self,
            last: min(last.rawValue, tail.position),
            orders: tail.nextOrdinal,
            progress: progress
        )
        while true {
            let windows = try fold.next()
            guard !windows.isEmpty else { return }
            for folded in windows {
                for entry in folded.window.entries where entry.head.lastPosition > 0 {
                    try visit(entry.head)
                }
            }
        }
    }
}
