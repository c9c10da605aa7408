import Foundation
import RawLMDB
import Workloads

/// The turns of the raw loop: what liblmdb alone allows, and nothing of a ledger.
struct RawTurn {
    private let log: RawLog

    /// A little more than the mean size of the ledger's records of these events.
    private static let recordBytes = 200

    /// Makes an empty log in a folder that is not there yet, or opens one.
    init(_ folder: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        log = try RawLog(folder: folder)
    }

    /// Appends records, so many to a synced commit.
    func append(_ count: Int, perCommit records: Int) throws -> Turn {
        var turn = Turn()
        for _ in 0..<count / records {
            let time = try seconds { try log.append(count: records, bytes: Self.recordBytes) }
            turn.add(time, events: records)
        }
        return turn
    }
}
