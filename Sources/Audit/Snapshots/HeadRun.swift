import EventLog
import LMDB
import Projections

/// Where orders of a window stand, in the order of their ids, in a file of their own until they are
/// merged.
///
/// | bytes | field |
/// |---|---|
/// | 1 | length of the order id |
/// | 4 | length of the customer's id and one, big-endian; 0 where no customer is named |
/// | 4 | length of the head, big-endian |
/// | | the order id, the customer's id, the head's row |
struct HeadRunWriter {
    private let file: OutputFile
    private var block: [UInt8] = []
    private var row: [UInt8] = []

    init(creating path: String) throws(LedgerError) {
        do {
            file = try OutputFile(making: path)
        } catch {
            throw LedgerError(error)
        }
    }

    mutating func append(
        _ head: borrowing OrderHead,
        _ identity: OrderIdentity,
    ) throws(LedgerError) {
        row.removeAll(keepingCapacity: true)
        head.encode(into: &row)
        block.append(UInt8(identity.order.utf8.count))
        block.appendBigEndian(UInt32(identity.customer.map { $0.utf8.count + 1 } ?? 0))
        block.appendBigEndian(UInt32(row.count))
        block.append(contentsOf: identity.order.utf8)
        if let customer = identity.customer { block.append(contentsOf: customer.utf8) }
        block.append(contentsOf: row)
        guard block.count >= EvidenceFile.blockBytes else { return }
        try finish()
        block.removeAll(keepingCapacity: true)
    }

    /// Writes what is left; runs need not reach the device.
    func finish() throws(LedgerError) {
        do {
            try file.write(block)
        } catch {
            throw LedgerError(error)
        }
    }
}

/// Where the parts of an entry of a run stand in the bytes that hold it.
struct HeadRunEntry {
    static let fixedBytes = 9

    let id: Range<Int>
    /// The customer's id, where one is named.
    let customer: Range<Int>?
    let head: Range<Int>

    /// Reads the lengths of an entry, of which the fixed part must be there.
    init(in bytes: borrowing Span<UInt8>, at start: Int) {
        let customerCount = Int(bytes.bigEndian(UInt32.self, at: start + 1))
        let headCount = Int(bytes.bigEndian(UInt32.self, at: start + 5))
        let first = start + Self.fixedBytes
        id = first..<first + Int(bytes[start])
        let end = id.upperBound + max(0, customerCount - 1)
        customer = customerCount == 0 ? nil : id.upperBound..<end
        head = end..<end + headCount
    }
}

/// A place in a run that moves from order to order.
struct HeadRunReader {
    private let file: EvidenceFile
    private let blockBytes: Int
    private var block: [UInt8] = []
    private var start = 0
    private var next = 0
    private var id = 0..<0
    /// The first eight bytes of the id, to compare most ids at once.
    private var prefix: UInt64 = 0

    /// - Parameter blockBytes: bytes that are read at once.
    init(reading path: String, blockBytes: Int) throws(LedgerError) {
        file = try EvidenceFile(reading: path)
        self.blockBytes = blockBytes
    }

    /// Moves to the next order.
    ///
    /// - Returns: whether there is one.
    mutating func advance() throws(LedgerError) -> Bool {
        guard try have(HeadRunEntry.fixedBytes) else { return false }
        let bytes = HeadRunEntry(in: block.span, at: next).head.upperBound - next
        guard try have(bytes) else {
            throw LedgerError(.inputOutput, "\(file.path) ends within an order: try again")
        }
        let entry = HeadRunEntry(in: block.span, at: next)
        start = next
        id = entry.id
        next = entry.head.upperBound
        prefix = block[id].sortingPrefix
        return true
    }

    /// Reads on until so many bytes are at hand; false where the file has fewer.
    private mutating func have(_ count: Int) throws(LedgerError) -> Bool {
        while block.count - next < count {
            let more = try file.nextBlock(of: blockBytes)
            guard !more.isEmpty else { return false }
            block.removeFirst(next)
            next = 0
            block.append(contentsOf: more)
        }
        return true
    }

    /// Whether this reader's order comes before that of another.
    func precedes(_ other: HeadRunReader) -> Bool {
        if prefix != other.prefix { return prefix < other.prefix }
        return block[id].lexicographicallyPrecedes(other.block[other.id])
    }

    /// Appends the current entry to others.
    func appendEntry(to bytes: inout [UInt8]) { bytes.append(contentsOf: block[start..<next]) }

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
