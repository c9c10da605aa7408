import Glibc
import LMDB
import Testing

@Suite struct `Writing files` {
    private let folder = TemporaryFolder()

    /// A file outside, which no writing may reach.
    private func outside() throws -> String {
        let path = folder("outside")
        try makeFile(path, [1, 2, 3])
        return path
    }

    private func error(_ body: () throws -> Void) -> LMDBError? {
        do {
            try body()
            return nil
        } catch {
            return error as? LMDBError
        }
    }

    private func files(of folder: SyncedFolder) throws -> [String] {
        var walk = try folder.files()
        var files: [String] = []
        while let name = try walk.next() { files.append(name) }
        return files.sorted()
    }

    @Test func `a file takes the place of a link, and what that led to stays as it was`() throws {
        let outside = try outside()
        makeFolder(folder("in"))
        makeLink(folder("in/a"), to: outside)
        makeLink(folder("b"), to: outside)
        makeLink(folder("c"), to: outside)
        let into = try SyncedFolder(at: folder("in"))
        try into.write("a", [9])
        try into.finish()
        try FileSystem.replace(folder("b"), [8])
        let file = try SyncedFile(at: folder("c"))
        try file.write([7])
        try file.finish()
        #expect(try readFile(folder("in/a")) == [9])
        #expect(try readFile(folder("b")) == [8])
        #expect(try readFile(folder("c")) == [7])
        #expect(try readFile(outside) == [1, 2, 3])
        #expect(TemporaryFolder.entries(folder.path) == ["b", "c", "in", "outside"])
        #expect(TemporaryFolder.entries(folder("in")) == ["a"])
    }

    @Test func `nothing is made through a link`() throws {
        let outside = try outside()
        makeLink(folder("link"), to: outside)
        makeLink(folder("nowhere"), to: folder("new"))
        #expect(error { _ = try OutputFile(making: folder("link")) }?.code == .alreadyExists)
        #expect(error { _ = try OutputFile(making: folder("nowhere")) }?.code == .alreadyExists)
        #expect(try readFile(outside) == [1, 2, 3])
        #expect(TemporaryFolder.entries(folder.path) == ["link", "nowhere", "outside"])
    }

    @Test func `a folder that is a link is not written into`() throws {
        makeFolder(folder("elsewhere"))
        makeFolder(folder("in"))
        makeLink(folder("in/tile"), to: folder("elsewhere"))
        let into = try SyncedFolder(at: folder("in"))
        let refusal = error { try into.write("tile/0/000", [1]) }
        #expect(refusal?.code == .alreadyExists)
        #expect(refusal?.path == folder("in/tile"))
        #expect(refusal?.message.contains("a symbolic link") == true)
        #expect(TemporaryFolder.entries(folder("elsewhere")) == [])
        #expect(TemporaryFolder.entries(folder("in")) == ["tile"])
        #expect(error { _ = try files(of: into) }?.path == folder("in/tile"))
    }

    @Test func `a link that is put in the way of a folder is not followed`() throws {
        makeFolder(folder("elsewhere"))
        let into = try SyncedFolder(at: folder("in"))
        try into.write("tile/0", [1])
        try FileSystem.move(folder("in/tile"), to: folder("away"))
        makeLink(folder("in/tile"), to: folder("elsewhere"))
        // The folder is still held open; once another was written to, it is looked for again.
        try into.write("tile/1", [2])
        #expect(TemporaryFolder.entries(folder("away")) == ["0", "1"])
        try into.write("blobs/a", [3])
        #expect(error { try into.write("tile/2", [4]) }?.code == .alreadyExists)
        #expect(TemporaryFolder.entries(folder("elsewhere")) == [])
    }

    @Test func `the folder itself may be reached by a link`() throws {
        makeFolder(folder("real"))
        makeLink(folder("name"), to: folder("real"))
        let into = try SyncedFolder(at: folder("name"))
        try into.write("x/y", [5])
        #expect(try readFile(folder("real/x/y")) == [5])
        #expect(try files(of: into) == ["x/y"])
    }

    @Test func `a file in a folder's place is told`() throws {
        try makeFile(folder("file"), [])
        #expect(error { _ = try SyncedFolder(at: folder("file")) }?.code == .alreadyExists)
        makeFolder(folder("in"))
        try makeFile(folder("in/tile"), [])
        let into = try SyncedFolder(at: folder("in"))
        #expect(error { try into.write("tile/0", [1]) }?.path == folder("in/tile"))
    }

    @Test func `a folder in a file's place is told before anything is written`() throws {
        makeFolder(folder("shop"))
        #expect(error { _ = try SyncedFile(at: folder("shop")) }?.code == .isFolder)
        #expect(error { try FileSystem.replace(folder("shop"), [1]) }?.code == .isFolder)
        #expect(TemporaryFolder.entries(folder.path) == ["shop"])
    }

    @Test func `two do not write into one folder`() throws {
        let first = try SyncedFolder(at: folder("in"))
        #expect(error { _ = try SyncedFolder(at: folder("in")) }?.code == .busy)
        try first.write("a", [1])
        withExtendedLifetime(first) {}
    }

    @Test func `what a writer that died left is removed, and nothing else`() throws {
        makeFolder(folder("in"))
        try makeFile(folder("in/.partial-3x"), [1])
        try makeFile(folder("in/partial"), [2])
        let into = try SyncedFolder(at: folder("in"))
        #expect(try into.names() == ["partial"])
        #expect(try files(of: into) == ["partial"])
        #expect(TemporaryFolder.entries(folder("in")) == ["partial"])
    }

    @Test func `what the writer needs itself is no file of the folder, wherever the walk is`()
        throws
    {
        let into = try SyncedFolder(at: folder("in"))
        let names = (0..<40).map { "x/\($0 % 7)/\($0)" } + ["y", "z/.partial-of-others"]
        for name in names { try into.write(name, [1]) }
        var walk = try into.files()
        var found: [String] = []
        while let name = try walk.next() {
            found.append(name)
            try FileSystem.make(into.scratch("\(found.count)"), [1])
        }
        #expect(found.sorted() == names.sorted())
        #expect(try files(of: into) == names.sorted())
        #expect(TemporaryFolder.entries(folder("in")) == ["x", "y", "z"], "the rest is removed")
    }

    @Test func `files and names are told without a look at what is in them`() throws {
        let into = try SyncedFolder(at: folder("in"))
        try into.write("x/y", [5])
        makeLink(folder("in/link"), to: folder("in/x/y"))
        #expect(try into.has("x/y"))
        for name in ["x", "link", "x/z", "z/y"] { #expect(try !into.has(name), "\(name)") }
        #expect(try into.names(in: "x") == ["y"])
        #expect(try into.names(in: "z") == [])
        #expect(error { _ = try into.names(in: "x/y") }?.path == folder("in/x/y"))
    }

    @Test func `a file that was not finished leaves nothing`() throws {
        do {
            let file = try SyncedFile(at: folder("x"))
            try file.write([1, 2, 3])
        }
        #expect(TemporaryFolder.entries(folder.path) == [])
    }
}
