import CLMDB
import Glibc

extension Environment {
    /// Copies the last commit into an empty folder, while readers and writers go on.
    ///
    /// Free pages are left out. Nothing is flushed: `build(at:files:_:)` does that. The pages of
    /// the snapshot are kept as long as the copy lasts, so the file may grow meanwhile.
    /// - Throws: `.diskFull`, `.inputOutput`, `.alreadyExists` where the folder has a data file.
    /// - Complexity: O(bytes in use).
    package borrowing func copy(to folder: String) throws(LMDBError) {
        try core.copy(to: folder)
    }
}

extension EnvironmentCore {
    func copy(to folder: String) throws(LMDBError) {
        // A reader of our own first: it follows a map that another process grew.
        let flags = UInt32(MDB_RDONLY)
        // Safety: the transaction is ours and ends in this function; it also counts at the gate,
        // so that the map stays where it is while liblmdb copies from it.
        let reader = unsafe try begin(flags, "copy")
        defer {
            unsafe mdb_txn_abort(reader)
            gate.leave()
        }
        // Safety: the environment is open; C reads the path only during the call.
        var code = unsafe mdb_env_copy2(pointer, folder, UInt32(MDB_CP_COMPACT))
        if code == MDB_INCOMPATIBLE {
            // Some pages belong to no table and to no list of free pages, as after a crash of old:
            // a copy of all pages takes them along.
            FileSystem.removeFile(folder + "/data.mdb")
            code = unsafe mdb_env_copy2(pointer, folder, 0)
        }
        guard code == 0 else { throw copyError(code, folder) }
        try FileSystem.setMode(folder + "/data.mdb", 0o600)
    }

    /// A copy that fails says nothing about the environment itself.
    private func copyError(_ code: Int32, _ folder: String) -> LMDBError {
        let isFull = code == EIO && (FileSystem.freeBytes(folder).map { $0 < 1 << 20 } ?? false)
        return LMDBError(
            isFull ? .diskFull : .init(rawCode: code),
            operation: "copy",
            path: folder,
            rawCode: code
        )
    }
}
