import Foundation
import LedgerTesting
import Testing

/// The catalogue of the façade, and the comments that it is made of, as the documentation compiler
/// sees them.
@Suite(.enabled(if: Toolchain.isHere, "no docc, or no symbolgraph-extract"))
struct `The documentation` {
    /// The modules that `import OrderLedger` brings along.
    private static let reexported = [
        "Audit", "EventLog", "Interchange", "MerkleTree", "Orders", "Projections",
        "Subscriptions",
    ]

    @Test(arguments: ["OrderLedger", "LedgerConformance"])
    func `has a sentence for every public symbol`(module: String) throws {
        let folder = try Toolchain.symbols(of: module, with: Self.reexported)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "\(module).symbols.json")
        let graph = try JSONDecoder().decode(SymbolGraph.self, from: Data(contentsOf: file))
        let written = graph.symbols.filter { $0.location != nil }
        #expect(written.count > 20, "the graph has hardly a symbol")
        for symbol in written where symbol.docComment?.lines.isEmpty ?? true {
            let path = symbol.pathComponents.joined(separator: ".")
            Issue.record("\(path) says nothing of itself: \(symbol.location?.uri ?? "")")
        }
    }

    @Test func `is compiled without a warning: links lead somewhere, parameters are all described`()
        throws
    {
        let folder = try Toolchain.symbols(of: "OrderLedger", with: Self.reexported)
        defer { try? FileManager.default.removeItem(at: folder) }
        let catalogue = Toolchain.root
            .appending(path: "Sources/OrderLedger/OrderLedger.docc").path
        let outcome = try ExternalTool.run([
            "docc", "convert", catalogue, "--additional-symbol-graph-dir", folder.path,
            "--fallback-display-name", "OrderLedger", "--fallback-bundle-identifier",
            "orderledger", "--warnings-as-errors", "--output-dir",
            folder.appending(path: "archive").path,
        ])
        #expect(outcome?.status == 0, "\(outcome?.text ?? "")")
    }

    private struct SymbolGraph: Decodable {
        struct Symbol: Decodable {
            struct Location: Decodable { let uri: String }
            struct Comment: Decodable {
                struct Line: Decodable {}
                let lines: [Line]
            }
            let pathComponents: [String]
            let docComment: Comment?
            let location: Location?
        }
        let symbols: [Symbol]
    }
}

/// The programs of the toolchain that know of documentation.
private enum Toolchain {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static var isHere: Bool {
        ["swift-symbolgraph-extract", "docc"].allSatisfy { ExternalTool($0) != nil }
    }

    /// Writes the public symbols of a module that was built into a folder of their own.
    static func symbols(of module: String, with reexported: [String]) throws -> URL {
        let products = URL(filePath: CommandLine.arguments[0])
            .resolvingSymlinksInPath().deletingLastPathComponent()
        let scratch = products.deletingLastPathComponent().deletingLastPathComponent()
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "orderledger-symbols-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let outcome = try ExternalTool.run([
            "swift-symbolgraph-extract", "-module-name", module,
            "-I", products.appending(path: "Modules").path,
            "-I", root.appending(path: "Sources/CLMDB").path,
            "-I", root.appending(path: "Sources/CTreeHash/include").path,
            "-I", scratch.appending(path: "checkouts/Yams/Sources/CYaml/include").path,
            "-target", target, "-output-dir", folder.path, "-minimum-access-level", "public",
            "-skip-synthesized-members", "-skip-protocol-implementations",
            "-experimental-allowed-reexported-modules=\(reexported.joined(separator: ","))",
        ])
        try #require(outcome?.status == 0, "\(outcome?.text ?? "")")
        return folder
    }

    private static var target: String {
        #if arch(arm64)
            "aarch64-unknown-linux-gnu"
        #else
            "x86_64-unknown-linux-gnu"
        #endif
    }
}
