/// Which pages of a file were met, a bit each.
struct PageSet {
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
}
