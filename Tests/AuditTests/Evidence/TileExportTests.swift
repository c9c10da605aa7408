import Audit
import EventLog
import Foundation
import LedgerTesting
import MerkleTree
import Testing

@Suite struct `Exporting tiles` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func refusal(_ body: () throws -> Void) -> LedgerError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? LedgerError)?.code
        }
    }

    @Test(arguments: [3, 255, 256, 257, 512, 700] as [UInt64])
    func `bundles hold the records and tiles the hashes, as a plain tree has them`(
        size: UInt64
    ) throws {
        let evidence = try EvidenceLedger()
        try evidence.grow(to: size)
        try evidence.sign()
        let report = try evidence.export(to: folder("out"))
        #expect(report.size == size && report.newRecords == size)
        let records = try evidence.store.allRecords().map(\.bytes)
        let leaves = records.map { TreeHasher.leaf($0.span) }
        let layout = TileLayout(size: size)
        var expected: Set = [
            "checkpoint", "MANIFEST.sha256", "keys/log.vkey", "checkpoints/\(size)",
        ]
        let found = try files(below: folder("out"))
        var level = 0
        var hashes = leaves
        while !hashes.isEmpty {
            var above: [MerkleHash] = []
            for start in stride(from: 0, to: hashes.count, by: 256) {
                let part = Array(hashes[start..<min(start + 256, hashes.count)])
                let path = layout.tile(.hashes(level: level), at: UInt64(start / 256)).description
                expected.insert(path)
                #expect(found[path] == Data(part.flatMap(\.bytes)))
                if part.count == 256 { above.append(HashTile(part).root) }
                guard level == 0 else { continue }
                let entries = layout.tile(.entries, at: UInt64(start / 256)).description
                expected.insert(entries)
                var bundle = EntryBundle()
                for record in records[start..<start + part.count] { bundle.append(record) }
                #expect(found[entries] == Data(bundle.bytes))
            }
            level += 1
            hashes = above
        }
        #expect(Set(found.keys) == expected)
        #expect(found["checkpoint"] == found["checkpoints/\(size)"])
    }

    @Test func `again, only what is new is written, and the outcome is that of one export`() throws
    {
        let evidence = try EvidenceLedger()
        var before: [String: Data] = [:]
        for size in [40, 100, 256, 300, 301, 800] as [UInt64] {
            try evidence.grow(to: size)
            try evidence.sign()
            try evidence.export(to: folder("grown"))
            let now = try files(below: folder("grown"))
            for (name, bytes) in before where !["checkpoint", "MANIFEST.sha256"].contains(name) {
                #expect(now[name] == bytes, "\(name) changed")
            }
            before = now
        }
        let again = try evidence.export(to: folder("grown"))
        #expect(again.newRecords == 0)
        #expect(try files(below: folder("grown")) == before)

        let fresh = try EvidenceLedger()
        try fresh.grow(to: 800)
        for size in evidence.heads.map(\.size) { try fresh.sign(size) }
        try fresh.export(to: folder("fresh"))
        let whole = try files(below: folder("fresh"))
        for (name, bytes) in whole where name != "MANIFEST.sha256" {
            #expect(before[name] == bytes, "\(name) differs")
        }
        let others = Set(before.keys).subtracting(whole.keys)
        #expect(others.allSatisfy { $0.contains(".p/") }, "\(others.sorted())")
    }

    @Test func `empty folders among the tiles are nobody's files`() throws {
        let evidence = try EvidenceLedger()
        try evidence.grow(to: 300)
        try evidence.sign()
        try evidence.export(to: folder("out"))
        let before = try files(below: folder("out"))
        for name in ["entries/001.p/200", "0/001.p/45", "entries/000.p/9", "entries/001.p/other"] {
            try FileManager.default.createDirectory(
                atPath: folder("out/tile/\(name)"),
                withIntermediateDirectories: true
            )
        }
        #expect(try evidence.export(to: folder("out")).newRecords == 0)
        #expect(try files(below: folder("out")) == before)
    }

    @Test func `each signed size has its narrow tiles while the whole ones are not there`() throws {
        let evidence = try EvidenceLedger()
        try evidence.grow(to: 310)
        for size in [20, 270, 300, 310] as [UInt64] { try evidence.sign(size) }
        try evidence.export(to: folder("out"))
        let names = try Set(files(below: folder("out")).keys)
        for width in [14, 44, 54] {
            #expect(names.contains("tile/0/001.p/\(width)"))
            #expect(names.contains("tile/entries/001.p/\(width)"))
        }
        #expect(!names.contains("tile/0/000.p/20"))
        #expect(names.contains("tile/1/000.p/1"))
    }

    @Test func `long payloads lie beside the bundles, under their hashes`() throws {
        let evidence = try EvidenceLedger()
        try evidence.appendLongComment()
        try evidence.sign()
        try evidence.export(to: folder("out"))
        let blobs = try files(below: folder("out")).filter { $0.key.hasPrefix("blobs/") }
        // Both parts of the payload, the public and the personal one.
        #expect(blobs.count == 2)
        #expect(blobs.values.map(\.count).max() ?? 0 > 70_000)
    }

    @Test func `a folder of another history is left as it is`() throws {
        let evidence = try EvidenceLedger()
        try evidence.grow(to: 300)
        try evidence.sign()
        try evidence.export(to: folder("out"))
        let before = try files(below: folder("out"))

        let older = try EvidenceLedger()
        try older.grow(to: 290)
        try older.sign()
        #expect(refusal { try older.export(to: folder("out")) } == .forked)

        let other = try EvidenceLedger(seed: 8)
        try other.grow(to: 400)
        try other.sign()
        #expect(refusal { try other.export(to: folder("out")) } == .forked)

        let unsigned = try EvidenceLedger()
        try unsigned.grow(to: 310)
        try unsigned.sign(200)
        #expect(refusal { try unsigned.export(to: folder("out")) } == .noCheckpoint)
        #expect(try files(below: folder("out")) == before)
    }

    @Test func `nothing signed is nothing exported, and a folder of other things is left alone`()
        throws
    {
        let evidence = try EvidenceLedger()
        #expect(refusal { try evidence.export(to: folder("out")) } == .noCheckpoint)
        try evidence.sign()
        try FileManager.default.createDirectory(
            atPath: folder("mine"),
            withIntermediateDirectories: true
        )
        try Data("mine".utf8).write(to: URL(filePath: folder("mine/letter.txt")))
        #expect(refusal { try evidence.export(to: folder("mine")) } == .alreadyExists)
        #expect(refusal { try evidence.export(to: folder("no/such")) } == .cannotCreate)
        #expect(try folder.entries == ["mine"])
    }

    @Test func `what was signed must be what the records lead to`() throws {
        let evidence = try EvidenceLedger()
        try evidence.grow(to: 300)
        let head = Checkpoint(
            origin: evidence.key.verifier.name,
            size: 300,
            root: TreeHasher.emptyRoot
        )
        let note = try SignedCheckpoint(head, by: evidence.key).bytes
        let false1 = try EvidenceHead(size: 300, note: note)
        #expect(
            refusal { _ = try evidence.store.exportTiles(to: folder("out"), heads: [false1]) }
                == .corrupted
        )
        #expect(try files(below: folder("out"))["checkpoint"] == nil)
        // The records are sound, so the next export heals the folder.
        try evidence.sign()
        try evidence.export(to: folder("out"))
    }

    @Test func `a key that did not sign is not put into the folder`() throws {
        let evidence = try EvidenceLedger()
        try evidence.sign()
        let name = evidence.key.verifier.name
        let stranger = try SigningKey(name: name, seed: Array(32..<64)).verifier
        #expect(
            refusal {
                _ = try evidence.store.exportTiles(
                    to: folder("out"),
                    heads: evidence.heads,
                    keys: [stranger]
                )
            } == .malformed
        )
    }
}
