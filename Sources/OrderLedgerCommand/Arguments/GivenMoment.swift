import Foundation
import OrderLedger

/// A past moment as the command line names it: a position, a time, or the file of a checkpoint.
enum GivenMoment {
    /// - Throws: a failure where the text is none of them, or a file that is no checkpoint; as of any
    ///   other input that is missing or malformed.
    static func read(_ text: String) throws -> AsOf {
        if let number = UInt64(text) { return .position(Position(number)) }
        if let time = try? Timestamp(text: text) { return .recordedTime(time) }
        guard FileManager.default.fileExists(atPath: text) else {
            throw CommandFailure(
                .missing,
                "\(text) is no position and no time such as 2026-01-31T10:00:00Z, and there is no "
                    + "such file of a checkpoint"
            )
        }
        let checkpoint = try CheckpointFile.parse(InputFiles.bytes(of: text), of: text).checkpoint
        return .tree(size: checkpoint.size, root: checkpoint.root)
    }
}
