import LMDB

/// Where a row of a run stands in the bytes that hold it: a key, by whose bytes rows are sorted, and
/// a value.
///
/// | bytes | field |
/// |---|---|
/// | 4 | length of the key, big-endian |
/// | 4 | length of the value, big-endian |
/// | | the key, the value |
struct RunRow {
    static let fixedBytes = 8

    let key: Range<Int>
    let value: Range<Int>

    /// Reads the lengths of a row, of which the fixed part must be there.
    init(in bytes: borrowing Span<UInt8>, at start: Int) {
        let first = start + Self.fixedBytes
        let end = first + Int(bytes.bigEndian(UInt32.self, at: start))
        key = first..<end
        value = end..<end + Int(bytes.bigEndian(UInt32.self, at: start + 4))
    }

    static func append(
        _ key: some Collection<UInt8>,
        _ value: some Collection<UInt8>,
        to bytes: inout [UInt8],
    ) {
        bytes.appendBigEndian(UInt32(key.count))
        bytes.appendBigEndian(UInt32(value.count))
        bytes.append(contentsOf: key)
        bytes.append(contentsOf: value)
    }
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
