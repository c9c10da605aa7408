import Glibc

/// A file that appears whole and on the device, or not at all.
///
/// Bytes go to a file beside it, which takes its place when all are written and synced. Dropped
/// before that, it leaves what was there as it was.
package final class SyncedFile {
    private let path: String
    private let temporaryPath: String
    private var descriptor: CInt
    private var buffer: [UInt8] = []

    /// Bytes that are collected before they are written.
    private static let blockBytes = 1 << 18

    /// - Parameter path: where the file is to appear; what is there is replaced.
    /// - Throws: an error where the folder is not there or nothing can be made in it.
    package init(at path: String) throws(LMDBError) {
        self.path = path
        temporaryPath = "\(path).\(getpid()).partial"
        // Safety: C reads the path only during the call.
        descriptor = unsafe open(temporaryPath, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileSystem.lastError("create file", temporaryPath) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        // Safety: C reads the path only during the call.
        unsafe unlink(temporaryPath)
    }

    /// Adds bytes.
    package func write(_ bytes: [UInt8]) throws(LMDBError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.blockBytes { try flush() }
    }

    /// Waits until the bytes are on the device, and puts the file in its place.
    package func finish() throws(LMDBError) {
        try flush()
        guard fsync(descriptor) == 0 else { throw FileSystem.lastError("flush", temporaryPath) }
        try FileSystem.move(temporaryPath, to: path)
        close(descriptor)
        descriptor = -1
        try FileSystem.flush(folder)
    }

    private var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private func flush() throws(LMDBError) {
        var start = 0
        while start < buffer.count {
            let count = buffer.count - start
            // Safety: the buffer holds `count` bytes from `start` on and outlives the call.
            let written = unsafe buffer.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress?.advanced(by: start), count)
            }
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else { throw FileSystem.lastError("write", temporaryPath) }
            start += written
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
