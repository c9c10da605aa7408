extension Ledger {
    /// Whether personal data is kept in clear, so that none can be erased.
    public var isPlain: Bool { store.genesis.isPlain }

    /// Why personal data cannot be opened now: the master key is not at hand. Nothing where it is, or
    /// where none is sealed.
    ///
    /// Personal fields read as absent then, and appending or erasing some fails. The key may be put
    /// there while the ledger is open.
    /// - Returns: an error of the code `noMasterKey` that says which file is missing or unfit, and
    ///   what to do.
    /// - Throws: an error where the ledger cannot be read.
    /// - Complexity: O(1): one row and one small file.
    public func masterKeyTrouble() throws(LedgerError) -> LedgerError? {
        try store.masterKeyTrouble()
    }

    /// Destroys the keys of a customer's personal data, and records that as an event of `$ledger`.
    ///
    /// Names, addresses, details, comments and complaints of all events that belong to the customer
    /// are gone from every answer and export; amounts, statuses, proofs and views stay. An event
    /// belongs to the customer that it names, else to the one that its order named last before it.
    /// Orders that name no customer are erased one by one.
    ///
    /// A damaged key of somebody else does not stop the work: it is kept as it is, and named in the
    /// answer.
    ///
    /// Nothing is claimed of copies: backups of the folder with its master key, exports, media that
    /// keep overwritten blocks.
    /// - Parameters:
    ///   - customer: the customer's id.
    ///   - reason: why; it stays readable for ever.
    ///   - actor: who erases.
    /// - Returns: what was destroyed; nothing where no event ever named the customer.
    /// - Throws: `notSealed` where the ledger keeps personal data in clear, `noMasterKey`,
    ///   `diskFull`, `mapFull`.
    /// - Complexity: O(keys of the ledger): all others are wrapped anew. Four syncs and more.
    public func erase(
        customer: String,
        reason: String? = nil,
        actor: Actor? = nil,
    ) throws(LedgerError) -> Erasure? {
        try store.erase(ErasureRequest(.customer(customer), reason: reason, actor: actor))
    }

    /// Destroys the key of the personal data of an order that names no customer, and records that
    /// as an event of `$ledger`; else as `erase(customer:reason:actor:)`.
    ///
    /// - Returns: what was destroyed; nothing where there is no such order.
    /// - Throws: `malformed` where the order names a customer, who is to be erased instead;
    ///   `notSealed`, `noMasterKey`, `diskFull`, `mapFull`.
    public func erase(
        order: OrderID,
        reason: String? = nil,
        actor: Actor? = nil,
    ) throws(LedgerError) -> Erasure? {
        try store.erase(ErasureRequest(.order(order), reason: reason, actor: actor))
    }
}
