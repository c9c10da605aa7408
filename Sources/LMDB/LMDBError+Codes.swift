import CLMDB
import Glibc

extension LMDBError.Code {
    /// Translates what liblmdb or the system returned.
    init(rawCode: Int32) {
        self = Self.returnCodes[rawCode] ?? Self.systemCodes[rawCode] ?? .system(rawCode)
    }

    private static let returnCodes: [Int32: Self] = [
        MDB_KEYEXIST: .keyExists,
        MDB_NOTFOUND: .notFound,
        MDB_PAGE_NOTFOUND: .pageNotFound,
        MDB_CORRUPTED: .corrupted,
        MDB_PANIC: .panic,
        MDB_VERSION_MISMATCH: .versionMismatch,
        MDB_INVALID: .invalid,
        MDB_MAP_FULL: .mapFull,
        MDB_DBS_FULL: .tablesFull,
        MDB_READERS_FULL: .readersFull,
        MDB_TLS_FULL: .threadSlotsFull,
        MDB_TXN_FULL: .transactionFull,
        MDB_CURSOR_FULL: .cursorFull,
        MDB_PAGE_FULL: .pageFull,
        MDB_MAP_RESIZED: .mapResized,
        MDB_INCOMPATIBLE: .incompatible,
        MDB_BAD_RSLOT: .badReaderSlot,
        MDB_BAD_TXN: .badTransaction,
        MDB_BAD_VALSIZE: .badValueSize,
        MDB_BAD_DBI: .badTable,
    ]

    private static let systemCodes: [Int32: Self] = [
        ENOSPC: .diskFull,
        EDQUOT: .diskFull,
        EIO: .inputOutput,
        EACCES: .accessDenied,
        EPERM: .accessDenied,
        EROFS: .accessDenied,
        ENOENT: .noSuchFile,
        ENOTDIR: .noSuchFile,
        EEXIST: .alreadyExists,
        EISDIR: .isFolder,
        EBUSY: .busy,
        EAGAIN: .busy,
        ENOMEM: .outOfMemory,
    ]

    /// True when nothing that this handle believes about the disk can be trusted any more.
    ///
    /// A failed flush may have dropped dirty pages from the system's cache, so a later success
    /// proves nothing; only reopening, which reads the disk again, does.
    static func endsEnvironment(_ rawCode: Int32) -> Bool {
        switch rawCode {
        case MDB_PANIC, MDB_CORRUPTED, MDB_PAGE_NOTFOUND: true
        case ENOMEM, EINVAL, EACCES, EPERM, EAGAIN, EBUSY: false
        default: rawCode > 0
        }
    }

    var summary: String {
        switch kind {
        case .named(let name): name.summary
        case .system(let number): systemMessage(number)
        }
    }

    var advice: String {
        switch kind {
        case .named(let name): name.advice
        case .system: "see the system's manual for this error number"
        }
    }
}

extension LMDBError.Code.Name {
    fileprivate var summary: String {
        switch self {
        case .keyExists: "the key is not greater than the last key of the table"
        case .notFound: "there is no such key or table"
        case .pageNotFound, .corrupted, .cursorFull, .pageFull: "the data file is damaged"
        case .panic: "an earlier failure left the environment unusable"
        case .versionMismatch: "the file was written by another version of LMDB"
        case .invalid: "the file is not an LMDB data file"
        case .mapFull: "the memory map has no room for the batch"
        case .tablesFull: "more tables were opened than the configuration allows"
        case .readersFull: "more readers are active than the configuration allows"
        case .threadSlotsFull: "the system has no thread-local slot left"
        case .transactionFull: "the transaction touches too many pages"
        case .mapResized: "another process grew the map and it could not be followed"
        case .incompatible: "the name is not a table or its keys are of another kind"
        case .badReaderSlot: "the reader slot is in use"
        case .badTransaction: "the transaction failed earlier or was not renewed"
        case .badValueSize: "LMDB does not take a key or value of this length"
        case .badTable: "the table was dropped or opened after the transaction began"
        case .keyTooLong: "the key is longer than 511 bytes"
        case .keyEmpty: "the key has no bytes"
        case .diskFull: "the disk is full and nothing of the transaction was kept"
        case .inputOutput: "the device failed"
        case .accessDenied: "the files or the chosen access do not permit it"
        case .noSuchFile: "the folder or its data.mdb does not exist"
        case .alreadyExists: "the path is taken"
        case .isFolder: "a folder is there, not a file"
        case .busy: "already open in this process"
        case .outOfMemory: "the system refused memory or address space"
        case .environmentDead: "an earlier write failed"
        }
    }

    fileprivate var advice: String {
        switch self {
        case .keyExists: "append greater keys only"
        case .notFound: "check the name, and that the file is the right one"
        case .pageNotFound, .corrupted, .cursorFull, .pageFull: "verify a copy of the file"
        case .panic, .environmentDead: "close and reopen the environment"
        case .versionMismatch: "open it with the version that wrote it"
        case .invalid: "check the path"
        case .mapFull: "drop the transaction, grow the environment and retry the whole batch"
        case .tablesFull: "raise maxTables"
        case .readersFull: "finish idle readers or raise maxReaders"
        case .threadSlotsFull, .outOfMemory: "raise the process's limits"
        case .transactionFull: "commit smaller batches"
        case .mapResized: "try again"
        case .incompatible: "open the table with the key kind it was created with"
        case .badReaderSlot, .badTransaction: "drop the transaction and begin a new one"
        case .badValueSize, .keyTooLong, .keyEmpty: "check the key and value before storing"
        case .badTable: "open the table again, then begin a new transaction"
        case .diskFull: "free some space, then close and reopen the environment"
        case .inputOutput: "check the device, then close and reopen the environment"
        case .accessDenied: "check owner, mode and mount, and the access asked for"
        case .noSuchFile: "check the path or create the environment first"
        case .alreadyExists: "choose another path or an empty folder"
        case .isFolder: "name a file"
        case .busy: "share the open environment"
        }
    }
}

/// The system's own sentence for an error number.
func systemMessage(_ number: Int32) -> String {
    // Safety: strerror returns a terminated string; it is copied before anything else is called.
    unsafe String(cString: strerror(number))
}
