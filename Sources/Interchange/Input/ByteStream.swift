import Foundation

/// The bytes of an input, decompressed, in chunks.
final class ByteStream {
    private let file: InputFile
    private let handle: FileHandle
    private let decompressor: Decompressor?
    private var plainBytesRead = 0

    /// The most bytes that one read answers.
    static let chunkBytes = 256 << 10

    /// Opens an input.
    ///
    /// - Throws: `InputError`: `noSuchFile`, `unreadable`, `programMissing`.
    init(_ file: InputFile) throws {
        self.file = file
        handle = try file.open()
        let isCompressed = file.isCompressed || Self.beginsCompressed(handle)
        decompressor = isCompressed ? try Decompressor(handle, of: file) : nil
    }

    /// Whether bytes that gzip wrote stand under a plain name; nothing is taken from the input.
    ///
    /// A pipe cannot be read twice: there the first chunk tells, and it is too late to decompress.
    private static func beginsCompressed(_ handle: FileHandle) -> Bool {
        guard let start = try? handle.offset(), (try? handle.seek(toOffset: start)) != nil else {
            return false
        }
        let first = try? handle.read(upToCount: Decompressor.magic.count)
        guard (try? handle.seek(toOffset: start)) != nil else { return false }
        return first.map { $0.elementsEqual(Decompressor.magic) } ?? false
    }

    /// Bytes of the file, compressed as it may be, that were read so far.
    var bytesRead: Int {
        // The decompressor reads through a descriptor that shares its offset with ours.
        guard decompressor != nil else { return plainBytesRead }
        return (try? handle.offset()).map(Int.init) ?? 0
    }

    /// Appends the next chunk; false at the end.
    ///
    /// - Throws: `InputError`: `unreadable`, `compressed`, `damaged`.
    func read(into bytes: inout [UInt8]) throws -> Bool {
        guard let chunk = try readChunk(), !chunk.isEmpty else {
            try decompressor?.finish()
            return false
        }
        if plainBytesRead == 0, decompressor == nil, chunk.starts(with: Decompressor.magic) {
            throw InputError(
                .compressed,
                file: file.name,
                message: "\(file.name) is compressed: give it as a file whose name ends in .gz, or"
                    + " pipe it through gzip -dc"
            )
        }
        plainBytesRead += chunk.count
        bytes.append(contentsOf: chunk)
        return true
    }

    private func readChunk() throws -> Data? {
        do {
            return try (decompressor?.output ?? handle).read(upToCount: Self.chunkBytes)
        } catch {
            throw InputError(
                .unreadable,
                file: file.name,
                message: "\(file.name) cannot be read on: \(error)"
            )
        }
    }
}
