public import LMDB
public import Orders

/// The row of a head: 160 bytes, little-endian, and the order's agenda where it has one.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | first position |
/// | 8 | 8 | last position |
/// | 16 | 8 | position of the first `placed`, 0 = none |
/// | 24 | 8 | filter of event ids |
/// | 32 | 8 | occurredAt of the last event |
/// | 40 | 4 | revision |
/// | 44 | 4 | 1 = more events than one `placed` say what was ordered, else 0 |
/// | 48 | 112 | the core's fourteen words |
/// | 160 | | the agenda's stored form; nothing for an empty one |
extension OrderHead {
    /// The fixed part of a row.
    @inlinable package static var byteCount: Int { 48 + OrderCore.storedWordCount * 8 }

    /// Appends the row of a head.
    // In place wherever it is called: to be handed over, a value of this size would be copied.
    @inlinable
    @inline(__always)
    package borrowing func encode(into bytes: inout [UInt8]) {
        precondition(Self.byteCount == 160, "the row has as many bytes as its layout")
        var stored = [160 of UInt8](repeating: 0)
        var row = stored.mutableSpan
        row.storeLittleEndian(firstPosition, at: 0)
        row.storeLittleEndian(lastPosition, at: 8)
        row.storeLittleEndian(dataPosition, at: 16)
        row.storeLittleEndian(idFilter, at: 24)
        row.storeLittleEndian(updatedAt, at: 32)
        row.storeLittleEndian(revision, at: 40)
        row[44] = hasMergedData ? 1 : 0
        let words = standing.core.storedWords
        for index in words.indices {
            row.storeLittleEndian(words[index], at: 48 + index * 8)
        }
        bytes.append(copying: stored.span)
        standing.agenda.encode(into: &bytes)
    }

    /// Reads a row, or nothing where it is none.
    package init?(_ bytes: borrowing Span<UInt8>) {
        guard bytes.count >= Self.byteCount else { return nil }
        firstPosition = bytes.uint64(at: 0)
        lastPosition = bytes.uint64(at: 8)
        dataPosition = bytes.uint64(at: 16)
        idFilter = bytes.uint64(at: 24)
        updatedAt = bytes.int64(at: 32)
        revision = bytes.uint32(at: 40)
        hasMergedData = bytes.uint32(at: 44) != 0
        var words: [14 of Int64] = .init(repeating: 0)
        for index in words.indices { words[index] = bytes.int64(at: 48 + index * 8) }
        standing = OrderStanding()
        standing.core = OrderCore(storedWords: words)
        guard bytes.count > Self.byteCount else { return }
        let stored = bytes.extracting(Self.byteCount..<bytes.count)
        guard let agenda = Agenda(storedBytes: stored) else { return nil }
        standing.agenda = agenda
    }
}
