import Audit
import EventLog
import Foundation
import LedgerTesting
import MerkleTree
import Testing

/// Programs that are not ours agree with an export, and see when it was tampered with.
@Suite(.enabled(if: ExternalTool.python != nil, "no python3: exports are not checked from outside"))
struct `Checking an export from outside` {
    private let folder: TemporaryFolder
    private let evidence: EvidenceLedger
    private var out: String { folder("out") }

    init() throws {
        folder = try TemporaryFolder()
        evidence = try EvidenceLedger()
        try evidence.appendLongComment()
        for size in [40, 300, 700] as [UInt64] {
            try evidence.grow(to: size)
            try evidence.sign()
            try evidence.export(to: folder("out"))
        }
    }

    private func python(_ arguments: String...) throws -> ExternalTool.Outcome {
        try #require(ExternalTool.python).run([ExternalTool.script] + arguments)
    }

    @Test func `a plain script comes to the same root, tiles and key ids`() throws {
        let run = try python(out, "--key", evidence.key.verifier.description)
        #expect(run.status == 0, "\(run.text)")
        let root = try evidence.store.snapshot().treeRoot(of: 700)
        #expect(run.text == "700 records, root \(root)\n")
    }

    @Test(arguments: [
        "tile/entries/000", "tile/entries/001.p/44", "tile/entries/002.p/188", "tile/0/001",
        "tile/1/000.p/2", "checkpoint", "checkpoints/40", "keys/log.vkey", "MANIFEST.sha256",
    ])
    func `a changed, cut or missing file is named`(name: String) throws {
        let file = URL(filePath: "\(out)/\(name)")
        let bytes = try Data(contentsOf: file)
        var changed = bytes
        changed[bytes.count / 2] ^= 1
        for tampered in [changed, bytes.dropLast(), bytes + Data([10])] {
            try tampered.write(to: file)
            let run = try python(out)
            #expect(run.status == 1)
            #expect(!run.text.contains("Traceback"), "\(run.text)")
        }
        try FileManager.default.removeItem(at: file)
        #expect(try python(out).status == 1)
        try bytes.write(to: file)
        #expect(try python(out).status == 0)
    }

    @Test func `another key than the log's is named`() throws {
        let name = evidence.key.verifier.name
        let other = try SigningKey(name: name, seed: Array(32..<64)).verifier
        #expect(try python(out, "--key", other.description).status == 1)
    }

    @Test func `one flipped bit in any byte of a small export is seen`() throws {
        let small = try EvidenceLedger()
        try small.grow(to: 3)
        try small.sign()
        try small.export(to: folder("small"))
        let loop = """
            import contextlib, io, os, sys
            sys.path.insert(0, os.path.dirname(sys.argv[1])); sys.dont_write_bytecode = True
            import verify_export as v
            folder, seen = sys.argv[2], 0
            names = [os.path.join(p, n) for p, _, ns in os.walk(folder) for n in ns]
            def status():
                v.faults.clear()
                with contextlib.redirect_stdout(io.StringIO()):
                    try: return v.main([folder])
                    except (OSError, ValueError): return 1
            assert status() == 0
            for name in names:
                data = open(name, 'rb').read()
                for at in range(len(data)):
                    flipped = bytearray(data); flipped[at] ^= 1 << at % 8
                    open(name, 'wb').write(flipped)
                    if status() == 0: print('not seen:', name, at)
                    seen += 1
                open(name, 'wb').write(data)
            print(seen)
            """
        let run = try #require(ExternalTool.python).run(
            "-c",
            loop,
            ExternalTool.script,
            folder("small")
        )
        let bytes = try files(below: folder("small")).values.map(\.count).reduce(0, +)
        #expect(run.text == "\(bytes)\n")
    }

    @Test(.enabled(if: ExternalTool.openssl != nil, "no openssl"))
    func `openssl verifies the signature under the checkpoint, and no other text`() throws {
        try FileManager.default.createDirectory(
            atPath: folder("signed"),
            withIntermediateDirectories: true
        )
        #expect(try python(out, "--signed", "checkpoint", folder("signed")).status == 0)
        func openssl() throws -> Int32 {
            try #require(ExternalTool.openssl).run(
                "pkeyutl",
                "-verify",
                "-pubin",
                "-keyform",
                "DER",
                "-inkey",
                folder("signed/pk.der"),
                "-rawin",
                "-in",
                folder("signed/text"),
                "-sigfile",
                folder("signed/sig")
            ).status
        }
        #expect(try openssl() == 0)
        for name in ["text", "sig"] {
            let file = URL(filePath: folder("signed/\(name)"))
            let bytes = try Data(contentsOf: file)
            var changed = bytes
            changed[20] ^= 1
            try changed.write(to: file)
            #expect(try openssl() != 0)
            try bytes.write(to: file)
        }
    }

    @Test(.enabled(if: ExternalTool.hasPymerkle, "no pymerkle: pip install pymerkle"))
    func `pymerkle has the same root over the same entries`() throws {
        let program = """
            import os, sys
            sys.path.insert(0, os.path.dirname(sys.argv[1])); sys.dont_write_bytecode = True
            import pymerkle, verify_export as v
            tree, size = pymerkle.InmemoryTree(algorithm='sha256'), int(sys.argv[3])
            for start in range(0, size, 256):
                path = v.tile_path('entries', start // 256, min(256, size - start))
                for entry in v.bundle_entries(v.read(sys.argv[2], path)): tree.append_entry(entry)
            root = tree.get_root()
            print(root.hex() if isinstance(root, bytes) else root)
            """
        func root() throws -> String {
            let python = try #require(ExternalTool.python)
            return try python.run("-c", program, ExternalTool.script, out, "700").text
        }
        #expect(try root() == "\(evidence.heads[2].signed.checkpoint.root)\n")
        let file = URL(filePath: "\(out)/tile/entries/000")
        var bytes = try Data(contentsOf: file)
        bytes[100] ^= 1
        try bytes.write(to: file)
        #expect(try root() != "\(evidence.heads[2].signed.checkpoint.root)\n")
    }
}
