import Glibc
import LMDB
import Testing

@Suite
struct `A disk that is full` {
    @Test
    func `is named, ends the environment, and loses nothing that was committed`() throws {
        let folder = TemporaryFolder()
        let disk = try SmallDisk(at: folder("disk"), sizeBytes: 2 << 20)
        var committed = 0
        do {
            try Environment.create(at: disk.path + "/log") { transaction in
                _ = try transaction.openPositionTable("log", create: true)
            }
            let log = try Log(at: disk.path + "/log")
            var code: LMDBError.Code?
            while code == nil {
                let start = UInt64(committed)
                code = failure { try log.append(from: start, count: 100, size: 1_000) }
                committed += code == nil ? 100 : 0
            }
            #expect(code == .diskFull)
            let isDead = log.environment.isDead
            #expect(isDead)
            #expect(failure { try log.environment.beginWrite() } == .environmentDead)
            #expect(failure { try log.environment.beginRead() } == .environmentDead)
            #expect(failure { try log.environment.statistics() } == .environmentDead)
        }
        let log = try Log(at: disk.path + "/log")
        #expect(try log.environment.beginRead().count(log.table) == committed)
        disk.enlarge(sizeBytes: 8 << 20)
        try log.append(from: UInt64(committed), count: 100, size: 1_000)
        #expect(try log.environment.beginRead().count(log.table) == committed + 100)
    }

    @Test
    func `leaves nothing of a creation that did not fit`() throws {
        let folder = TemporaryFolder()
        let disk = try SmallDisk(at: folder("disk"), sizeBytes: 1 << 20)
        let code = failure {
            try Environment.create(at: disk.path + "/log") { transaction in
                let table = try transaction.openPositionTable("log", create: true)
                for key in UInt64(0)..<2_000 {
                    try transaction.append(table, key, [UInt8](repeating: 7, count: 1_000))
                }
            }
        }
        #expect(code == .diskFull)
        #expect(TemporaryFolder.entries(disk.path) == [])
    }
}

/// A file system of a few megabytes in memory; the test is cancelled where none can be mounted.
private struct SmallDisk: ~Copyable {
    let path: String

    init(at path: String, sizeBytes: Int) throws {
        makeFolder(path)
        // Safety: C reads the strings only during the call.
        guard unsafe mount("tmpfs", path, "tmpfs", 0, "size=\(sizeBytes)") == 0 else {
            try Test.cancel("needs the right to mount a small file system")
        }
        self.path = path
    }

    deinit {
        // Safety: C reads the path only during the call.
        _ = unsafe umount2(path, Int32(MNT_DETACH))
    }

    borrowing func enlarge(sizeBytes: Int) {
        // Safety: C reads the strings only during the call.
        _ = unsafe mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT), "size=\(sizeBytes)")
    }
}

@Suite
struct `A broken promise ends the process` {
    @Test
    func `an integer outside the bytes`() async {
        await #expect(processExitsWith: .failure) {
            let bytes: [UInt8] = [1, 2, 3]
            _ = bytes.span.uint32(at: 0)
        }
        await #expect(processExitsWith: .failure) {
            let bytes = [UInt8](repeating: 0, count: 8)
            _ = bytes.span.uint64(at: -1)
        }
        await #expect(processExitsWith: .failure) {
            var bytes: [UInt8] = [1, 2, 3]
            bytes.storeLittleEndian(UInt32(1), at: Int.max)
        }
    }

    @Test
    func `a row of a cursor that is on none`() async {
        let folder = TemporaryFolder()
        await #expect(processExitsWith: .failure) { [path = folder("a") as String] in
            let log = try Log(creatingAt: path)
            let reader = try log.environment.beginRead()
            let cursor = try reader.cursor(log.table)
            _ = cursor.value.count
        }
    }

    @Test
    func `waiting for one's own write transaction`() async {
        let folder = TemporaryFolder()
        await #expect(processExitsWith: .failure) { [path = folder("a") as String] in
            let log = try Log(creatingAt: path)
            let writer = try log.environment.beginWrite()
            try log.environment.grow()
            try writer.commit()
        }
        await #expect(processExitsWith: .failure) { [path = folder("b") as String] in
            let log = try Log(creatingAt: path)
            let writer = try log.environment.beginWrite()
            try log.environment.beginWrite().commit()
            try writer.commit()
        }
    }

    @Test
    func `clearing the table of all tables`() async {
        let folder = TemporaryFolder()
        await #expect(processExitsWith: .failure) { [path = folder("a") as String] in
            let log = try Log(creatingAt: path)
            var writer = try log.environment.beginWrite()
            try writer.clear(BytesTable.main)
        }
    }
}

@Suite
struct `An error` {
    @Test
    func `says what happened, where, and what to do next`() throws {
        let folder = TemporaryFolder()
        let error = try #require(throws: LMDBError.self) { _ = try Environment(path: folder("no")) }
        #expect(error.code == .noSuchFile)
        #expect(error.operation == "open")
        #expect(error.path == folder("no/data.mdb"))
        #expect(error.rawCode == ENOENT)
        #expect(
            error.message == """
                open (\(folder("no/data.mdb"))): no such file: the folder or its data.mdb does not \
                exist [2]; check the path or create the environment first
                """
        )
    }

    @Test
    func `equals another of the same code`() throws {
        let folder = TemporaryFolder()
        let one = try #require(throws: LMDBError.self) { _ = try Environment(path: folder("a")) }
        let other = try #require(throws: LMDBError.self) { _ = try Environment(path: folder("b")) }
        #expect(one == other)
        #expect(one.path != other.path)
    }
}
