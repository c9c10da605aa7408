public import Orders

/// The row of a head: some 40 bytes for most orders, and the order's agenda where it has one.
///
/// | bytes | field |
/// |---|---|
/// | 3 | bit n is set where word n is not zero; bits 19 and 20 are below; the others are 0 |
/// | (3 n + 7) / 8 | of each of the n words that are not zero its bytes less one, 3 bits each, from the lowest bit on; the rest is 0 |
/// | 8 | filter of event ids |
/// | | the words that are not zero, each in as few bytes as it needs |
/// | | the agenda's stored form; nothing for an empty one |
///
/// Everything is little-endian. Bit 19 is set where more events than one `placed` say what was
/// ordered, bit 20 where an event turned something on or off. Differences wrap around at 64 bits.
///
/// | word | field |
/// |---|---|
/// | 0 | first position |
/// | 1 | last position, less the first |
/// | 2 | position of the first `placed`, 0 = none; less the first position where `placed` is a fact |
/// | 3 | revision |
/// | 4 | the latest time of an event, less occurredAt of the last one |
/// | 5 to 18 | the core's fourteen words, see `OrderCore.words` |
///
/// Every head has one form, and bytes in any other are refused: rows are compared byte by byte.
extension OrderHead {
    /// What a row is expected to take, where room is made for many.
    @inlinable package static var usualByteCount: Int { 64 }

    @inlinable static var mergedFlag: UInt32 { 1 << 19 }
    @inlinable static var toggledFlag: UInt32 { 1 << 20 }

    /// Appends the row of a head.
    // In place wherever it is called: to be handed over, a value of this size would be copied.
    @inlinable
    @inline(__always)
    package borrowing func encode(into bytes: inout [UInt8]) {
        let core = standing.core.words
        var writer = HeadWordWriter()
        writer.write(firstPosition)
        writer.write(lastPosition &- firstPosition)
        writer.write(dataPosition &- (standing.core.isPlaced ? firstPosition : 0))
        writer.write(UInt64(revision))
        writer.write(core[8] &- UInt64(bitPattern: updatedAt))
        // Without a loop, which would take a fifth more time.
        writer.write(core[0])
        writer.write(core[1])
        writer.write(core[2])
        writer.write(core[3])
        writer.write(core[4])
        writer.write(core[5])
        writer.write(core[6])
        writer.write(core[7])
        writer.write(core[8])
        writer.write(core[9])
        writer.write(core[10])
        writer.write(core[11])
        writer.write(core[12])
        writer.write(core[13])
        let flags =
            (hasMergedData ? Self.mergedFlag : 0)
            | (standing.core.isToggled ? Self.toggledFlag : 0)
        writer.finish(flags: flags, filter: idFilter, appendingTo: &bytes)
        standing.agenda.encode(into: &bytes)
    }

    /// Reads a row, or nothing where it is none.
    package init?(_ bytes: borrowing Span<UInt8>) {
        guard var reader = HeadWordReader(bytes),
            reader.flags & ~(Self.mergedFlag | Self.toggledFlag) == 0
        else { return nil }
        let first = reader.next(in: bytes)
        let last = reader.next(in: bytes)
        let data = reader.next(in: bytes)
        let revision = reader.next(in: bytes)
        let updated = reader.next(in: bytes)
        // In the order of the words, as a literal is evaluated.
        let words: [14 of UInt64] = [
            reader.next(in: bytes), reader.next(in: bytes),
            reader.next(in: bytes), reader.next(in: bytes),
            reader.next(in: bytes), reader.next(in: bytes),
            reader.next(in: bytes), reader.next(in: bytes),
            reader.next(in: bytes), reader.next(in: bytes),
            reader.next(in: bytes), reader.next(in: bytes),
            reader.next(in: bytes), reader.next(in: bytes),
        ]
        let isToggled = reader.flags & Self.toggledFlag != 0
        guard reader.isSound, let revision = UInt32(exactly: revision),
            let core = OrderCore(words: words, isToggled: isToggled)
        else { return nil }
        firstPosition = first
        lastPosition = last &+ first
        dataPosition = data &+ (core.isPlaced ? first : 0)
        self.revision = revision
        idFilter = reader.filter
        updatedAt = Int64(bitPattern: words[8] &- updated)
        hasMergedData = reader.flags & Self.mergedFlag != 0
        standing = OrderStanding()
        standing.core = core
        guard bytes.count > reader.offset else { return }
        let stored = bytes.extracting(reader.offset..<bytes.count)
        guard let agenda = Agenda(storedBytes: stored) else { return nil }
        standing.agenda = agenda
    }
}
