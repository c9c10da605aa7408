import Audit
import EventLog
import Foundation
import LedgerTesting
import MerkleTree
import Projections
import Synchronization
import Testing

@Suite struct `Exporting into a folder that holds tiles` {
    private let folder: TemporaryFolder
    private let evidence: EvidenceLedger

    /// An export of 600 records, a long payload among them, and a ledger that has 20 more since.
    init() throws {
        folder = try TemporaryFolder()
        evidence = try EvidenceLedger()
        try evidence.grow(to: 300)
        try evidence.appendLongComment()
        try evidence.sign()
        try evidence.export(to: folder("out"))
        try evidence.grow(to: 600)
        try evidence.sign()
        try evidence.export(to: folder("out"))
        try evidence.grow(to: 620)
        try evidence.sign()
    }

    private func refusal() throws -> LedgerError? {
        let before = try files(below: folder("out"))
        defer {
            let after = try? files(below: folder("out"))
            #expect(after == before, "a refused export leaves the folder as it is")
        }
        do {
            try evidence.export(to: folder("out"))
            return nil
        } catch {
            return error as? LedgerError
        }
    }

    private func alter(_ name: String, _ change: (inout Data) -> Void) throws {
        let file = URL(filePath: folder("out/\(name)"))
        var bytes = try Data(contentsOf: file)
        change(&bytes)
        try bytes.write(to: file)
    }

    @Test func `one bit of any file that is kept is found, and the file is named`() throws {
        let original = try files(below: folder("out"))
        // The manifest, the heads and the keys are written anew.
        let kept = original.keys.filter { $0.hasPrefix("tile/") || $0.hasPrefix("blobs/") }
        #expect(kept.count == 12, "\(kept.sorted())")
        var random = SeededGenerator(
            seed: SeededGenerator.announcedSeed(for: "bits of a kept export")
        )
        for name in kept.sorted() {
            for _ in 0..<10 {
                let bits = 8 * (original[name]?.count ?? 0)
                let bit = Int.random(in: 0..<bits, using: &random)
                try alter(name) { $0[bit / 8] ^= 1 << UInt8(bit % 8) }
                let refusal = try refusal()
                #expect(refusal?.code == .malformed, "bit \(bit) of \(name)")
                #expect(refusal?.message.contains("out/\(name) is not") == true, "\(name)")
                try alter(name) { $0[bit / 8] ^= 1 << UInt8(bit % 8) }
            }
            try alter(name) { $0.append(0) }
            #expect(try refusal()?.code == .malformed, "a byte more in \(name)")
            try alter(name) { $0.removeLast(2) }
            #expect(try refusal()?.code == .malformed, "a byte less in \(name)")
            try original[name]?.write(to: URL(filePath: folder("out/\(name)")))
        }
        #expect(try evidence.export(to: folder("out")).newRecords == 20)
    }

    @Test func `a long payload that the last bundle lacks is named, though nothing is new`()
        throws
    {
        let evidence = try EvidenceLedger()
        try evidence.appendLongComment()
        try evidence.sign()
        try evidence.export(to: folder("small"))
        #expect(try evidence.export(to: folder("small")).newRecords == 0)
        try FileManager.default.removeItem(atPath: folder("small/blobs"))
        #expect {
            try evidence.export(to: folder("small"))
        } throws: { error in
            let error = error as? LedgerError
            return error?.code == .malformed && error?.message.contains("small/blobs/") == true
        }
    }

    @Test func `a change that the manifest was made to agree with is found`() throws {
        let script = """
            cd '\(folder("out"))' && printf x >> tile/0/000 \
            && find . -type f ! -name checkpoint ! -name MANIFEST.sha256 -printf '%P\\n' | sort \
            | xargs sha256sum > MANIFEST.sha256 && sha256sum --quiet -c MANIFEST.sha256
            """
        let shell = try #require(ExternalTool("sh"))
        #expect(try shell.run("-c", script).status == 0)
        let refusal = try refusal()
        #expect(refusal?.code == .malformed)
        #expect(refusal?.message.contains("tile/0/000") == true)
    }

    @Test(arguments: [
        "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/000",
        "tile/entries/002.p/88",
    ])
    func `a file that is missing is named`(name: String) throws {
        try FileManager.default.removeItem(atPath: folder("out/\(name)"))
        let refusal = try refusal()
        #expect(refusal?.code == .malformed)
        #expect(refusal?.message.contains("out/\(name) is missing") == true)
    }

    @Test func `a long payload that is missing is named`() throws {
        let blobs = try files(below: folder("out/blobs")).keys.sorted()
        try FileManager.default.removeItem(atPath: folder("out/blobs/\(blobs[0])"))
        #expect(try refusal()?.message.contains("\(blobs[0]) is missing") == true)
    }

    @Test(arguments: [
        "tile/0/003", "tile/0/0000", "tile/9/000.p/1", "tile/letter", "tile/0/002.p/110",
        "blobs/letter", "blobs/" + String(repeating: "ab", count: 32), "keys/other.vkey",
        "tsr/7.tsr",
    ])
    func `a file of something else is named`(name: String) throws {
        let file = URL(filePath: folder("out/\(name)"))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data("x".utf8).write(to: file)
        let refusal = try refusal()
        #expect(refusal?.code == .alreadyExists)
        #expect(refusal?.message.contains("out/\(name) ") == true)
    }

    @Test func `a narrow tile may be gone once the whole one is there`() throws {
        let narrow = try files(below: folder("out")).keys.filter { $0.contains("001.p/") }
        #expect(narrow.count == 2)
        for name in narrow { try FileManager.default.removeItem(atPath: folder("out/\(name)")) }
        try evidence.export(to: folder("out"))
        let manifest = try String(contentsOfFile: folder("out/MANIFEST.sha256"), encoding: .utf8)
        #expect(!manifest.contains("001.p/"))
    }

    @Test func `what an export that was broken off wrote is checked and kept`() throws {
        let whole = try EvidenceLedger()
        try whole.grow(to: 300)
        try whole.appendLongComment()
        try whole.grow(to: 620)
        for size in evidence.heads.map(\.size) { try whole.sign(size) }
        try whole.export(to: folder("whole"))
        let files = FileManager.default
        try files.removeItem(atPath: folder("whole/checkpoint"))
        try files.removeItem(atPath: folder("whole/MANIFEST.sha256"))
        try files.removeItem(atPath: folder("whole/tile/0/001"))
        try Data("half".utf8).write(to: URL(filePath: folder("whole/.partial-1a")))
        try whole.export(to: folder("whole"))
        #expect(!files.fileExists(atPath: folder("whole/.partial-1a")))
        #expect(files.fileExists(atPath: folder("whole/tile/0/001")))

        try Data("x".utf8).write(to: URL(filePath: folder("whole/tile/0/000")))
        try files.removeItem(atPath: folder("whole/checkpoint"))
        #expect(throws: LedgerError(.malformed, "")) { try whole.export(to: folder("whole")) }
    }

    @Test func `a head that the ledger does not keep is of its tree and signed by its key`() throws
    {
        let name = "checkpoints/40"
        let root = try evidence.store.snapshot().treeRoot(of: 40)
        let origin = evidence.key.verifier.name
        let stranger = try SigningKey(name: origin, seed: Array(32..<64))
        let heads = [
            try SignedCheckpoint(
                Checkpoint(origin: origin, size: 40, root: root),
                by: stranger
            ),
            try SignedCheckpoint(
                Checkpoint(origin: origin, size: 40, root: TreeHasher.emptyRoot),
                by: evidence.key
            ),
            try SignedCheckpoint(
                Checkpoint(origin: origin, size: 41, root: root),
                by: evidence.key
            ),
        ]
        let file = URL(filePath: folder("out/\(name)"))
        for head in heads {
            try Data(head.bytes).write(to: file)
            #expect(try refusal()?.message.contains("out/\(name) is not") == true)
        }
        let own = Checkpoint(origin: origin, size: 40, root: root)
        try Data(SignedCheckpoint(own, by: evidence.key).bytes).write(to: file)
        try evidence.export(to: folder("out"))
        #expect(try files(below: folder("out"))[name] != nil)
    }

    @Test func `a key that is not the ledger's is refused, and named`() throws {
        let stranger = try SigningKey(
            name: KeyName("example.com/shop"),
            seed: Array(32..<64)
        ).verifier
        try alter("keys/log.vkey") { $0.append(Data("\(stranger)\n".utf8)) }
        let refusal = try refusal()
        #expect(refusal?.code == .malformed)
        #expect(refusal?.message.contains("keys/log.vkey") == true)
        #expect(refusal?.message.contains("\(stranger.id)") == true)
    }

    @Test func `a link in the folder is refused, and what it leads to stays as it is`() throws {
        let files = FileManager.default
        try files.createDirectory(atPath: folder("there"), withIntermediateDirectories: true)
        for name in ["tile/0", "tile", "keys", "checkpoint", "tile/0/002.p/88"] {
            let place = folder("out/\(name)")
            try files.moveItem(atPath: place, toPath: folder("aside"))
            try files.createSymbolicLink(atPath: place, withDestinationPath: folder("there"))
            #expect {
                try evidence.export(to: folder("out"))
            } throws: { error in
                guard let error = error as? LedgerError else { return false }
                return error.code == .alreadyExists
                    && error.message.contains("out/\(name))")
                    && error.message.contains("symbolic link")
            }
            try files.removeItem(atPath: place)
            try files.moveItem(atPath: folder("aside"), toPath: place)
        }
        #expect(try files.contentsOfDirectory(atPath: folder("there")).isEmpty)
        try evidence.export(to: folder("out"))
    }

    @Test func `of two exports into one folder the second is turned away`() throws {
        let key = evidence.key.verifier
        let (store, heads) = (evidence.store, evidence.heads)
        let path = folder("both")
        let second = Mutex<LedgerError?>(nil)
        let progress = WorkProgress(total: 620) { _, _ in
            do {
                _ = try store.exportTiles(to: path, heads: heads, keys: [key])
            } catch {
                second.withLock { $0 = error as? LedgerError }
            }
            return true
        }
        _ = try store.exportTiles(to: path, heads: heads, keys: [key], progress: progress)
        let refusal = second.withLock { $0 }
        #expect(refusal?.code == .busy)
        #expect(refusal?.message.contains(path) == true)
        // Once the first has ended, it is let in.
        _ = try store.exportTiles(to: path, heads: heads, keys: [key])
    }
}
