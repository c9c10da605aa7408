/// Which pages of a file were met, a bit each.
struct PageSet: Sendable {
    private var words: [UInt64]

    /// - Parameter count: the pages that there can be.
    init(count: UInt64) {
        words = Array(repeating: 0, count: Int((count + 63) / 64))
    }

    /// Notes a page; false where it was there before.
    mutating func insert(_ page: UInt64) -> Bool {
        let bit: UInt64 = 1 << (page % 64)
        defer { words[Int(page / 64)] |= bit }
        return words[Int(page / 64)] & bit == 0
    }

    /// Adds the pages of another set of the same file.
    mutating func formUnion(_ other: PageSet) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    /// The pages that are in both sets of the same file.
    func common(with other: PageSet) -> [UInt64] {
        var pages: [UInt64] = []
        for index in words.indices {
            var rest = words[index] & other.words[index]
            while rest != 0 {
                pages.append(UInt64(index) * 64 + UInt64(rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        return pages
    }
}
