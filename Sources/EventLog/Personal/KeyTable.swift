import Crypto
import LMDB

/// The rows of the table `keys`, which only ledgers have that seal.
///
/// | key | value |
/// |---|---|
/// | `master` | the master's generation (4 bytes little-endian), then its proof |
/// | id of a key | the subject's second eight bytes, then the key, wrapped |
///
/// A subject's newest key is its current one, and as a rule its only one: erasing takes them all.
struct KeyTable {
    private let table: BytesTable

    init?(_ tables: LogTables) {
        guard let table = tables.keys else { return nil }
        self.table = table
    }

    private static let masterKey = Array("master".utf8)

    /// Whether a key of the table is that of the master's row.
    static func isMaster(_ key: [UInt8]) -> Bool { key == masterKey }

    /// Rows that are held in memory between two looks at the table.
    private static let pageMaximum = 10_000

    /// What the table says of the master.
    struct MasterRow: Equatable {
        let generation: UInt32
        let proof: [UInt8]

        /// The master in the bytes of a file; nothing where they are another's, or damaged.
        func master(in file: [UInt8]) -> MasterKey? {
            guard let master = MasterKey(file: file, generation: generation),
                master.isProved(by: proof)
            else { return nil }
            return master
        }
    }

    /// One key that the table has.
    struct KeyRow {
        let id: KeyID
        let subject: UInt64
        let wrapped: ArraySlice<UInt8>

        init?(_ key: [UInt8], _ value: [UInt8]) {
            guard key.count == KeyID.byteCount, let id = KeyID(key.span), value.count > 8 else {
                return nil
            }
            self.id = id
            subject = value.span.bigEndian(UInt64.self, at: 0)
            wrapped = value[8...]
        }

        /// Whether the row bears the mark of a subject.
        func isOf(_ subject: DataSubject) -> Bool {
            id.subject == subject.high && self.subject == subject.low
        }

        /// The value of the row of a wrapped key.
        static func value(subject: UInt64, wrapped: [UInt8]) -> [UInt8] {
            var value: [UInt8] = []
            value.reserveCapacity(8 + wrapped.count)
            value.appendBigEndian(subject)
            value += wrapped
            return value
        }
    }

    /// A row that is to be written.
    struct NewRow {
        let id: KeyID
        let value: [UInt8]
    }
}

// MARK: - Reading

extension KeyTable {
    /// - Throws: `corrupted` where the row is missing.
    func master(
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> MasterRow {
        do {
            if let row = try transaction.get(table, Self.masterKey.span), row.count > 4 {
                return MasterRow(
                    generation: row.uint32(at: 0),
                    proof: row.bytes(in: 4..<row.count)
                )
            }
        } catch {
            throw LedgerError(error)
        }
        throw LedgerError(
            .corrupted,
            "the row that names the master key is missing: restore a backup"
        )
    }

    /// The row of a key; nothing where it was erased, or never was in this ledger.
    func row(
        of id: KeyID,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> KeyRow? {
        do {
            let key = id.bytes
            return try transaction.copyValue(table, key.span).flatMap { KeyRow(key, $0) }
        } catch {
            throw LedgerError(error)
        }
    }

    /// The rows of a subject's keys, oldest first.
    func rows(
        of subject: DataSubject,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> [KeyRow] {
        try candidates(for: subject, in: transaction).compactMap { candidate in
            candidate.row.flatMap { $0.isOf(subject) ? $0 : nil }
        }
    }

    /// The rows whose ids may be of a subject's keys, oldest first: a damaged row does not say
    /// whose it is.
    func candidates(
        for subject: DataSubject,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> [(id: KeyID, row: KeyRow?)] {
        var found: [(id: KeyID, row: KeyRow?)] = []
        do {
            var cursor = try transaction.cursor(table)
            var isFound = try cursor.seek(KeyID(subject, since: 0).bytes.span)
            while isFound, cursor.key.count >= 8,
                cursor.key.bigEndian(UInt64.self, at: 0) == subject.high
            {
                let key = cursor.key.copy()
                if key.count == KeyID.byteCount, let id = KeyID(key.span) {
                    found.append((id, KeyRow(key, cursor.value.copy())))
                }
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(error)
        }
        return found
    }

    /// Up to `limit` rows of keys behind a key of the table.
    func rows(
        behind last: [UInt8]?,
        limit: Int,
        in transaction: borrowing some Transaction & ~Copyable,
    ) throws(LedgerError) -> [(key: [UInt8], row: KeyRow?)] {
        var rows: [(key: [UInt8], row: KeyRow?)] = []
        do {
            var cursor = try transaction.cursor(table)
            let start = last.map { $0 + [0] } ?? [0]
            var isFound = try cursor.seek(start.span)
            while isFound, rows.count < limit {
                let key = cursor.key.copy()
                rows.append((key, KeyRow(key, cursor.value.copy())))
                isFound = try cursor.next()
            }
        } catch {
            throw LedgerError(anyOf: error)
        }
        return rows
    }

    /// Visits the rows of all keys, in the order of their ids.
    func forEachKey(
        in transaction: borrowing some Transaction & ~Copyable,
        _ visit: (KeyRow) throws(LedgerError) -> Void,
    ) throws(LedgerError) {
        var last: [UInt8]?
        while true {
            let rows = try rows(behind: last, limit: Self.pageMaximum, in: transaction)
            guard let end = rows.last?.key else { return }
            last = end
            for case (_, let row?) in rows { try visit(row) }
        }
    }
}

// MARK: - Writing

extension KeyTable {
    func write(
        _ master: MasterKey,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) {
        var value: [UInt8] = []
        value.appendLittleEndian(master.generation)
        value += try master.proof()
        do {
            try transaction.put(table, Self.masterKey, value)
        } catch {
            throw LedgerError(error)
        }
    }

    /// Writes rows of keys, which come in the order of their ids.
    func write(
        _ rows: [NewRow],
        in transaction: inout WriteTransaction,
    ) throws(LMDBError) {
        try transaction.write(to: table) { (writer) throws(LMDBError) in
            for row in rows { try writer.put(row.id.bytes.span, row.value.span) }
        }
    }

    func delete(_ id: KeyID, in transaction: inout WriteTransaction) throws(LedgerError) {
        do {
            try transaction.delete(table, id.bytes)
        } catch {
            throw LedgerError(error)
        }
    }

    /// Wraps every key by another master.
    ///
    /// A row that does not open stays as it is: nothing can be made of it, and it must keep nobody
    /// from being erased.
    /// - Returns: the names of the keys that did not open.
    /// - Complexity: O(keys): each is opened, wrapped and written.
    func rewrap(
        from old: MasterKey,
        to new: MasterKey,
        in transaction: inout WriteTransaction,
    ) throws(LedgerError) -> [String] {
        var damaged: [String] = []
        var last: [UInt8]?
        var nonces = Nonces()
        while true {
            let rows = try rows(behind: last, limit: Self.pageMaximum, in: transaction)
            guard let end = rows.last?.key else { return damaged }
            last = end
            for (key, row) in rows where !Self.isMaster(key) {
                guard let row, let secret = try? old.unwrap(row.wrapped, of: row.id) else {
                    damaged.append(Self.name(of: key))
                    continue
                }
                let wrapped = try new.wrap(secret, of: row.id, nonce: nonces.next())
                let value = KeyRow.value(subject: row.subject, wrapped: wrapped)
                do {
                    try transaction.put(table, key, value)
                } catch {
                    throw LedgerError(error)
                }
            }
        }
    }

    /// A key's name as messages have it, whatever its bytes are.
    private static func name(of key: [UInt8]) -> String {
        guard key.count == KeyID.byteCount, let id = KeyID(key.span) else {
            return "of \(key.count) bytes"
        }
        return id.description
    }
}

/// A key that a transaction makes; a reference, for it is passed on to other threads.
final class NewKey: Sendable {
    let subject: DataSubject
    let key: DataKey
    private let secret: [UInt8]
    private let nonce: [UInt8]
    private let master: MasterKey

    init(of subject: DataSubject, since position: UInt64, wrappedBy sealer: inout Sealer) {
        self.subject = subject
        secret = sealer.secrets.next()
        nonce = sealer.nonces.next()
        master = sealer.master
        key = DataKey(id: KeyID(subject, since: position), secret: SymmetricKey(data: secret))
    }

    /// The value of its row: the key, wrapped.
    func row() throws(LedgerError) -> [UInt8] {
        KeyTable.KeyRow.value(
            subject: subject.low,
            wrapped: try master.wrap(secret, of: key.id, nonce: nonce)
        )
    }
}
