import EventLog
import LMDB
import Synchronization

/// Keeps a process from rebuilding the same ledger twice at once.
///
/// Two processes are kept apart by `BuildRow`: the later one takes over, the earlier one fails.
struct RebuildClaim {
    private static let claimed = Mutex<Set<String>>([])
    private let path: String

    init(_ path: String) throws(LedgerError) {
        let isFree = Self.claimed.withLock { $0.insert(path).inserted }
        guard isFree else {
            throw LedgerError(.busy, "the ledger \(path) is being rebuilt already: wait for it")
        }
        self.path = path
    }

    func release() { Self.claimed.withLock { _ = $0.remove(path) } }
}

/// The row of the main table that names the generation of views that was claimed last.
///
/// It only ever rises and is never deleted: were a number given twice, a build that somebody took
/// over could not tell the other's tables from its own, and would make them live half empty.
enum BuildRow {
    static let key = Array("building".utf8)

    static func read(
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> UInt32? {
        do {
            let bytes = try transaction.copyValue(.main, key)
            return bytes?.count == 4 ? bytes?.span.uint32(at: 0) : nil
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    /// Claims a generation number that no build has had, in the transaction that makes its tables.
    static func claim(in transaction: inout WriteTransaction) throws(LedgerError) -> UInt32 {
        var highest = max(try LedgerRow(transaction).generation, try read(in: transaction) ?? 0)
        do {
            // Tables without a row to vouch for them count too: ours must begin empty.
            highest = try ViewNames.all(in: transaction).map(\.generation).reduce(highest, max)
            guard highest < .max else {
                throw LedgerError(.corrupted, "the views have no generation left: restore a backup")
            }
            try write(highest + 1, in: &transaction)
        } catch {
            throw LedgerError(anyOf: error)
        }
        return highest + 1
    }

    private static func write(
        _ generation: UInt32,
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(generation)
        try transaction.put(.main, key, bytes)
    }
}

/// The rows of the main table that belong to one generation of the views each.
enum ViewNames {
    static func all(
        in transaction: borrowing WriteTransaction,
    ) throws(LMDBError) -> [(name: String, generation: UInt32)] {
        var names: [(name: String, generation: UInt32)] = []
        var cursor = try transaction.cursor(BytesTable.main)
        while try cursor.next() {
            let name = String(decoding: cursor.key.copy(), as: UTF8.self)
            let parts = name.split(separator: ".")
            guard parts.count == 2, ["heads", "views", "counts"].contains(parts[0]),
                let generation = UInt32(parts[1])
            else { continue }
            names.append((name, generation))
        }
        return names
    }
}

extension LogStore {
    /// Drops generations of views, never the live one.
    func dropViews(_ isDropped: (UInt32) -> Bool) throws(LedgerError) {
        var names: [String] = []
        try write { (transaction) throws(LedgerError) in
            let live = try LedgerRow(transaction).generation
            do {
                names = try ViewNames.all(in: transaction)
                    .filter { $0.generation != live && isDropped($0.generation) }
                    .map(\.name)
                for name in names where name.hasPrefix("counts.") {
                    try transaction.delete(.main, Array(name.utf8))
                }
            } catch {
                throw LedgerError(anyOf: error)
            }
        }
        // The store must hold the live tables before handles of old ones go.
        _ = try snapshot().tables
        for name in names { try dropTable(named: name) }
    }

    private func dropTable(named name: String) throws(LedgerError) {
        do {
            if name.hasPrefix("heads.") {
                try environment.dropTable(environment.openPositionTable(name))
            } else if name.hasPrefix("views.") {
                try environment.dropTable(environment.openBytesTable(name))
            }
        } catch {
            // Another process may have dropped it meanwhile.
            if error.code != .notFound { throw LedgerError(anyOf: error) }
        }
    }
}
