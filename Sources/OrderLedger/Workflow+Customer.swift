import Orders

extension Workflow {
    /// An order's status as its customer knows it: never one that hides another, such as archived,
    /// and complete where only the shop has something to review.
    func statusForCustomer(of core: OrderCore) -> String {
        if let beneath = beneath(core) { return beneath }
        let status = statusName(of: core)
        return code == .billing && status == "review" ? "complete" : status
    }
}
