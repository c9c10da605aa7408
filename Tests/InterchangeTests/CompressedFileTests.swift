import Foundation
import Testing

@testable import Interchange

@Suite("Compressed files")
struct CompressedFileTests {
    private let files: Files
    private let ids = (0..<3_000).map { "event-\($0)" }
    private let text: String

    init() throws {
        files = try Files()
        // Texts that do not repeat, so that the compressed bytes are many.
        var random = SeededGenerator(seed: 7)
        text = ids.map { line($0, text: random.word(80)) + "\n" }.joined()
    }

    @Test func `a file that ends in gz is decompressed`() throws {
        let compressed = try gzip(text.utf8)
        let contents = try Contents(try files.make("events.jsonl.gz", compressed))
        #expect(contents.ids == ids)
        #expect(contents.error == nil)
        #expect(contents.blocks.last?.bytesRead == compressed.count)
    }

    @Test func `a batch may be compressed too`() throws {
        let batch = "[" + [line("a"), line("b")].joined(separator: ",\n") + "]"
        let contents = try Contents(try files.make("events.json.gz", try gzip(batch.utf8)))
        #expect(contents.ids == ["a", "b"])
    }

    @Test func `a file that gzip did not write is named`() throws {
        let file = try files.make("events.jsonl.gz", text.utf8)
        let contents = try Contents(file)
        #expect(contents.lines.isEmpty)
        #expect(contents.error?.code == .damaged)
        #expect(
            contents.error?.message
                == "\(file.path):1: cannot be decompressed to its end (not in gzip format): what stands"
                + " before the damage was read"
        )
    }

    @Test func `what stands before the end of a file that was cut off is read`() throws {
        let compressed = try gzip(text.utf8)
        let file = try files.make("events.jsonl.gz", compressed.prefix(compressed.count * 2 / 3))
        let contents = try Contents(file)
        #expect(contents.error?.code == .damaged)
        #expect(contents.error?.message.contains("(unexpected end of file)") == true)
        #expect(contents.ids.count > 1_000)
        #expect(contents.ids == Array(ids.prefix(contents.ids.count)))
        #expect(contents.malformed.map(\.line) == [contents.ids.count + 1])
        #expect(contents.error?.line == contents.ids.count + 1)
    }

    @Test func `what stands before a damaged byte is read`() throws {
        var compressed = try gzip(text.utf8)
        for index in compressed.count / 2..<compressed.count / 2 + 64 { compressed[index] ^= 0x5A }
        let contents = try Contents(try files.make("events.jsonl.gz", compressed))
        #expect(contents.error?.code == .damaged)
        #expect(contents.ids.count > 500)
        #expect(contents.ids.prefix(500) == ids.prefix(500))
    }

    @Test func `an empty file is no compressed one`() throws {
        let contents = try Contents(try files.make("events.jsonl.gz", []))
        #expect(contents.lines.isEmpty)
        #expect(contents.error?.code == .damaged)
    }

    @Test func `bytes behind the end are damage behind all that was read`() throws {
        let compressed = try gzip(text.utf8) + Array("garbage".utf8)
        let contents = try Contents(try files.make("events.jsonl.gz", compressed))
        #expect(contents.ids == ids)
        #expect(contents.error?.code == .damaged)
        #expect(contents.error?.line == ids.count + 1)
    }

    @Test func `compressed bytes under a plain name are decompressed`() throws {
        let contents = try Contents(try files.make("events.jsonl", try gzip(text.utf8)))
        #expect(contents.ids == ids)
        #expect(contents.error == nil)
    }

    @Test func `a plain file of a byte or two is read as it is`() throws {
        for text in ["{", "{}", "\u{1F}"] {
            let contents = try Contents(try files.make("events.jsonl", text.utf8))
            #expect(contents.error == nil)
            #expect(contents.malformed.count == 1)
        }
    }

    @Test func `without the program the error says what to install`() throws {
        let file = try files.make("events.jsonl.gz", try gzip(text.utf8))
        let error = #expect(throws: InputError.self) {
            _ = try Decompressor(try file.open(), of: file, searching: "/nowhere:/dev")
        }
        #expect(error?.code == .programMissing)
        #expect(error?.message.contains("the program gzip is not on the PATH") == true)
    }
}
