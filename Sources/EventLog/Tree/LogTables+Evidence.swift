import LMDB

extension LogTables {
    /// The tables that hold the tree over the log, and what was signed of it.
    typealias Evidence = (tree: PositionTable, checkpoints: BytesTable)

    private static let names = (tree: "tree", checkpoints: "checkpoints")

    /// Opens the tables; nothing in a ledger of an earlier build, which has none.
    static func evidence(
        in environment: borrowing Environment
    ) throws(LMDBError) -> Evidence? {
        do {
            return (
                try environment.openPositionTable(names.tree),
                try environment.openBytesTable(names.checkpoints)
            )
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    /// Makes the tables where they are missing.
    static func makeEvidence(
        in transaction: inout WriteTransaction
    ) throws(LMDBError) -> Evidence {
        (
            try transaction.openPositionTable(names.tree, create: true),
            try transaction.openBytesTable(names.checkpoints, create: true)
        )
    }
}
