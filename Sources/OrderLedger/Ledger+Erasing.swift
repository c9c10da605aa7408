extension Ledger {
    /// Whether personal data is kept in clear, so that none can be erased.
    public var isPlain: Bool { store.genesis.isPlain }

    /// Destroys the keys of a customer's personal data, and records that as an event of `$ledger`.
    ///
    /// Names, addresses, details, comments and complaints of all events that belong to the customer
    /// are gone from every answer and export; amounts, statuses, proofs and views stay. An event
    /// belongs to the customer that it names, else to the one that its order named last before it.
    /// Orders without a customer's id cannot be erased in this way.
    ///
    /// Nothing is claimed of copies: backups of the folder with its master key, exports, media that
    /// keep overwritten blocks.
    /// - Parameter reason: why; it stays readable for ever.
    /// - Returns: what was destroyed; nothing where no event ever named the customer.
    /// - Throws: `notSealed` where the ledger keeps personal data in clear, `noMasterKey`,
    ///   `diskFull`, `mapFull`.
    /// - Complexity: O(keys of the ledger): all others are wrapped anew. Four syncs and more.
    public func erase(
        customer: String,
        reason: String? = nil,
        actor: Actor? = nil,
    ) throws(LedgerError) -> Erasure? {
        try store.erase(ErasureRequest(customer: customer, reason: reason, actor: actor))
    }
}
