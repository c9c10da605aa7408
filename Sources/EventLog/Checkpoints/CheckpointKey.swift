import LMDB

/// Where a signed tree head stands in the table `checkpoints`: the tree's size, which of the notes
/// of that size it is, and 0; its time-stamp tokens have 1, 2, 3 … instead.
///
/// A tree of one size has more than one note only where logs of several names, or keys, sign.
struct CheckpointKey: Equatable {
    let size: UInt64
    let number: UInt8
    /// 0 for the note, else the number of a token.
    let part: UInt8

    private static let byteCount = 10

    init(size: UInt64, number: UInt8 = 0, part: UInt8 = 0) {
        self.size = size
        self.number = number
        self.part = part
    }

    /// Reads a key; nothing where it has another length.
    init?(_ bytes: borrowing Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        size = bytes.bigEndian(UInt64.self, at: 0)
        number = bytes[8]
        part = bytes[9]
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendBigEndian(size)
        bytes.append(number)
        bytes.append(part)
        return bytes
    }

    /// Whether a row under this key may stand behind a note and those of its tokens that were read:
    /// notes of one size are numbered without gaps, and so are the tokens of a note.
    func follows(_ last: KeptCheckpoint?) -> Bool {
        guard let last, last.size >= size else { return number == 0 && part == 0 }
        guard last.size == size else { return false }
        return part == 0
            ? Int(number) == Int(last.number) + 1
            : number == last.number && Int(part) == last.tokens.count + 1
    }
}
