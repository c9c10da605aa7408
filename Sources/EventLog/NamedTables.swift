package import LMDB
import Synchronization

/// Tables beside the log's own that are open, by their names.
///
/// Only for names that are never given twice: whoever reads such a table looks in his snapshot first
/// whether the row is there that vouches for it.
package final class NamedTables: Sendable {
    private let known = Mutex<[String: BytesTable]>([:])

    init() {}

    /// The table of a name, opened the first time.
    ///
    /// - Throws: `.notFound`, and `.tablesFull` where too many are open.
    package func table(
        _ name: String,
        in environment: borrowing Environment,
    ) throws(LMDBError) -> BytesTable {
        if let table = known.withLock({ $0[name] }) { return table }
        let table = try environment.openBytesTable(name)
        known.withLock { $0[name] = table }
        return table
    }

    /// Drops a table; none of that name is none to drop.
    ///
    /// The row that vouches for it must be gone. Waits until no transaction of this process is live.
    package func drop(
        _ name: String,
        in environment: borrowing Environment,
    ) throws(LMDBError) {
        known.withLock { $0[name] = nil }
        do {
            try environment.dropTable(environment.openBytesTable(name))
        } catch {
            // Another process may have dropped it meanwhile.
            if error.code != .notFound { throw error }
        }
    }
}
