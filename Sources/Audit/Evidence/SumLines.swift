import EventLog
import MerkleTree

/// The lines of a file of sums, as sha256sum writes them, read one after the other.
struct SumLines {
    private let file: EvidenceFile
    private var block: [UInt8] = []
    private var place = 0
    /// The current line without its end; nothing behind the last.
    private(set) var line: ArraySlice<UInt8>?

    /// Bytes that are read at once.
    private static let blockBytes = 16_384
    /// More than any line has: paths are shorter.
    private static let lineBytesMaximum = 1 << 13

    /// The lines of a file, of which the first is the current one.
    init(reading path: String) throws(LedgerError) {
        file = try EvidenceFile(reading: path)
        try advance()
    }

    /// Appends a file's line with its line feed.
    static func append(
        _ name: ArraySlice<UInt8>,
        _ sum: ArraySlice<UInt8>,
        to lines: inout [UInt8],
    ) {
        lines.append(contentsOf: sum.hexadecimal.utf8)
        lines.append(contentsOf: "  ".utf8)
        lines.append(contentsOf: name)
        lines.append(UInt8(ascii: "\n"))
    }

    /// The name in the current line; nothing where it is no line of sums.
    var name: ArraySlice<UInt8>? {
        guard let line, line.count > 66, line.dropFirst(64).prefix(2).allSatisfy({ $0 == 32 })
        else { return nil }
        return line.dropFirst(66)
    }

    /// The digits of the sum in the current line.
    var digits: ArraySlice<UInt8> { line?.prefix(64) ?? [] }

    /// Goes on to the next line that is not empty.
    mutating func advance() throws(LedgerError) {
        repeat { line = try next() } while line?.isEmpty == true
        if line == nil { file.close() }
    }

    private mutating func next() throws(LedgerError) -> ArraySlice<UInt8>? {
        while true {
            if let end = block[place...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { place = end + 1 }
                return block[place..<end]
            }
            let rest = block[place...]
            let more = try file.nextBlock(of: Self.blockBytes)
            guard rest.count < Self.lineBytesMaximum || more.isEmpty else { throw tooLong }
            block = rest + more
            place = more.isEmpty ? block.count : 0
            if more.isEmpty { return block.isEmpty ? nil : block[...] }
        }
    }

    private var tooLong: LedgerError {
        LedgerError(
            .malformed,
            "\(file.path) has a line that is too long: export into an empty folder"
        )
    }
}
