import Foundation
import Testing

@testable import Interchange

@Suite("Files that were cut off")
struct CutFileTests {
    private let files: Files

    init() throws { files = try Files() }

    @Test func `cut at any byte, all lines before the cut are read and the broken one is named`()
        throws
    {
        let lines = [line("a"), line("b", text: #"\"é\u00e9"#), line("c")]
        let text = Array(lines.joined(separator: "\r\n").utf8)
        var starts = [0]
        for line in lines { starts.append((starts.last ?? 0) + line.utf8.count + 2) }
        for count in 0...text.count {
            let contents = try Contents(try files.make("cut", text[..<count]))
            // A line is whole from its last brace on.
            let whole = (0..<3).filter { starts[$0] + lines[$0].utf8.count <= count }.count
            let isBroken = whole < 3 && count > starts[whole]
            #expect(contents.ids == Array(["a", "b", "c"].prefix(whole)))
            #expect(contents.malformed.map(\.line) == (isBroken ? [whole + 1] : []))
            #expect(contents.malformed.allSatisfy { $0.column <= count - starts[whole] + 1 })
        }
    }

    @Test func `cut at any byte, a batch gives what is whole and one complaint`() throws {
        let lines = [line("a"), line("b", text: #"]\"},["#), line("c")]
        let text = Array(("[" + lines.joined(separator: ",\n") + "]").utf8)
        for count in 1...text.count {
            let contents = try Contents(try files.make("cut", text[..<count]))
            let whole = Self.ends(lines).filter { $0 <= count }.count
            #expect(contents.ids == Array(["a", "b", "c"].prefix(whole)))
            #expect(contents.malformed.count == (count == text.count ? 0 : 1))
        }
    }

    /// Where each element of a batch ends.
    private static func ends(_ lines: [String]) -> [Int] {
        var end = 1
        return lines.map { line in
            defer { end += 2 }
            end += line.utf8.count
            return end
        }
    }
}
