import Glibc

/// A file that appears whole and on the device, or not at all.
///
/// Bytes go to a file of a name that nobody else has, which takes its place when all are written and
/// synced. Dropped before that, it leaves what was there as it was. A process that dies on the way
/// leaves the other file, whose name ends in `.partial`.
package final class SyncedFile {
    private let path: String
    /// The file of the other name, until it has taken its place.
    private var file: OutputFile?
    private var buffer: [UInt8] = []

    /// Bytes that are collected before they are written.
    private static let blockBytes = 1 << 18

    /// - Parameter path: where the file is to appear; what is there is replaced, a link itself and
    ///   not what it leads to.
    /// - Throws: `.isFolder`, `.alreadyExists` for a device or a pipe, and an error where the folder
    ///   is not there or nothing can be made in it.
    package init(at path: String, mode: UInt32 = 0o644) throws(LMDBError) {
        guard !FileSystem.isFolder(path) else {
            throw LMDBError(.isFolder, operation: "write", path: path, rawCode: EISDIR)
        }
        guard !FileSystem.isDevice(path) else {
            throw FileSystem.strange("no regular file", path)
        }
        let number = UInt64.random(in: 0 ... .max)
        self.path = path
        file = try OutputFile(
            making: "\(path).\(String(number, radix: 36)).partial",
            mode: mode
        )
    }

    deinit {
        if let file { FileSystem.removeFile(file.path) }
    }

    /// Adds bytes.
    package func write(_ bytes: [UInt8]) throws(LMDBError) {
        buffer.append(contentsOf: bytes)
        guard buffer.count >= Self.blockBytes else { return }
        try file?.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Waits until bytes and place are on the device.
    package func finish() throws(LMDBError) {
        try place()
        try FileSystem.flush(FileSystem.folder(of: path))
    }

    /// Waits until the bytes are on the device, and puts the file in its place; that the folder says
    /// so is not on the device yet.
    func place() throws(LMDBError) {
        guard let file else { preconditionFailure("a file is finished once") }
        try file.write(buffer)
        try file.flush()
        try FileSystem.move(file.path, to: path)
        self.file = nil
    }
}
