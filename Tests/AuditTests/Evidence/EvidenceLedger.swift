import Audit
import EventLog
import Foundation
import LedgerTesting
import MerkleTree
import Orders
import Testing

/// A ledger of made-up orders, and a key that signs its tree.
final class EvidenceLedger {
    let ledger: TemporaryLedger
    let key: SigningKey
    private var generator: HistoryGenerator
    private(set) var heads: [EvidenceHead] = []

    /// - Parameter seed: the same seed makes the same ledger, byte for byte.
    init(seed: UInt64 = 7) throws {
        // What is sealed is sealed with chance.
        ledger = try TemporaryLedger(isPlain: true)
        generator = HistoryGenerator(seed: seed, orders: 30)
        key = try SigningKey(name: KeyName("example.com/shop"), seed: Array(0..<32))
    }

    var store: LogStore { ledger.store }

    /// Appends events until the log has so many records.
    func grow(to size: UInt64) throws {
        while try store.lastPosition < size {
            store.append(generator.readableEvent(), policy: .observe)
        }
        #expect(try store.lastPosition == size)
    }

    /// Appends an event whose payload is too long for its record.
    func appendLongComment() throws {
        var order = OrderBuilder("long")
        store.append(try order.placed())
        store.append(
            try order.event("commented", #"{"text":"\#(String(repeating: "x", count: 70_000))"}"#)
        )
    }

    /// Signs the tree over the first records; all of them unless said otherwise.
    func sign(_ size: UInt64? = nil) throws {
        let size = try size ?? store.lastPosition
        let head = Checkpoint(
            origin: key.verifier.name,
            size: size,
            root: try store.snapshot().treeRoot(of: size)
        )
        heads.append(try EvidenceHead(size: size, note: SignedCheckpoint(head, by: key).bytes))
    }

    @discardableResult
    func export(to path: String) throws -> TileExportReport {
        try store.exportTiles(to: path, heads: heads, keys: [key.verifier])
    }
}

/// The files below a folder, by their paths.
func files(below path: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    let root = URL(filePath: path)
    let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    for case let file as URL in walk ?? .init() where !file.hasDirectoryPath {
        let name = file.standardizedFileURL.path.dropFirst(root.standardizedFileURL.path.count + 1)
        files[String(name)] = try Data(contentsOf: file)
    }
    return files
}

extension ExternalTool {
    static let python = ExternalTool("python3")
    static let openssl = ExternalTool("openssl")
    static let hasPymerkle = (try? python?.run("-c", "import pymerkle").status) == 0

    /// The script that checks an export without our code.
    static let script = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Tools/verify_export.py").path
}
