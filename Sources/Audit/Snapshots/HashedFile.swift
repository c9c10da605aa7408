import Crypto
import Dispatch
import EventLog
import LMDB
import MerkleTree
import Synchronization

/// A file whose SHA-256 is taken while it is written, on another thread than that of its writer.
///
/// At most four blocks are on their way, so that memory does not grow with the file. The device is
/// made to write from time to time, so that little is left to wait for at the end, and what it has
/// written is let go of.
final class HashedFile: Sendable {
    private struct State {
        var hasher = SHA256()
        var bytes = 0
        /// Bytes that the device was made to write, or is.
        var flushed = 0
        var failure: LedgerError?
    }

    private let file: OutputFile
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "orderledger.hashed-file")
    private let flushes = DispatchQueue(label: "orderledger.hashed-file.flushes")
    private let room = DispatchSemaphore(value: 4)

    /// Bytes after which the device is made to write.
    private static let flushBytes = 16 << 20

    /// Makes a file, which must not be there yet.
    init(creating path: String) throws(LedgerError) {
        do {
            file = try OutputFile(making: path)
        } catch {
            throw LedgerError(error)
        }
    }

    /// Appends a block.
    func append(_ block: [UInt8]) {
        room.wait()
        queue.async { [self] in
            state.withLock { write(block, in: &$0) }
            room.signal()
        }
    }

    private func write(_ block: [UInt8], in state: inout State) {
        guard state.failure == nil else { return }
        state.hasher.update(data: block)
        state.bytes += block.count
        do throws(LMDBError) {
            try file.write(block)
        } catch {
            state.failure = LedgerError(error)
        }
        guard state.bytes - state.flushed >= Self.flushBytes else { return }
        state.flushed = state.bytes
        flushes.async { [self] in flush() }
    }

    private func flush() {
        do throws(LMDBError) {
            try file.flush()
            file.forget()
        } catch {
            state.withLock { $0.failure = $0.failure ?? LedgerError(error) }
        }
    }

    /// Waits until all is on the device.
    ///
    /// - Returns: the length of the file, and its SHA-256 in hexadecimal.
    /// - Throws: what went wrong with any of the blocks.
    func finish() throws(LedgerError) -> (bytes: Int, digest: String) {
        queue.sync {}
        flushes.sync {}
        flush()
        return try state.withLock { (state) throws(LedgerError) in
            if let failure = state.failure { throw failure }
            return (state.bytes, state.hasher.finalize().hexadecimal)
        }
    }
}
