import EventLog
import LMDB

/// Lines in the order of their orders' ids, in a file of their own until they are merged.
///
/// | bytes | field |
/// |---|---|
/// | 1 | length of the order id |
/// | 4 | length of the line, big-endian |
/// | | the order id, then the line |
struct LineRunWriter {
    private let file: EvidenceFile
    private var block: [UInt8] = []

    init(creating path: String) throws(LedgerError) { file = try EvidenceFile(creating: path) }

    mutating func append(_ order: String, _ line: [UInt8]) throws(LedgerError) {
        block.append(UInt8(order.utf8.count))
        block.appendBigEndian(UInt32(line.count))
        block.append(contentsOf: order.utf8)
        block.append(contentsOf: line)
        guard block.count >= EvidenceFile.blockBytes else { return }
        try file.append(block)
        block.removeAll(keepingCapacity: true)
    }

    /// Writes what is left; runs need not reach the device.
    func finish() throws(LedgerError) {
        try file.append(block)
        file.close()
    }
}

/// A place in a run that moves from line to line.
struct LineRunReader {
    private let file: EvidenceFile
    private var block: [UInt8] = []
    private var next = 0
    private var id = 0..<0
    private var line = 0..<0
    /// The first eight bytes of the id, to compare most ids at once.
    private(set) var prefix: UInt64 = 0

    private static let headBytes = 5

    init(reading path: String) throws(LedgerError) { file = try EvidenceFile(reading: path) }

    /// Moves to the next line.
    ///
    /// - Returns: whether there is one.
    mutating func advance() throws(LedgerError) -> Bool {
        guard try have(Self.headBytes) else { return false }
        let idCount = Int(block[next])
        let lineCount = Int(block.span.bigEndian(UInt32.self, at: next + 1))
        guard try have(Self.headBytes + idCount + lineCount) else {
            throw LedgerError(.inputOutput, "\(file.path) ends within a line: try again")
        }
        let start = next + Self.headBytes
        id = start..<start + idCount
        line = id.upperBound..<id.upperBound + lineCount
        next = line.upperBound
        prefix = block[id].sortingPrefix
        return true
    }

    /// Reads on until so many bytes are at hand; false where the file has fewer.
    private mutating func have(_ count: Int) throws(LedgerError) -> Bool {
        while block.count - next < count {
            let more = try file.nextBlock()
            guard !more.isEmpty else { return false }
            block.removeFirst(next)
            next = 0
            block.append(contentsOf: more)
        }
        return true
    }

    /// Whether this reader's line comes before that of another.
    func precedes(_ other: LineRunReader) -> Bool {
        if prefix != other.prefix { return prefix < other.prefix }
        return block[id].lexicographicallyPrecedes(other.block[other.id])
    }

    /// Appends the current line to others, with a line feed behind it.
    func appendLine(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: block[line])
        bytes.append(UInt8(ascii: "\n"))
    }

    func close() { file.close() }
}

extension Collection<UInt8> {
    /// The first eight bytes as a number that sorts as they do; zeros stand for those missing.
    var sortingPrefix: UInt64 {
        var prefix: UInt64 = 0
        var count = 0
        for byte in self.prefix(8) {
            prefix = prefix << 8 | UInt64(byte)
            count += 1
        }
        return count == 0 ? 0 : prefix << UInt64(8 * (8 - count))
    }
}
