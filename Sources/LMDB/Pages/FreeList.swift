/// The pages that commits gave free, as they are recorded: under the number of each commit a count
/// and so many page numbers, the greatest first.
struct FreeList {
    private var pages: [UInt64] = []
    private var latest: UInt64 = 0

    /// Takes the pages of one commit; answers what is wrong with them.
    mutating func take(_ key: Span<UInt8>, _ value: Span<UInt8>) -> String? {
        latest = max(latest, key.uint64(at: 0))
        guard value.count >= 8, value.uint64(at: 0) <= UInt64(value.count / 8 - 1) else {
            return "a list of free pages is longer than its row"
        }
        let count = Int(value.uint64(at: 0))
        var previous = UInt64.max
        for index in 0..<count {
            let page = value.uint64(at: 8 * (index + 1))
            guard page < previous else { return "a list of free pages is out of order" }
            pages.append(page)
            previous = page
        }
        return nil
    }

    /// What is wrong with the lists as a whole.
    ///
    /// - Parameters:
    ///   - last: the highest page that was ever used.
    ///   - transaction: the last commit.
    ///   - claim: takes a page; false where somebody has it.
    func objections(
        last: UInt64,
        since transaction: UInt64,
        claim: (UInt64) -> Bool,
    ) -> [String] {
        var objections: [String] = []
        if latest > transaction {
            objections.append("it has a list of commit \(latest), yet to come")
        }
        for page in pages {
            if page < 2 || page > last {
                objections.append("page \(page) cannot be free: it never was used")
            } else if !claim(page) {
                objections.append("page \(page) is free, and in use or free twice")
            }
        }
        return objections
    }
}
