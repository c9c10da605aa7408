package import EventLog
import LMDB

/// The right to be the one who follows a ledger under a name; given back when it is dropped.
package struct FollowerHold: Sendable {
    private let lock: FileLock

    private static let folder = "followers"

    private static func path(_ name: FollowerName, in store: LogStore) -> String {
        "\(store.path)/\(folder)/\(name).lock"
    }

    /// - Throws: `busy` where somebody follows under the name already.
    package init(_ name: FollowerName, in store: LogStore) throws(LedgerError) {
        do {
            try FileSystem.makeFolderIfMissing("\(store.path)/\(Self.folder)")
            lock = try FileLock(Self.path(name, in: store))
        } catch {
            guard error.code == .busy else { throw LedgerError(error) }
            throw LedgerError(
                .busy,
                "somebody follows \(store.path) as \(name) already: end it first, choose another "
                    + "name, or wait until it ends",
                underlying: error
            )
        }
    }

    /// Whether somebody follows the ledger under a name now.
    package static func isTaken(_ name: FollowerName, in store: LogStore) -> Bool {
        FileLock.isHeld(path(name, in: store))
    }
}
