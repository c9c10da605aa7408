import EventLog
import LMDB
import LedgerTesting

/// Changes a ledger's tables beneath it, as an accident or somebody with a tool would.
func tamper(
    _ ledger: TemporaryLedger,
    _ body: (inout WriteTransaction, LogTables) throws -> Void,
) throws {
    let tables = try ledger.store.snapshot().tables
    var transaction = try ledger.store.beginWrite()
    try body(&transaction, tables)
    try transaction.commit()
}
