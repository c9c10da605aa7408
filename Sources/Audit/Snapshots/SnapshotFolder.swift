import EventLog
import Foundation
import LMDB

/// The folder of a snapshot: where its files are, and how it comes into being whole or not at all.
struct SnapshotFolder {
    let path: String

    static let linesName = "orders.jsonl"
    static let manifestName = "manifest.json"

    var lines: String { path + "/" + Self.linesName }
    var manifest: String { path + "/" + Self.manifestName }

    /// Builds a folder beside its place, in which nothing may be, and moves it there when it is on
    /// the device.
    ///
    /// - Parameter fill: writes the files.
    /// - Throws: `alreadyExists`, `cannotCreate`, and what `fill` throws; nothing is left then.
    static func create<Outcome>(
        at path: String,
        _ fill: (SnapshotFolder) throws(LedgerError) -> Outcome,
    ) throws(LedgerError) -> Outcome {
        let target = URL(filePath: path).standardizedFileURL
        let parent = target.deletingLastPathComponent().path
        guard !exists(target.path) else {
            throw LedgerError(
                .alreadyExists,
                "something is at \(path) already: choose another path"
            )
        }
        guard exists(parent) else {
            throw LedgerError(
                .cannotCreate,
                "no snapshot can be made at \(path): there is no folder \(parent)"
            )
        }
        do {
            return try FileSystem.build(at: target.path) { try fill(SnapshotFolder(path: $0)) }
        } catch let error as LMDBError where error.operation == "create folder" {
            throw LedgerError(
                .cannotCreate,
                "no snapshot can be made at \(path): \(error)",
                underlying: error
            )
        } catch {
            throw LedgerError(anyOf: error)
        }
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
