import Foundation

/// A fresh folder that is removed with everything in it when it is let go of.
///
/// Close the ledgers inside first, or keep the folder alive longer than they are.
public final class TemporaryFolder: Sendable {
    /// The folder's absolute path.
    public let path: String

    /// Makes a folder below the system's place for temporary files.
    public init() throws {
        let name = "orderledger-" + String(UInt64.random(in: 0 ... .max), radix: 36)
        let url = FileManager.default.temporaryDirectory.appending(path: name)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of something inside.
    public func callAsFunction(_ name: String) -> String { path + "/" + name }

    /// The names of what is inside, hidden ones too, in order.
    public var entries: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}
