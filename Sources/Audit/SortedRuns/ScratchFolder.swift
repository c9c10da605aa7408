package import EventLog
import Foundation
import LMDB

/// A folder for what is needed only while something is made or checked; whoever made it removes it.
/// A process that is killed leaves it, and nobody needs it then.
package struct ScratchFolder: Sendable {
    package let path: String

    /// Makes a folder whose name nobody else has.
    package init(in parent: String) throws(LedgerError) {
        let number = String(UInt64.random(in: 0 ... .max), radix: 36)
        path = "\(parent)/orderledger-runs-\(number)"
        do throws(LMDBError) {
            try FileSystem.makeFolder(path)
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    /// Removes the folder with all that is in it.
    package func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// The folder in which the system keeps what is not kept.
    package static var temporary: String { FileManager.default.temporaryDirectory.path }
}
