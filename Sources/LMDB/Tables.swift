import CLMDB
import Synchronization

extension WriteTransaction {
    /// Opens the table `name` with integer keys, making it when `create` is true and it is missing.
    ///
    /// Usable at once in this transaction, and in those that begin after its commit.
    /// - Throws: `.notFound`, `.incompatible` if the name is something else, `.tablesFull`.
    package mutating func openPositionTable(
        _ name: String,
        create: Bool = false,
    ) throws(LMDBError) -> PositionTable {
        let flags = UInt32(MDB_INTEGERKEY) | (create ? UInt32(MDB_CREATE) : 0)
        return PositionTable(name: name, identifier: try handle.openTable(name, flags))
    }

    /// Opens the table `name` with keys of bytes, making it when `create` is true and it is
    /// missing.
    ///
    /// Usable at once in this transaction, and in those that begin after its commit.
    /// - Throws: `.notFound`, `.incompatible` if the name is something else, `.tablesFull`.
    package mutating func openBytesTable(
        _ name: String,
        create: Bool = false,
    ) throws(LMDBError) -> BytesTable {
        let flags = create ? UInt32(MDB_CREATE) : 0
        return BytesTable(name: name, identifier: try handle.openTable(name, flags))
    }
}

extension Environment {
    /// Opens the existing table `name` with integer keys, for all transactions begun from now on.
    ///
    /// Waits for the writer unless the environment is read-only; the thread must not be it.
    /// - Throws: `.notFound`, `.incompatible` if the name is something else, `.tablesFull`.
    package borrowing func openPositionTable(
        _ name: String
    ) throws(LMDBError) -> PositionTable {
        let flags = UInt32(MDB_INTEGERKEY)
        return PositionTable(name: name, identifier: try core.openTable(name, flags))
    }

    /// Opens the existing table `name` with keys of bytes, for all transactions begun from now on.
    ///
    /// Waits for the writer unless the environment is read-only; the thread must not be it.
    /// - Throws: `.notFound`, `.incompatible` if the name is something else, `.tablesFull`.
    package borrowing func openBytesTable(_ name: String) throws(LMDBError) -> BytesTable {
        BytesTable(name: name, identifier: try core.openTable(name, 0))
    }

    /// Deletes a named table with all its rows, durably; its value must not be used afterwards.
    ///
    /// First empties it in a transaction of its own, then waits until no transaction of this
    /// process is live and removes the name: readers of this process could not bear that.
    /// - Throws: as a commit. If interrupted between the two, an empty table is left.
    package borrowing func dropTable(_ table: some Table) throws(LMDBError) {
        var emptying = try beginWrite()
        try emptying.clear(table)
        try emptying.commit()
        try core.removeTable(table.slot)
    }
}

extension Environment {
    /// Closes named tables for this process, so that their places are free for others.
    ///
    /// Does nothing while any transaction of this process is live, for it might be using them. The
    /// caller sees to it that nobody uses the values afterwards: another table may have the place.
    /// - Returns: whether they were closed.
    @discardableResult
    package borrowing func closeIfIdle(_ tables: [TableSlot]) -> Bool {
        core.closeIfIdle(tables)
    }
}

extension EnvironmentCore {
    func closeIfIdle(_ tables: [TableSlot]) -> Bool {
        gate.exclusivelyIfIdle {
            for table in tables {
                // Safety: the gate is ours alone, so no transaction uses the handle, none has
                // changed it without a commit, and nobody is opening another one.
                unsafe mdb_dbi_close(pointer, table.identifier)
            }
        }
    }

    /// Opens a table in a short transaction, because only a commit makes it known to others.
    ///
    /// liblmdb allows one transaction at a time to do this: the writer's lock sees to it, and
    /// where there is no writer a lock of our own.
    func openTable(_ name: String, _ flags: UInt32) throws(LMDBError) -> UInt32 {
        requireNoWriteTransactionHere("open a table outside it")
        guard access != .readWrite else { return try openTable(name, flags, begin: 0) }
        return try tableOpening.withLock { _ throws(LMDBError) in
            try openTable(name, flags, begin: UInt32(MDB_RDONLY))
        }
    }

    private func openTable(
        _ name: String,
        _ flags: UInt32,
        begin: UInt32,
    ) throws(LMDBError) -> UInt32 {
        // Safety: this function owns the transaction and ends it on both paths.
        let transaction = unsafe try self.begin(begin, "open table")
        defer { gate.leave() }
        let identifier: UInt32
        do throws(LMDBError) {
            identifier = unsafe try TransactionHandle(pointer: transaction).openTable(name, flags)
        } catch {
            unsafe mdb_txn_abort(transaction)
            throw error
        }
        let code = unsafe mdb_txn_commit(transaction)
        guard code == 0 else { throw writeError(code, "open table") }
        return identifier
    }

    /// Deletes the name of an empty table.
    func removeTable(_ slot: TableSlot) throws(LMDBError) {
        try gate.exclusively { () throws(LMDBError) in
            try requireAlive("drop table")
            var transaction: OpaquePointer?
            // Safety: the gate is ours alone, so no other transaction can be using the handle that
            // liblmdb frees here; the transaction is ended on both paths.
            var code = unsafe mdb_txn_begin(pointer, nil, 0, &transaction)
            guard code == 0 else { throw writeError(code, "drop table") }
            code = unsafe mdb_drop(transaction, slot.identifier, 1)
            guard code == 0 else {
                unsafe mdb_txn_abort(transaction)
                throw writeError(code, "drop table")
            }
            code = unsafe mdb_txn_commit(transaction)
            guard code == 0 else { throw writeError(code, "drop table") }
        }
    }
}

extension TransactionHandle {
    func openTable(_ name: String, _ flags: UInt32) throws(LMDBError) -> UInt32 {
        guard !name.isEmpty else {
            throw LMDBError(.keyEmpty, operation: "open table", detail: "a table needs a name")
        }
        guard name.utf8.count <= keyLengthMax else {
            throw LMDBError(.keyTooLong, operation: "open table", detail: "table name \(name)")
        }
        var identifier: UInt32 = 0
        // Safety: the transaction is alive; the name is read during the call only.
        var code = unsafe mdb_dbi_open(pointer, name, flags, &identifier)
        guard code == 0 else { throw tableError(code, name) }
        var stored: UInt32 = 0
        code = unsafe mdb_dbi_flags(pointer, identifier, &stored)
        guard code == 0 else { throw tableError(code, name) }
        guard stored == flags & UInt32(MDB_INTEGERKEY) else {
            throw tableError(MDB_INCOMPATIBLE, name)
        }
        return identifier
    }

    private func tableError(_ code: Int32, _ name: String) -> LMDBError {
        let general = error(code, "open table")
        return LMDBError(
            general.code,
            operation: "open table",
            path: general.path,
            rawCode: code,
            detail: "table \(name): \(general.code.summary)",
        )
    }
}
