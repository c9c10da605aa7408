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
        openMaximum: Int? = nil
    ) -> FileSums {
        FileSums(recentMaximum: recentMaximum, openMaximum: openMaximum) { [folder] in folder($0) }
    }

    private func text(of sums: FileSums) throws -> [UInt8] {
        var text: [UInt8] = []
        try sums.lines { (lines) throws(LedgerError) in text += lines }
        return text
    }

    @Test(arguments: [1, 2, 7, 1_000], [2, 3, nil])
    func `come in the order of names, the newest of each, however few are at hand`(
        recentMaximum: Int,
        openMaximum: Int?
    ) throws {
        let seed = SeededGenerator.announcedSeed(
            for: "file sums by \(recentMaximum), \(openMaximum ?? 0) files open"
        )
        var random = SeededGenerator(seed: seed)
        var expected: [String: MerkleHash] = [:]
        let sums = sums(recentMaximum: recentMaximum, openMaximum: openMaximum)
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
        let sums = sums(recentMaximum: recentMaximum, openMaximum: 2)
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

    @Test func `wait in files of which few are open at once, and the newest stay`() throws {
        do {
            let sums = sums(recentMaximum: 2, openMaximum: 3)
            for round in 0..<4 {
                for number in 0..<9 {
                    try sums.keep("\(number)", TreeHasher.leaf([UInt8(round), UInt8(number)].span))
                }
            }
            #expect(try folder.entries.count == 18)
            let lines = (0..<9).map { number in
                "\(TreeHasher.leaf([3, UInt8(number)].span))  \(number)\n"
            }
            #expect(String(decoding: try text(of: sums), as: UTF8.self) == lines.joined())
            #expect(try folder.entries.count == 3)
        }
        #expect(try folder.entries == [])
    }

    @Test func `in a file that was cut are an error, not a shorter manifest`() throws {
        let sums = sums(recentMaximum: 2)
        for number in 0..<5 { try sums.keep("\(number)", TreeHasher.leaf([UInt8(number)].span)) }
        let file = folder("sums-0")
        let bytes = try Data(contentsOf: URL(filePath: file))
        try bytes.prefix(bytes.count / 2).write(to: URL(filePath: file))
        #expect {
            try self.text(of: sums)
        } throws: { error in
            let error = error as? LedgerError
            return error?.code == .inputOutput && error?.message == "\(file) was changed: try again"
        }
    }
}
