/// A failure of the storage engine or of the files below it.
///
/// Two errors are equal when their codes are equal; the rest tells a person where it happened.
package struct LMDBError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, as a stable name.
    package let code: Code
    /// What was being done, for instance `commit` or `open`.
    package let operation: String
    /// The environment's folder or the file at fault, where one is known.
    package let path: String?
    /// The number liblmdb or the system returned; 0 when the check was our own.
    package let rawCode: Int32
    /// What exactly was found, for checks of our own that know more than the code says.
    package let detail: String?

    package init(
        _ code: Code,
        operation: String,
        path: String? = nil,
        rawCode: Int32 = 0,
        detail: String? = nil,
    ) {
        self.code = code
        self.operation = operation
        self.path = path
        self.rawCode = rawCode
        self.detail = detail
    }

    package static func == (one: LMDBError, other: LMDBError) -> Bool {
        one.code == other.code
    }

    /// What happened, where, and what to do next, in one line.
    package var message: String {
        let place = path.map { " (\($0))" } ?? ""
        let number = rawCode == 0 ? "" : " [\(rawCode)]"
        let happened = detail ?? code.summary
        return "\(operation)\(place): \(code): \(happened)\(number); \(code.advice)"
    }

    package var description: String { message }
}

extension LMDBError {
    /// The name of a failure; new names may be added, so a `switch` over codes needs a default.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        enum Kind: Hashable, Sendable {
            case named(Name)
            case system(Int32)
        }

        let kind: Kind

        private init(_ name: Name) {
            kind = .named(name)
        }

        private init(system number: Int32) {
            kind = .system(number)
        }

        /// The lower-case name that logs and documents use.
        package var description: String {
            switch kind {
            case .named(let name): name.rawValue
            case .system(let number): "system error \(number)"
            }
        }
    }
}

extension LMDBError.Code {
    enum Name: String, Hashable, Sendable {
        case keyExists = "key exists"
        case notFound = "not found"
        case pageNotFound = "page not found"
        case corrupted = "corrupted"
        case panic = "panic"
        case versionMismatch = "version mismatch"
        case invalid = "invalid"
        case mapFull = "map full"
        case tablesFull = "tables full"
        case readersFull = "readers full"
        case threadSlotsFull = "thread slots full"
        case transactionFull = "transaction full"
        case cursorFull = "cursor full"
        case pageFull = "page full"
        case mapResized = "map resized"
        case incompatible = "incompatible"
        case badReaderSlot = "bad reader slot"
        case badTransaction = "bad transaction"
        case badValueSize = "bad value size"
        case badTable = "bad table"
        case keyTooLong = "key too long"
        case keyEmpty = "key empty"
        case diskFull = "disk full"
        case inputOutput = "input/output"
        case accessDenied = "access denied"
        case noSuchFile = "no such file"
        case alreadyExists = "already exists"
        case isFolder = "is a folder"
        case busy = "busy"
        case outOfMemory = "out of memory"
        case environmentDead = "environment dead"
    }

    /// An append's key is not greater than the table's last key.
    package static let keyExists = Self(.keyExists)
    /// No such key, or no such table.
    package static let notFound = Self(.notFound)
    /// A page that must exist does not: the file is damaged.
    package static let pageNotFound = Self(.pageNotFound)
    /// A page holds what it cannot hold: the file is damaged.
    package static let corrupted = Self(.corrupted)
    /// An earlier failure left the environment unusable.
    package static let panic = Self(.panic)
    /// The file was written by a version of LMDB that this one cannot read.
    package static let versionMismatch = Self(.versionMismatch)
    /// The file is not an LMDB file.
    package static let invalid = Self(.invalid)
    /// The map has no room left: drop the transaction, `grow()`, and retry the whole batch.
    package static let mapFull = Self(.mapFull)
    /// More tables than `maxTables` were opened.
    package static let tablesFull = Self(.tablesFull)
    /// More readers than `maxReaders` are active, even after stale ones were cleared.
    package static let readersFull = Self(.readersFull)
    /// The system has no thread-local slot left.
    package static let threadSlotsFull = Self(.threadSlotsFull)
    /// One transaction touched more pages than LMDB can track.
    package static let transactionFull = Self(.transactionFull)
    /// A tree is deeper than LMDB allows: the file is damaged.
    package static let cursorFull = Self(.cursorFull)
    /// A page has no room where room was computed: the file is damaged.
    package static let pageFull = Self(.pageFull)
    /// Another process grew the map, and following it failed repeatedly.
    package static let mapResized = Self(.mapResized)
    /// The table has other key rules than asked for, or the name is not a table.
    package static let incompatible = Self(.incompatible)
    /// The reader slot is already in use.
    package static let badReaderSlot = Self(.badReaderSlot)
    /// The transaction failed earlier and can only be dropped.
    package static let badTransaction = Self(.badTransaction)
    /// A key or a value has a length LMDB does not take.
    package static let badValueSize = Self(.badValueSize)
    /// The table was dropped, or was opened after this transaction began.
    package static let badTable = Self(.badTable)
    /// The key is longer than 511 bytes.
    package static let keyTooLong = Self(.keyTooLong)
    /// The key has no bytes.
    package static let keyEmpty = Self(.keyEmpty)
    /// The disk or the quota is used up; the transaction was not committed.
    package static let diskFull = Self(.diskFull)
    /// The device failed to read or write.
    package static let inputOutput = Self(.inputOutput)
    /// Rights are missing, or a write was asked of a read-only environment.
    package static let accessDenied = Self(.accessDenied)
    /// The folder or its data file does not exist.
    package static let noSuchFile = Self(.noSuchFile)
    /// The place where an environment should be created is taken.
    package static let alreadyExists = Self(.alreadyExists)
    /// A folder is where a file is asked for.
    package static let isFolder = Self(.isFolder)
    /// The environment is already open in this process.
    package static let busy = Self(.busy)
    /// The system refused memory or address space.
    package static let outOfMemory = Self(.outOfMemory)
    /// An earlier write failed in a way that makes this handle's view of the disk doubtful.
    package static let environmentDead = Self(.environmentDead)

    /// Any other error number of the operating system.
    package static func system(_ number: Int32) -> Self {
        Self(system: number)
    }
}
