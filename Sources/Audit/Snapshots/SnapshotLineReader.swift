import Crypto
import EventLog
import MerkleTree
import Orders

/// The lines of a snapshot's file, one after the other, with the ids of their orders.
struct SnapshotLineReader {
    /// A line as it stands in the file.
    struct Line {
        /// Its place in the file, from 1.
        let number: Int
        /// The bytes of the order's id.
        let id: [UInt8]
        /// All its bytes, without the line feed.
        let bytes: [UInt8]
    }

    /// A line of more bytes than any order can have is none; it could fill the memory.
    static let lineBytesMaximum = 64 << 20

    private let file: EvidenceFile
    private var block: [UInt8] = []
    private var next = 0
    private var isAtEnd = false
    private var number = 0
    private var last: [UInt8]?
    private var hasher = SHA256()

    init(reading path: String) throws(LedgerError) { file = try EvidenceFile(reading: path) }

    /// The next line; nothing at the end.
    ///
    /// - Throws: `malformed` where the line is none of a snapshot, or stands in the wrong place.
    mutating func line() throws(LedgerError) -> Line? {
        guard let bytes = try bytesOfNextLine() else { return nil }
        number += 1
        guard let value = try? JSONValue(json: bytes), case .string(let order)? = value["order"]
        else { throw malformed("is no line of a snapshot") }
        let id = Array(order.utf8)
        if let last, !last.lexicographicallyPrecedes(id) {
            throw malformed("is of order \(order), which does not come behind the one before it")
        }
        last = id
        return Line(number: number, id: id, bytes: bytes)
    }

    /// The SHA-256 of all that was read, in hexadecimal; of the whole file once there was no line.
    var digest: String { hasher.finalize().hexadecimal }

    func close() { file.close() }

    private func malformed(_ reason: String) -> LedgerError {
        LedgerError(.malformed, "line \(number) of \(file.path) \(reason)")
    }

    private mutating func bytesOfNextLine() throws(LedgerError) -> [UInt8]? {
        var searched = next
        while true {
            if let end = block[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { next = end + 1 }
                return Array(block[next..<end])
            }
            searched = block.count
            if isAtEnd {
                guard next < block.count else { return nil }
                number += 1
                throw malformed("is cut off")
            }
            guard block.count - next < Self.lineBytesMaximum else {
                number += 1
                throw malformed("does not end")
            }
            searched -= next
            block.removeFirst(next)
            next = 0
            let more = try file.nextBlock()
            isAtEnd = more.isEmpty
            hasher.update(data: more)
            block += more
        }
    }
}
