import Foundation

/// A folder for one measurement, on the disk under test, removed at the end.
public final class Scratch {
    public let path: String

    /// Makes the folder under `ORDERLEDGER_BENCH_DIR`, or where the process runs.
    public init() throws {
        let root =
            ProcessInfo.processInfo.environment["ORDERLEDGER_BENCH_DIR"]
            ?? FileManager.default.currentDirectoryPath
        path = root + "/.bench-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    public func folder(_ name: String) throws -> String {
        let folder = path + "/" + name
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }
}
