import Foundation
import Testing

/// What keeps the house tidy and a compiler does not see.
@Suite("The house is tidy")
struct TidyTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private struct SourceFile {
        let module: String
        let name: String
        let text: String
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    }

    private static func sources(under folder: String) throws -> [SourceFile] {
        let base = root.appendingPathComponent(folder)
        let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
        var files: [SourceFile] = []
        for case let file as URL in walk ?? .init() where file.pathExtension == "swift" {
            let parts = file.path.dropFirst(base.path.count + 1).split(separator: "/")
            files.append(
                SourceFile(
                    module: String(parts.first ?? ""),
                    name: parts.joined(separator: "/"),
                    text: try String(contentsOf: file, encoding: .utf8)
                )
            )
        }
        #expect(!files.isEmpty, "nothing to look at under \(folder)")
        return files
    }

    @Test func `no source file is longer than the wall`() throws {
        for file in try Self.sources(under: "Sources") {
            #expect(file.lines.count <= 500, "\(file.name) has \(file.lines.count) lines")
        }
    }

    /// The one folder outside: bytes are handed to SHA-256 without a copy.
    static let hashing = "MerkleTree/Hashing/"

    @Test func `only the module LMDB and the hashing of the tree are unsafe`() throws {
        let word = try Regex("\\bunsafe\\b")
        for file in try Self.sources(under: "Sources")
        where file.module != "LMDB" && !file.name.contains(Self.hashing) {
            for line in file.lines where !line.drop(while: { $0 == " " }).hasPrefix("//") {
                #expect(line.firstMatch(of: word) == nil, "\(file.name): \(line)")
            }
        }
    }

    @Test func `imports point one way`() throws {
        let allowed: [String: Set<String>] = [
            "LMDB": ["CLMDB"],
            "Orders": [],
            "MerkleTree": ["CTreeHash"],
            "EventLog": ["LMDB", "MerkleTree", "Orders"],
            "Projections": ["EventLog", "LMDB", "MerkleTree", "Orders"],
            "Audit": ["EventLog", "LMDB", "MerkleTree", "Orders", "Projections"],
            "Subscriptions": ["EventLog", "LMDB", "Orders", "Projections"],
            "Interchange": ["EventLog", "Orders", "LMDB"],
            "OrderLedger": [
                "Audit", "EventLog", "Interchange", "LMDB", "MerkleTree", "Orders", "Projections",
                "Subscriptions",
            ],
            "OrderLedgerCommand": ["OrderLedger"],
            "LedgerConformance": ["EventLog", "Orders"],
            "LedgerTesting": [
                "EventLog", "LMDB", "MerkleTree", "Orders", "Projections", "OrderLedger",
            ],
        ]
        let rooms = Set(allowed.keys).union(["CLMDB", "CTreeHash"])
        for file in try Self.sources(under: "Sources") {
            let permitted = try #require(allowed[file.module], "no room named \(file.module)")
            for line in file.lines where line.contains("import ") && !line.hasPrefix("//") {
                let name = String(line.split(separator: " ").last ?? "")
                guard rooms.contains(name), line.split(separator: " ").contains("import") else {
                    continue
                }
                #expect(permitted.contains(name), "\(file.name) imports \(name)")
            }
        }
    }

    @Test func `each unsafe group says why it is safe`() throws {
        for file in try Self.sources(under: "Sources") {
            let usesUnsafe = file.lines.contains { line in
                line.contains("unsafe ") && !line.drop(while: { $0 == " " }).hasPrefix("//")
            }
            if usesUnsafe { #expect(file.text.contains("// Safety:"), "\(file.name)") }
        }
    }

    @Test func `nothing is left open`() throws {
        let marks = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "fatalError(\"not implemented"]
        for file in try Self.sources(under: "Sources") {
            for mark in marks { #expect(!file.text.contains(mark), "\(file.name): \(mark)") }
        }
    }
}
