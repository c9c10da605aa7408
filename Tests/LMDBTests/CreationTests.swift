import Glibc
import LMDB
import Testing

private struct Refusal: Error {}

@Suite
struct `Creating an environment` {
    @Test
    func `folder and files are for the owner only`() throws {
        let folder = TemporaryFolder()
        _ = try Log(in: folder)
        #expect(TemporaryFolder.mode(folder("log")) == 0o700)
        #expect(TemporaryFolder.mode(folder("log/data.mdb")) == 0o600)
        #expect(TemporaryFolder.mode(folder("log/lock.mdb")) == 0o600)
    }

    @Test
    func `an error while filling leaves nothing behind`() throws {
        let folder = TemporaryFolder()
        #expect(throws: Refusal.self) {
            try Environment.create(at: folder("a")) { transaction in
                try transaction.put(.main, [1], [1])
                throw Refusal()
            }
        }
        #expect(TemporaryFolder.entries(folder.path) == [])
    }

    @Test
    func `a taken path is refused and left as it was`() throws {
        let folder = TemporaryFolder()
        _ = try Log(in: folder)
        try makeFile(folder("file"), [1])
        for name in ["log", "file", "log/"] {
            #expect(failure { try Environment.create(at: folder(name)) { _ in } } == .alreadyExists)
        }
        #expect(TemporaryFolder.entries(folder.path) == ["file", "log"])
        let log = try Log(at: folder("log"))
        #expect(try log.environment.beginRead().count(log.table) == 0)
    }

    @Test
    func `an empty folder is filled`() throws {
        let folder = TemporaryFolder()
        makeFolder(folder("a"))
        try Environment.create(at: folder("a/")) { try $0.put(.main, [1], [2]) }
        #expect(TemporaryFolder.entries(folder.path) == ["a"])
        let environment = try Environment(path: folder("a"))
        #expect(try environment.beginRead().copyValue(.main, [1]) == [2])
    }

    @Test
    func `a missing parent is refused`() {
        let folder = TemporaryFolder()
        #expect(failure { try Environment.create(at: folder("no/a")) { _ in } } == .noSuchFile)
    }
}

@Suite
struct `Opening what is no environment` {
    @Test
    func `a missing folder, an empty folder and a file are refused, and nothing is made`() throws {
        let folder = TemporaryFolder()
        makeFolder(folder("empty"))
        try makeFile(folder("file"), [1])
        for name in ["missing", "empty", "file"] {
            #expect(failure { try Environment(path: folder(name)) } == .noSuchFile)
        }
        #expect(TemporaryFolder.entries(folder.path) == ["empty", "file"])
        #expect(TemporaryFolder.entries(folder("empty")) == [])
    }

    @Test(arguments: [
        Damage("no bytes", keeping: 0),
        Damage("half of the header", keeping: 4_096),
        Damage("no magic", at: 16, [0]),
        Damage("no flag", at: 10, [0]),
        Damage("no second magic", at: 4_096 + 16, [0]),
        Damage("page size 0", at: 40, [0, 0, 0, 0]),
        Damage("page size 3", at: 40, [3, 0, 0, 0]),
        Damage("endless map", at: 39, [255]),
        Damage("a later version", at: 20, [2], .versionMismatch),
        Damage("a later layout", at: 24, [0xDE, 0xC0, 0xEF, 0xBE, 2], .versionMismatch),
    ])
    func `a damaged header is named`(damage: Damage) throws {
        let folder = TemporaryFolder()
        _ = try Log(in: folder)
        var bytes = try readFile(folder("log/data.mdb"))
        bytes.removeLast(bytes.count - min(bytes.count, damage.kept))
        bytes.replaceSubrange(
            damage.offset..<damage.offset + damage.bytes.count,
            with: damage.bytes
        )
        makeFolder(folder("damaged"))
        try makeFile(folder("damaged/data.mdb"), bytes)
        #expect(failure { try Environment(path: folder("damaged")) } == damage.expected)
        #expect(TemporaryFolder.entries(folder("damaged")) == ["data.mdb"])
    }

    @Test
    func `an environment is opened once in a process, under whatever name`() throws {
        let folder = TemporaryFolder()
        let log = try Log(in: folder)
        makeLink(folder("other"), to: folder("log"))
        #expect(failure { try Environment(path: folder("log")) } == .busy)
        #expect(failure { try Environment(path: folder("other")) } == .busy)
        let isDead = log.environment.isDead
        #expect(!isDead)
    }

    @Test
    func `closing gives the path free`() throws {
        let folder = TemporaryFolder()
        for _ in 0..<3 {
            _ = try Log(in: folder)
            _ = try Log(at: folder("log"))
            TemporaryFolder.removeTree(folder("log"))
        }
    }

    @Test
    func `read-only media are opened without a lock file`() throws {
        let folder = TemporaryFolder()
        do {
            try Log(in: folder).append(count: 3, size: 9)
        }
        removeFile(folder("log/lock.mdb"))
        let log = try Log(at: folder("log"), .init(access: .readOnlyMedia))
        #expect(try log.environment.beginRead().count(log.table) == 3)
        #expect(TemporaryFolder.entries(folder("log")) == ["data.mdb"])
        #expect(failure { try log.environment.beginWrite() } == .accessDenied)
        let isDead = log.environment.isDead
        #expect(!isDead)
    }

    @Test
    func `a read-only environment reads beside nobody and refuses to write`() throws {
        let folder = TemporaryFolder()
        do {
            try Log(in: folder).append(count: 3, size: 9)
        }
        let log = try Log(at: folder("log"), .init(access: .readOnly))
        #expect(try log.environment.beginRead().count(log.table) == 3)
        #expect(failure { try log.environment.beginWrite() } == .accessDenied)
        #expect(failure { try log.environment.sync() } == .accessDenied)
        let isDead = log.environment.isDead
        #expect(!isDead)
    }
}

/// One way in which a header can be wrong.
struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let kept: Int
    let offset: Int
    let bytes: [UInt8]
    let expected: LMDBError.Code

    init(_ name: String, keeping kept: Int) {
        self.init(name, keeping: kept, at: 0, [], .invalid)
    }

    init(_ name: String, at offset: Int, _ bytes: [UInt8], _ expected: LMDBError.Code = .invalid) {
        self.init(name, keeping: .max, at: offset, bytes, expected)
    }

    private init(
        _ name: String,
        keeping kept: Int,
        at offset: Int,
        _ bytes: [UInt8],
        _ expected: LMDBError.Code,
    ) {
        testDescription = name
        self.kept = kept
        self.offset = offset
        self.bytes = bytes
        self.expected = expected
    }
}
