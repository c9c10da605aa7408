import Testing

@testable import Interchange

@Suite("Lines of a file")
struct LineSourceTests {
    private let files: Files

    init() throws { files = try Files() }

    @Test(arguments: ["\n", "\r\n"])
    func `lines end with a line feed, with or without a carriage return`(_ end: String) throws {
        let text = line("a") + end + line("b") + end
        let contents = try Contents(try files.make("lines.jsonl", text.utf8))
        #expect(contents.ids == ["a", "b"])
        #expect(contents.texts == [line("a"), line("b")])
        #expect(contents.events.map(\.line) == [1, 2])
    }

    @Test func `the last line needs no line break`() throws {
        let contents = try Contents(try files.make("lines", (line("a") + "\n" + line("b")).utf8))
        #expect(contents.ids == ["a", "b"])
    }

    @Test func `blank lines count as lines and are passed over`() throws {
        let text = "\n  \t\r\n" + line("a") + "\n\n\n" + line("b") + "\n \n"
        let contents = try Contents(try files.make("lines", text.utf8))
        #expect(contents.events.map(\.line) == [3, 6])
        #expect(contents.lines.count == 2)
    }

    @Test func `a byte order mark at the beginning is passed over`() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let lines = try Contents(try files.make("lines", mark + Array(line("a").utf8)))
        #expect(lines.ids == ["a"])
        let batch = try Contents(try files.make("batch", mark + Array("[\(line("a"))]".utf8)))
        #expect(batch.ids == ["a"])
    }

    @Test(arguments: ["", "\n", " \n\t", "\u{FEFF}", "[]", "[ ]\n", "\n [\n]"])
    func `a file without events has none`(_ text: String) throws {
        let contents = try Contents(try files.make("empty", text.utf8))
        #expect(contents.lines.isEmpty)
        #expect(contents.error == nil)
    }

    @Test(arguments: [1, 2, 3, 5])
    func `blocks hold whole lines in their order, whatever their size`(_ items: Int) throws {
        let ids = (0..<200).map { "event-\($0)" }
        let text = ids.map { line($0) + "\n" }.joined()
        let limits = LineSource.Limits(bytes: 1_000, items: items)
        let contents = try Contents(try files.make("lines", text.utf8), limits: limits)
        #expect(contents.ids == ids)
        #expect(contents.events.map(\.line) == Array(1...200))
        #expect(contents.blocks.allSatisfy { $0.items.count <= items })
    }

    @Test func `the size of a block does not grow with the file`() throws {
        let text = (0..<20_000).map { line("event-\($0)") + "\n" }.joined()
        let limits = LineSource.Limits(bytes: 100_000, items: 500)
        let contents = try Contents(try files.make("lines", text.utf8), limits: limits)
        #expect(contents.ids.count == 20_000)
        #expect(contents.blocks.count >= 40)
        // What one read adds may stand behind the last line.
        #expect(contents.blocks.allSatisfy { $0.bytes.count <= 100_000 + 256 << 10 })
        #expect(contents.blocks.last?.bytesRead == text.utf8.count)
    }

    @Test func `a line that is too long is named and not kept`() throws {
        let long = line("long", text: String(repeating: "x", count: LineSource.maximumItemBytes))
        let text = [line("a"), long, line("b"), long, line("c")].joined(separator: "\n")
        let contents = try Contents(try files.make("lines", text.utf8))
        #expect(contents.ids == ["a", "b", "c"])
        #expect(contents.events.map(\.line) == [1, 3, 5])
        let complaint = "longer than 8388608 bytes: split the event"
        #expect(contents.complaints == ["2:1: \(complaint)", "4:1: \(complaint)"])
        #expect(
            contents.blocks.allSatisfy { $0.bytes.count < LineSource.maximumItemBytes + 1 << 20 }
        )
    }

    @Test func `an element of a batch that is too long is named and not kept`() throws {
        let long = line("long", text: String(repeating: "x", count: LineSource.maximumItemBytes))
        let text = "[\n" + [line("a"), "  " + long, line("b")].joined(separator: ",\n") + "\n]"
        let contents = try Contents(try files.make("batch", text.utf8))
        #expect(contents.ids == ["a", "b"])
        #expect(contents.events.map(\.line) == [2, 4])
        #expect(contents.complaints == ["3:3: longer than 8388608 bytes: split the event"])
    }

    @Test func `a file that is not there is an error that names it`() throws {
        let path = files.path("nowhere.jsonl")
        let contents = try Contents(InputFile(path))
        #expect(contents.error?.code == .noSuchFile)
        #expect(contents.error?.message == "there is no file \(path): check the path")
    }

    @Test func `a folder is no file`() throws {
        let contents = try Contents(InputFile("/tmp"))
        #expect(contents.error?.code == .unreadable)
        #expect(contents.error?.message == "/tmp is a folder: name the files in it")
    }

    @Test func `files can be checked before they are read`() throws {
        try files.make("lines", line("a").utf8).check()
        let error = #expect(throws: InputError.self) {
            try InputFile(files.path("nowhere")).check()
        }
        #expect(error?.code == .noSuchFile)
    }
}
