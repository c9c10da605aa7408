import Audit
import EventLog
import Foundation
import LedgerTesting
import MerkleTree
import Orders
import Testing

@Suite
struct `Time stamps over checkpoints` {
    @Test
    func `are kept where they stamp a kept head, and openssl finds the same bytes stamped`() throws
    {
        guard let authority = try StampAuthority() else { return }
        let signed = try SignedLedger(events: 5)
        let before = try signed.sign()
        let token = try authority.stamp(before.bytes)
        let witness = try SigningKey.random(name: KeyName("w"), algorithm: .cosignature)
        let line = try Cosignature(of: before.note.text, by: witness, atSeconds: 1)
            .line(of: witness.verifier)
        _ = try signed.store.addSignatures(Array(line.line.utf8), of: [witness.verifier])
        // The head has got a signature since, behind what was stamped.
        let (read, size) = try signed.store.addToken(token)
        #expect(size == 6)
        #expect(
            abs(read.time.microseconds - Int64(Date().timeIntervalSince1970 * 1e6)) < 60_000_000
        )
        _ = try signed.store.addToken(token)
        try signed.append(1)
        let after = try signed.sign()
        let later = try authority.stamp(after.bytes)
        #expect(try signed.store.addToken(later).size == 7)
        let kept = try signed.store.snapshot().checkpoints()
        #expect(kept.map(\.tokens) == [[token], [later]])
        #expect(try authority.verifies(before.bytes, kept[0].tokens[0]))
        #expect(try !authority.verifies(after.bytes, kept[0].tokens[0]))
    }

    @Test
    func `are refused over other bytes, and where any byte of the stamped hash is another`() throws
    {
        guard let authority = try StampAuthority() else { return }
        let signed = try SignedLedger(events: 5)
        let head = try signed.sign()
        let strange = try authority.stamp(head.bytes + [10])
        #expect(throws: LedgerError(.noCheckpoint, "")) { try signed.store.addToken(strange) }
        let token = try authority.stamp(head.bytes)
        var taken = 0
        for index in token.indices {
            var altered = token
            altered[index] ^= 1
            // A flipped bit in what is read here is refused; what lies beyond it (the serial
            // number, certificates, the signature) is for openssl to check.
            guard let (read, _) = try? signed.store.addToken(altered) else { continue }
            taken += 1
            #expect(read.imprint == (try TimestampToken(token).imprint))
            if taken < 200 { try signed.store.keepCheckpoints(ofSize: 6) { $0[0].tokens = [] } }
        }
        for length in token.indices {
            #expect(throws: LedgerError(.malformed, "")) {
                try TimestampToken(Array(token.prefix(length)))
            }
        }
        #expect(throws: LedgerError(.malformed, "")) { try TimestampToken(token + [0]) }
    }
}

/// A time-stamping authority of the test's own, made and run by openssl.
private struct StampAuthority {
    private let folder: TemporaryFolder
    private let openssl: ExternalTool

    /// Nothing, with a message, where there is no openssl.
    init?() throws {
        guard let openssl = ExternalTool.openssl else {
            print("skipped: there is no openssl")
            return nil
        }
        self.openssl = openssl
        folder = try TemporaryFolder()
        try Self.settings.write(toFile: folder("tsa.cnf"), atomically: true, encoding: .utf8)
        try "01\n".write(toFile: folder("serial"), atomically: true, encoding: .utf8)
        try require(
            "req",
            "-x509",
            "-newkey",
            "ed25519",
            "-nodes",
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
            "-subj",
            "/CN=Test CA",
            "-days",
            "2"
        )
        try require(
            "req",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            "tsa.key",
            "-out",
            "tsa.csr",
            "-subj",
            "/CN=Test TSA"
        )
        try require(
            "x509",
            "-req",
            "-in",
            "tsa.csr",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-CAcreateserial",
            "-out",
            "tsa.pem",
            "-days",
            "2",
            "-extfile",
            "tsa.cnf",
            "-extensions",
            "usage"
        )
    }

    func stamp(_ bytes: [UInt8]) throws -> [UInt8] {
        try Data(bytes).write(to: URL(filePath: folder("data")))
        try require("ts", "-query", "-data", "data", "-sha256", "-cert", "-out", "query.tsq")
        try require(
            "ts",
            "-reply",
            "-config",
            "tsa.cnf",
            "-section",
            "tsa",
            "-queryfile",
            "query.tsq",
            "-out",
            "reply.tsr"
        )
        return Array(try Data(contentsOf: URL(filePath: folder("reply.tsr"))))
    }

    func verifies(_ bytes: [UInt8], _ token: [UInt8]) throws -> Bool {
        try Data(bytes).write(to: URL(filePath: folder("data")))
        try Data(token).write(to: URL(filePath: folder("token.tsr")))
        return try run("ts", "-verify", "-data", "data", "-in", "token.tsr", "-CAfile", "ca.pem")
            == 0
    }

    private static let settings = """
        [usage]
        extendedKeyUsage = critical,timeStamping
        [tsa]
        serial = serial
        signer_cert = tsa.pem
        signer_key = tsa.key
        certs = ca.pem
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = sha256
        accuracy = secs:1
        """

    private func require(_ arguments: String...) throws {
        let status = try run(arguments)
        #expect(status == 0, "openssl \(arguments.joined(separator: " "))")
    }

    private func run(_ arguments: String...) throws -> Int32 { try run(arguments) }

    private func run(_ arguments: [String]) throws -> Int32 {
        try openssl.run(arguments, in: URL(filePath: folder.path)).status
    }
}
