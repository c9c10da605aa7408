package import LMDB

/// Views of the user's own that commit with the events they are folded from.
package protocol InlineProjection: Sendable {
    /// Catches up with what was appended without the views, where that is much; called before each
    /// transaction that appends, when this thread has none open.
    func prepare(in store: LogStore) throws(LedgerError)

    /// Folds every event that the views have not seen yet into their rows, in the transaction that
    /// appends the last of them.
    ///
    /// - Throws: `projectionFailed`; nothing of the transaction is kept then.
    func commit(
        through last: UInt64,
        tables: LogTables,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError)
}
