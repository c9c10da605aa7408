import EventLog
import Foundation
import LedgerTesting
import Testing

@testable import Audit

/// A row as a test has it.
private struct Row: Equatable {
    let key: [UInt8]
    let value: [UInt8]

    /// Rows in the order of their keys, those of equal keys as they came: the plain way to sort.
    static func sorted(_ rows: [Row]) -> [Row] {
        rows.enumerated().sorted { first, second in
            first.element.key == second.element.key
                ? first.offset < second.offset
                : first.element.key.lexicographicallyPrecedes(second.element.key)
        }.map(\.element)
    }

    /// Keys of many lengths, of which many begin alike and some are equal.
    static func random(_ count: Int, _ random: inout SeededGenerator) -> [Row] {
        (0..<count).map { number in
            let stem = random.oneIn(2) ? Array("tile/entries/".utf8) : []
            let tail = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                random.pick([0, 1, 0x7F, 0x80, 0xFF] as [UInt8])
            }
            let length = random.oneIn(50) ? 5_000 : Int.random(in: 0...9, using: &random)
            return Row(
                key: stem + tail,
                value: [UInt8](repeating: UInt8(number % 256), count: length)
            )
        }
    }
}

@Suite struct `Rows that are more than memory holds` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func rows(of merge: RunMerge, atOnce limit: Int) throws -> [Row] {
        var merge = merge
        var rows: [Row] = []
        while case let block = try merge.next(limit), !block.starts.isEmpty {
            #expect(block.starts.count <= limit)
            for start in block.starts {
                let row = RunRow(in: block.bytes.span, at: start)
                rows.append(
                    Row(key: Array(block.bytes[row.key]), value: Array(block.bytes[row.value]))
                )
            }
        }
        return rows
    }

    @Test(arguments: [2, 3, 7, 64], [0, 1, 2, 8, 9, 50])
    func `in runs come in the order of their keys, however few runs are open at once`(
        openMaximum: Int,
        runCount: Int
    ) throws {
        let seed = SeededGenerator.announcedSeed(
            for: "\(runCount) runs of which \(openMaximum) are open"
        )
        var random = SeededGenerator(seed: seed)
        let runs = SortedRuns(openMaximum: openMaximum) { [folder] in folder("run-\($0)") }
        var all: [Row] = []
        for _ in 0..<runCount {
            let some = Row.random(Int.random(in: 0...40, using: &random), &random)
            all += some
            try runs.write { (run) throws(LedgerError) in
                for row in Row.sorted(some) { try run.append(row.key, row.value) }
            }
        }
        let limit = Int.random(in: 1...100, using: &random)
        #expect(try rows(of: runs.merge(), atOnce: limit) == Row.sorted(all))
        #expect(try folder.entries.count <= openMaximum)
        // What was merged once can be merged again.
        #expect(try rows(of: runs.merge(), atOnce: limit) == Row.sorted(all))
    }

    @Test(arguments: [1, 2, 7, 1_000], [2, 3, 64])
    func `are sorted as if all were at hand`(recentMaximum: Int, openMaximum: Int) throws {
        let seed = SeededGenerator.announcedSeed(
            for: "sorting by \(recentMaximum) with \(openMaximum) runs open"
        )
        var random = SeededGenerator(seed: seed)
        let all = Row.random(300, &random)
        var sorted: [Row] = []
        do {
            let sorter = RowSorter(
                recentMaximum: recentMaximum,
                openMaximum: openMaximum
            ) { [folder] in folder("run-\($0)") }
            var rest = all[...]
            while let row = rest.popFirst() {
                try sorter.add(row.key, row.value)
                // Others come many at once.
                var block = RunBlock()
                for row in rest.prefix(Int.random(in: 0...5, using: &random)) {
                    block.append(row.key[...], row.value[...])
                }
                rest = rest.dropFirst(block.starts.count)
                try sorter.add(block)
            }
            try sorter.forEach { (key, value) throws(LedgerError) in
                sorted.append(Row(key: Array(key), value: Array(value)))
            }
        }
        #expect(sorted == Row.sorted(all))
        #expect(try folder.entries == [], "the files are removed")
    }

    @Test func `leave nothing behind where a run could not be written to its end`() throws {
        let refusal = LedgerError(.cancelled, "it is enough")
        do {
            let runs = SortedRuns { [folder] in folder("run-\($0)") }
            try runs.write { (run) throws(LedgerError) in try run.append([1], [2]) }
            #expect(throws: refusal) {
                try runs.write { (_) throws(LedgerError) in throw refusal }
            }
            #expect(try folder.entries == ["run-0"])
        }
        #expect(try folder.entries == [])
    }

    /// What somebody makes of a file of two rows.
    enum Change: CaseIterable {
        case rowLess, rowMore, nothingLeft, cutWithinRow, cutWithinLength, longerKey

        func callAsFunction(_ bytes: Data) -> Data {
            let half = bytes.count / 2
            return switch self {
            case .rowLess: bytes.prefix(half)
            case .rowMore: bytes + bytes.suffix(half)
            case .nothingLeft: Data()
            case .cutWithinRow: bytes.dropLast()
            case .cutWithinLength: bytes.prefix(half + 3)
            case .longerKey: Data([0x7F]) + bytes.dropFirst()
            }
        }
    }

    @Test(arguments: Change.allCases)
    func `in a file that was changed are an error`(change: Change) throws {
        let runs = SortedRuns { [folder] in folder("run-\($0)") }
        for first: UInt8 in [1, 2] {
            try runs.write { (run) throws(LedgerError) in
                for key in [first, first + 7] { try run.append([key], [key, key]) }
            }
        }
        let file = URL(filePath: folder("run-0"))
        try change(Data(contentsOf: file)).write(to: file)
        #expect {
            try rows(of: runs.merge(), atOnce: 10)
        } throws: { error in
            let error = error as? LedgerError
            return error?.code == .inputOutput
                && error?.message == "\(folder("run-0")) was changed: try again"
        }
    }
}
