/// The lines of an input, or the elements of a batch, in blocks of bounded size.
///
/// A file whose first byte that is not blank is `[` is a batch. A byte order mark at the beginning
/// and blank lines are passed over; the last line needs no line break. A line that is too long is
/// reported and not kept.
package struct LineSource {
    private let file: InputFile
    private let stream: ByteStream
    private let limits: Limits
    private var framer: (any Framer)?
    /// Bytes that were read, but belong to the next block.
    private var rest: [UInt8] = []
    private var hasEnded = false
    private var failure: (any Error)?

    /// The longest line, in bytes, that is read: room for an event of the largest size, however it
    /// is escaped.
    package static let maximumItemBytes = 8 << 20

    /// How much one block holds.
    package struct Limits: Sendable {
        /// A block ends with the first read that brings it to this many bytes.
        package var bytes: Int
        /// A block has at most this many lines.
        package var items: Int

        package init(bytes: Int = 2 << 20, items: Int = 8_192) {
            self.bytes = bytes
            self.items = items
        }
    }

    /// Opens an input.
    ///
    /// - Throws: `InputError`: `noSuchFile`, `unreadable`, `programMissing`.
    package init(_ file: InputFile, limits: Limits = Limits()) throws {
        self.file = file
        self.limits = limits
        stream = try ByteStream(file)
    }

    /// The next block, or nothing at the end.
    ///
    /// - Throws: `InputError` where the input cannot be read on; all that could be read was
    ///   answered before.
    package mutating func nextBlock() throws -> LineBlock? {
        if let failure { throw failure }
        if hasEnded { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(max(rest.count, limits.bytes) + ByteStream.chunkBytes)
        bytes += rest
        rest = []
        var items: [LineBlock.Item] = []
        items.reserveCapacity(limits.items)
        repeat { scan(&bytes, into: &items) } while read(&bytes, into: &items)
        keepRest(of: &bytes)
        if items.isEmpty, let failure { throw failure }
        guard !items.isEmpty || !hasEnded else { return nil }
        return LineBlock(
            file: file.name,
            bytes: bytes,
            items: items,
            bytesRead: stream.bytesRead
        )
    }

    private mutating func scan(_ bytes: inout [UInt8], into items: inout [LineBlock.Item]) {
        guard var framer = framer ?? Self.framer(for: &bytes, isWhole: hasEnded) else { return }
        framer.scan(bytes, upTo: limits.items, into: &items)
        if let kept = framer.skipOverlong(in: bytes, into: &items) {
            bytes.removeLast(bytes.count - kept)
        }
        self.framer = framer
    }

    /// Reads on unless the block is full; at the end takes what is left.
    private mutating func read(
        _ bytes: inout [UInt8],
        into items: inout [LineBlock.Item],
    ) -> Bool {
        guard items.count < limits.items else { return false }
        guard items.isEmpty || bytes.count < limits.bytes else { return false }
        do {
            if try stream.read(into: &bytes) { return true }
        } catch {
            failure = Self.placed(error, at: framer?.place.line ?? 1)
        }
        hasEnded = true
        if framer == nil { scan(&bytes, into: &items) }
        framer?.finish(bytes, into: &items)
        return false
    }

    /// An error over damage, with the line at which the bytes end.
    private static func placed(_ error: any Error, at line: Int) -> any Error {
        guard let error = error as? InputError, error.code == .damaged else { return error }
        return InputError(
            .damaged,
            file: error.file,
            line: line,
            message: "\(error.file):\(line): \(error.message)"
        )
    }

    /// Takes the bytes of items that have not ended yet out of a block.
    private mutating func keepRest(of bytes: inout [UInt8]) {
        guard !hasEnded, var framer else { return }
        let consumed = framer.place.consumed
        rest = Array(bytes[consumed...])
        bytes.removeLast(rest.count)
        framer.place.shift(by: consumed)
        self.framer = framer
    }

    /// The framer that the first byte asks for; nothing while there is none.
    private static func framer(for bytes: inout [UInt8], isWhole: Bool) -> (any Framer)? {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if !isWhole, bytes.count < mark.count { return nil }
        if bytes.starts(with: mark) { bytes.removeFirst(mark.count) }
        guard let first = bytes.first(where: { !$0.isJSONWhitespace }) else {
            return isWhole ? LineFramer() : nil
        }
        return first == UInt8(ascii: "[") ? BatchFramer() : LineFramer()
    }
}
