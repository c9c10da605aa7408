import EventLog
import Foundation

/// Reads files on a thread of its own, and has their blocks parsed by whichever threads are free, so
/// that the writer waits for neither while there is something to write.
struct BlockParser: Sendable {
    let files: [InputFile]
    let limits: LineSource.Limits

    /// What comes out, in the order of the files and their lines.
    enum Output: Sendable {
        /// The parsing of a block, and the bytes of all files that were read up to its end.
        case block(Beside<LineBlock, ParsedBlock>, bytesRead: Int)
        case failed(any Error)
        case ended
    }

    /// Blocks that wait for the writer, parsed or not; one more is in its hands and one is being
    /// read.
    static let blocksWaitingMaximum = 2

    /// Begins; the hand-over's last element is `failed` or `ended`.
    func start() -> HandOver<Output> {
        let handOver = HandOver<Output>(capacity: Self.blocksWaitingMaximum)
        let thread = Thread {
            do {
                guard try run(into: handOver) else { return }
                _ = handOver.send(.ended)
            } catch {
                _ = handOver.send(.failed(error))
            }
        }
        thread.name = "orderledger.import"
        thread.start()
        return handOver
    }

    /// Reads all files; false when the receiver wants no more.
    private func run(into handOver: HandOver<Output>) throws -> Bool {
        let reader = CloudEventsReader()
        var bytesBefore = 0
        for file in files {
            var source = try LineSource(file, limits: limits)
            var bytesOfFile = 0
            while let block = try source.nextBlock() {
                bytesOfFile = block.bytesRead
                let parsed = Beside(block) { ParsedBlock($0, reader: reader) }
                parsed.begin(.default)
                let output = Output.block(parsed, bytesRead: bytesBefore + bytesOfFile)
                guard handOver.send(output) else { return false }
            }
            bytesBefore += bytesOfFile
        }
        return true
    }
}
