/// One of the two pages that say where the trees of a commit begin; layout as in liblmdb 0.9.
struct MetaPage {
    /// The number of the commit.
    let transaction: UInt64
    /// The highest page that was ever used.
    let lastPage: UInt64
    /// The tree of free pages.
    let free: PageTree
    /// The main table, which names the others.
    let main: PageTree

    /// - Parameter page: the bytes of page 0 or 1.
    init(_ page: Span<UInt8>) {
        free = PageTree(page.extracting(40..<88))
        main = PageTree(page.extracting(88..<136))
        lastPage = page.uint64(at: 136)
        transaction = page.uint64(at: 144)
    }
}

extension PageFile {
    /// The meta page of a commit, where it is one of the last two.
    func meta(of transaction: UInt64) -> MetaPage? {
        let metas = [MetaPage(bytes(at: 0)), MetaPage(bytes(at: 1))]
        return metas.first { $0.transaction == transaction }
    }

    /// What is wrong with the numbers of the two commits.
    ///
    /// liblmdb takes the greater for the newer. They follow each other, and each has its place, so
    /// altered numbers bring back the state before the last commit at most, which is as sound: that
    /// the end is missing shows against a checkpoint that was kept elsewhere.
    var metaObjection: String? {
        let even = MetaPage(bytes(at: 0)).transaction
        let odd = MetaPage(bytes(at: 1)).transaction
        let isFresh = even == 0 && odd == 0
        let follow = max(even, odd) - min(even, odd) == 1
        guard isFresh || follow && even.isMultiple(of: 2) else {
            return "its meta pages are of commits \(even) and \(odd), which do not follow"
        }
        return nil
    }
}
