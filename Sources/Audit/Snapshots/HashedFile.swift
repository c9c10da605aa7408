import Crypto
import Dispatch
import EventLog
import MerkleTree
import Synchronization

/// A file whose SHA-256 is taken while it is written, on another thread than that of its writer.
///
/// At most two blocks are on their way, so that memory does not grow with the file.
final class HashedFile: Sendable {
    private struct State {
        let file: EvidenceFile
        var hasher = SHA256()
        var bytes = 0
        var failure: LedgerError?
    }

    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "orderledger.hashed-file")
    private let room = DispatchSemaphore(value: 2)

    /// Makes a file, which must not be there yet.
    init(creating path: String) throws(LedgerError) {
        let file = try EvidenceFile(creating: path)
        state = Mutex(State(file: file))
    }

    /// Appends a block.
    func append(_ block: [UInt8]) {
        room.wait()
        queue.async { [self] in
            state.withLock { state in
                guard state.failure == nil else { return }
                state.hasher.update(data: block)
                state.bytes += block.count
                do throws(LedgerError) {
                    try state.file.append(block)
                } catch {
                    state.failure = error
                }
            }
            room.signal()
        }
    }

    /// Waits until all is on the device.
    ///
    /// - Returns: the length of the file, and its SHA-256 in hexadecimal.
    /// - Throws: what went wrong with any of the blocks.
    func finish() throws(LedgerError) -> (bytes: Int, digest: String) {
        queue.sync {}
        return try state.withLock { (state) throws(LedgerError) in
            if let failure = state.failure { throw failure }
            try state.file.finish()
            return (state.bytes, state.hasher.finalize().hexadecimal)
        }
    }
}
