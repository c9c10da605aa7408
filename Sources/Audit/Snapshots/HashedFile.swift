import Crypto
import Dispatch
import EventLog
import LMDB
import MerkleTree
import Synchronization

/// A file whose SHA-256 is taken while it is written, on another thread than that of its writer.
///
/// At most two blocks are on their way, so that memory does not grow with the file.
final class HashedFile: Sendable {
    private struct State {
        let file: OutputFile
        var hasher = SHA256()
        var bytes = 0
        var failure: LedgerError?
    }

    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "orderledger.hashed-file")
    private let room = DispatchSemaphore(value: 2)

    /// Makes a file, which must not be there yet.
    init(creating path: String) throws(LedgerError) {
        do {
            state = Mutex(State(file: try OutputFile(making: path)))
        } catch {
            throw LedgerError(error)
        }
    }

    /// Appends a block.
    func append(_ block: [UInt8]) {
        room.wait()
        queue.async { [self] in
            state.withLock { state in
                guard state.failure == nil else { return }
                state.hasher.update(data: block)
                state.bytes += block.count
                do throws(LMDBError) {
                    try state.file.write(block)
                } catch {
                    state.failure = LedgerError(error)
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
            do throws(LMDBError) {
                try state.file.flush()
            } catch {
                throw LedgerError(error)
            }
            return (state.bytes, state.hasher.finalize().hexadecimal)
        }
    }
}
