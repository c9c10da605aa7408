/// A check of every page of a data file: that its trees are whole, their keys in order, and no page
/// used twice or both used and free.
///
/// liblmdb keeps no checksums and trusts its pages: a damaged one ends the process, or hides rows
/// from look-ups that a scan still finds, or lets the next commit overwrite what is in use. What
/// the rows themselves say is checked elsewhere.
///
/// Source: the structures of liblmdb 0.9, mdb.c, and the order in which it searches them.
struct PageCheck {
    private(set) var faults: [PageFault] = []
    private let meta: MetaPage
    private var used: PageSet
    /// The trees that the main table names.
    private var tables: [(name: String, tree: PageTree)] = []
    private let isWanted: () -> Bool
    private var pagesUntilAsked = Self.pagesBetweenQuestions

    private static let pagesBetweenQuestions = 1_024

    /// - Parameters:
    ///   - meta: that of the commit whose pages stay as they are meanwhile.
    ///   - isWanted: asked now and then; false ends the check early.
    init(_ meta: MetaPage, in file: borrowing PageFile, while isWanted: @escaping () -> Bool) {
        self.meta = meta
        self.isWanted = isWanted
        // A page beyond the file's end is a fault by itself, whatever the meta page says.
        used = PageSet(count: max(file.count, 2))
    }

    /// Checks everything that the commit's meta page leads to.
    mutating func run(in file: borrowing PageFile) {
        if let objection = file.metaObjection {
            add(PageFault(place: "the meta pages", page: nil, what: objection))
        }
        for page in 0..<UInt64(2) { _ = used.insert(page) }
        var free = FreeList()
        check(meta.free, "the list of free pages", .free, in: file) { free.take($0, $1) }
        check(meta.main, "the main table", .main, in: file) { _, _ in nil }
        for (name, tree) in tables {
            check(tree, "table \(name)", .table, in: file) { _, _ in nil }
        }
        let count = file.count
        let objections = free.objections(last: meta.lastPage, since: meta.transaction) { page in
            page >= count || used.insert(page)
        }
        for objection in objections {
            add(PageFault(place: "the list of free pages", page: nil, what: objection))
        }
    }

    private mutating func add(_ fault: PageFault) {
        faults.append(fault)
    }
}

extension PageCheck {
    /// What a tree is there for.
    enum Purpose {
        case free
        case main
        case table
    }

    /// Hears of a row whose value lies in one piece; answers what is wrong with it.
    typealias RowReader = (_ key: Span<UInt8>, _ value: Span<UInt8>) -> String?

    private mutating func check(
        _ tree: PageTree,
        _ name: String,
        _ purpose: Purpose,
        in file: borrowing PageFile,
        take: RowReader,
    ) {
        if let objection = tree.objection(as: purpose) {
            return add(PageFault(place: name, page: nil, what: objection))
        }
        guard tree.root != PageTree.noPage else { return }
        var walk = TreeWalk(tree, name, purpose)
        let before = faults.count
        visit(tree.root, level: 1, in: file, &walk, take)
        guard faults.count == before, let objection = walk.objection else { return }
        add(PageFault(place: name, page: nil, what: objection))
    }

    /// Checks a page and all below it.
    private mutating func visit(
        _ number: UInt64,
        level: Int,
        in file: borrowing PageFile,
        _ walk: inout TreeWalk,
        _ take: RowReader,
    ) {
        guard goesOn() else { return }
        if let objection = claim(number, pages: 1, in: file) {
            return add(walk.fault(number, objection))
        }
        let page = Page(file.bytes(at: number))
        let isLeaf = level == walk.tree.depth
        let kind: Page.Kind = isLeaf ? .leaf : .branch
        guard page.number == number, page.kind == kind else {
            return add(walk.fault(number, "it is not the \(kind) that is expected here"))
        }
        if let objection = page.objection { return add(walk.fault(number, objection)) }
        guard page.count >= walk.nodesMinimum(kind) else {
            return add(walk.fault(number, "it has \(page.count) nodes"))
        }
        let objection =
            isLeaf
            ? visitRows(of: page, in: file, &walk, take)
            : visitChildren(of: page, level: level, in: file, &walk, take)
        if let objection { add(walk.fault(number, objection)) }
    }

    private mutating func goesOn() -> Bool {
        guard pagesUntilAsked == 0 else {
            pagesUntilAsked -= 1
            return true
        }
        guard isWanted() else { return false }
        pagesUntilAsked = Self.pagesBetweenQuestions
        return true
    }

    /// Notes pages as used; answers why they cannot be.
    private mutating func claim(
        _ number: UInt64,
        pages: Int,
        in file: borrowing PageFile,
    ) -> String? {
        guard file.holds(number, pages: pages) else { return "it lies beyond the file's end" }
        guard number + UInt64(pages) - 1 <= meta.lastPage else {
            return "it lies beyond page \(meta.lastPage), the last that was used"
        }
        for page in number..<number + UInt64(pages) where !used.insert(page) {
            return "page \(page) is used twice"
        }
        return nil
    }

    private mutating func visitChildren(
        of page: Page,
        level: Int,
        in file: borrowing PageFile,
        _ walk: inout TreeWalk,
        _ take: RowReader,
    ) -> String? {
        walk.branchPages += 1
        var filled = 0
        for index in 0..<page.count {
            guard let node = page.node(index), node.fits(node.branchBytes) else {
                return "node \(index) does not lie on it"
            }
            filled += node.branchBytes
            // The first child takes all keys below the second's: its own key says nothing.
            if index > 0, let objection = walk.begin(from: node.key) { return objection }
            visit(node.child, level: level + 1, in: file, &walk, take)
        }
        return page.isFilled(by: filled) ? nil : "its nodes do not fill it"
    }

    private mutating func visitRows(
        of page: Page,
        in file: borrowing PageFile,
        _ walk: inout TreeWalk,
        _ take: RowReader,
    ) -> String? {
        walk.leafPages += 1
        walk.entries += UInt64(page.count)
        var filled = 0
        for index in 0..<page.count {
            guard let node = page.node(index), let holding = node.holding,
                node.fits(node.leafBytes(holding))
            else { return "node \(index) does not lie on it" }
            filled += node.leafBytes(holding)
            let objection =
                index == 0
                ? walk.objection(toFirst: node.key)
                : walk.objection(to: node.key, after: page.node(index - 1))
            if let objection { return objection }
            if let objection = visitValue(of: node, holding, in: file, &walk, take) {
                return objection
            }
        }
        walk.end(with: page.node(page.count - 1))
        return page.isFilled(by: filled) ? nil : "its nodes do not fill it"
    }

    private mutating func visitValue(
        of node: PageNode,
        _ holding: PageNode.Holding,
        in file: borrowing PageFile,
        _ walk: inout TreeWalk,
        _ take: RowReader,
    ) -> String? {
        switch holding {
        case .inline: return take(node.key, node.value)
        case .overflow: return visitOverflow(of: node, in: file, &walk, take)
        case .tree:
            guard walk.purpose == .main, node.valueCount == PageTree.byteCount else {
                return "a row claims to be a table"
            }
            let name = String(decoding: node.key.copy(), as: UTF8.self)
            tables.append((name, PageTree(node.value)))
            return nil
        }
    }

    /// A long value lies behind one header on pages of its own: on as many as it takes, or on more,
    /// where it replaced a longer one.
    private mutating func visitOverflow(
        of node: PageNode,
        in file: borrowing PageFile,
        _ walk: inout TreeWalk,
        _ take: RowReader,
    ) -> String? {
        let start = Page.headerBytes
        let number = node.overflowPage
        guard file.holds(number, pages: 1) else {
            return "page \(number) lies beyond the file's end"
        }
        let first = Page(file.bytes(at: number))
        let pages = first.overflowCount
        guard first.number == number, first.kind == .overflow,
            node.valueCount <= pages * file.pageSize - start
        else { return "page \(number) is not the beginning of the long value that it should be" }
        if let objection = claim(number, pages: pages, in: file) { return objection }
        walk.overflowPages += UInt64(pages)
        let bytes = file.bytes(at: number, pages: pages)
        return take(node.key, bytes.extracting(start..<start + node.valueCount))
    }
}
