package import EventLog
import Orders

extension LogStore {
    /// A customer's account over all orders whose data names that id now; nothing where none does.
    ///
    /// - Complexity: O(orders that ever named the customer), by the index of customers; the history
    ///   is read of those on which something was captured.
    package func balance(
        of customer: String,
        progress: WorkProgress = .silent,
    ) throws(LedgerError) -> CustomerBalance? {
        let layouts = ViewLayouts(try rules())
        var orders: [AccountOrder] = []
        var walk = OrderWalk(self, over: .customer(CustomerKey(customer)), progress: progress)
        try walk.finish { (head, snapshot) throws(LedgerError) in
            var (data, recordsRead) = try snapshot.data(of: head, .publicPart)
            guard data.customer?.id == customer else { return recordsRead }
            var captures: [String: Int64] = [:]
            if head.core.facts.contains(.captured) {
                let state = OrderState(folding: try snapshot.history(of: head, .publicPart))
                captures = state.capturesByReference
                recordsRead += Int(head.revision) + 1
            }
            let order = AccountOrder(
                try snapshot.orderID(of: head),
                in: head,
                status: layouts.layout(of: head.core).workflow.statusName(of: head.core),
                replaces: data.replaces,
                capturesByReference: captures
            )
            orders.append(order)
            return recordsRead
        }
        guard !orders.isEmpty else { return nil }
        return CustomerBalance(of: customer, over: orders.reversed())
    }
}

extension AccountOrder {
    init(
        _ order: OrderID,
        in head: OrderHead,
        status: String,
        replaces: String?,
        capturesByReference: [String: Int64],
    ) {
        let core = head.core
        self.order = order
        self.status = status
        self.replaces = replaces
        self.capturesByReference = capturesByReference
        currency = core.currency
        // What was skipped is not asked for any more.
        let skipped = head.agenda.billing?.skipped ?? 0
        total = core.facts.contains(.priced) ? max(0, core.total - skipped) : nil
        captured = core.captured
        refunded = core.refunded
        lost = core.lost
        isPlaced = core.facts.contains(.placed)
        isCounted = isPlaced && !core.facts.contains(.cancelled)
    }
}
