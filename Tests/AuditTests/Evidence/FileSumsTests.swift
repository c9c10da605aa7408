import Audit
import EventLog
import Foundation
import LedgerTesting
import MerkleTree
import Testing

@Suite struct `The sums of many files` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func sums(
        recentMaximum: Int,
        runsMaximum: Int = FileSums.runsMaximum
    ) -> FileSums {
        FileSums(recentMaximum: recentMaximum, runsMaximum: runsMaximum) { [folder] in folder($0) }
    }

    private func text(of sums: FileSums) throws -> [UInt8] {
        var text: [UInt8] = []
        try sums.lines { text += $0 }
        return text
    }

    @Test(arguments: [1, 2, 7, 1_000], [2, 3, FileSums.runsMaximum])
    func `come in the order of names, the newest of each, however few are at hand`(
        recentMaximum: Int,
        runsMaximum: Int
    ) throws {
        let seed = SeededGenerator.announcedSeed(
            for: "file sums by \(recentMaximum) in \(runsMaximum) runs"
        )
        var random = SeededGenerator(seed: seed)
        var expected: [String: MerkleHash] = [:]
        let sums = sums(recentMaximum: recentMaximum, runsMaximum: runsMaximum)
        for _ in 0..<200 {
            let index = UInt64.random(in: 0..<3_000, using: &random)
            let width = Int.random(in: 1...256, using: &random)
            let name = "\(TilePath(.entries, index: index / 20 * 20, width: width / 129 * 128 + 1))"
            let sum = TreeHasher.leaf(Array("\(index)".utf8).span)
            try sums.keep(name, sum)
            expected[name] = sum
        }
        let lines = expected.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }
        #expect(String(decoding: try text(of: sums), as: UTF8.self) == lines.joined())
    }

    @Test(arguments: [1, 2, 3, 1_000])
    func `come in the order of the names' bytes, and equal strings of other bytes are two names`(
        recentMaximum: Int
    ) throws {
        // The same letter, decomposed and composed; another stands between the two by their bytes.
        let names = ["e\u{301}", "f", "\u{e9}"]
        let sums = sums(recentMaximum: recentMaximum, runsMaximum: 2)
        var expected: [UInt8] = []
        for name in names {
            expected += Array("\(TreeHasher.leaf(Array(name.utf8).span))  \(name)\n".utf8)
        }
        for name in [names[2], names[0], names[1]] {
            try sums.keep(name, TreeHasher.leaf(Array(name.utf8).span))
        }
        #expect(try text(of: sums) == expected)
    }

    @Test func `leave no file behind`() throws {
        do {
            let sums = sums(recentMaximum: 2)
            for number in 0..<9 {
                try sums.keep("\(number)", TreeHasher.leaf([UInt8(number)].span))
            }
            #expect(try folder.entries == ["sums-0", "sums-1", "sums-2", "sums-3"])
        }
        #expect(try folder.entries == [])
    }

    @Test func `wait in few files, which are merged when there are too many, and the newest stay`()
        throws
    {
        do {
            let sums = sums(recentMaximum: 2, runsMaximum: 3)
            for round in 0..<4 {
                for number in 0..<9 {
                    try sums.keep("\(number)", TreeHasher.leaf([UInt8(round), UInt8(number)].span))
                    #expect(try folder.entries.count < 3)
                }
                guard round == 0 else { continue }
                // The first three were merged into the fourth.
                #expect(try folder.entries == ["sums-3", "sums-4"])
            }
            let lines = (0..<9).map { number in
                "\(TreeHasher.leaf([3, UInt8(number)].span))  \(number)\n"
            }
            #expect(String(decoding: try text(of: sums), as: UTF8.self) == lines.joined())
        }
        #expect(try folder.entries == [])
    }

    /// What somebody makes of a file of two lines.
    enum Change: CaseIterable {
        case foreignLine, lineLess, lineMore, nothingLeft

        func callAsFunction(_ text: String) -> String {
            let lines = text.split(separator: "\n").map { "\($0)\n" }
            return switch self {
            case .foreignLine: "\(lines[0])letter\n"
            case .lineLess: lines[0]
            case .lineMore: text + lines[1].replacing("  ", with: "  x")
            case .nothingLeft: ""
            }
        }
    }

    @Test(arguments: Change.allCases)
    func `in a file that was changed are an error, not a shorter manifest`(change: Change) throws {
        let sums = sums(recentMaximum: 2, runsMaximum: 3)
        for number in 0..<5 { try sums.keep("\(number)", TreeHasher.leaf([UInt8(number)].span)) }
        let file = folder("sums-0")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try Data(change(text).utf8).write(to: URL(filePath: file))
        #expect {
            try self.text(of: sums)
        } throws: { error in
            let error = error as? LedgerError
            return error?.code == .inputOutput && error?.message == "\(file) was changed: try again"
        }
        // The next one makes the third file, with which the others would be merged.
        #expect(throws: LedgerError(.inputOutput, "")) {
            try sums.keep("5", TreeHasher.leaf([5].span))
        }
    }
}
