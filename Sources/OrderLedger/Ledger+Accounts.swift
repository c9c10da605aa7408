extension Ledger {
    /// What orders reserved and released of each SKU, by SKU; tracked lines only.
    ///
    /// - Complexity: O(orders), a record or two of each; memory for the sums.
    public func stock() throws(LedgerError) -> [StockLevel] { try store.stock() }

    /// What orders reserved and released of one SKU; nothing where none ever reserved it.
    ///
    /// - Complexity: O(orders), a record or two of each.
    public func stock(of sku: String) throws(LedgerError) -> StockLevel? {
        try store.stock(of: sku).first
    }

    /// A customer's account over all orders whose data names that id now; nothing where none does.
    ///
    /// - Complexity: O(orders that ever named the customer); the history is read of those on which
    ///   something was captured.
    public func balance(of customer: String) throws(LedgerError) -> CustomerBalance? {
        try store.balance(of: customer)
    }
}
