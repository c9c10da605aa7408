/// A visit of pages by one core: which it met, and what is wrong with them.
struct PageVisit: Sendable {
    private(set) var used: PageSet
    /// The trees that the main table names.
    private(set) var tables: [(name: String, tree: PageTree)] = []
    private var faults: [PageFault] = []
    /// Parts of the tree that are left for later.
    private var parts: [TreePart] = []
    private let lastPage: UInt64
    private let isWanted: @Sendable () -> Bool
    private var pagesUntilAsked = Self.pagesBetweenQuestions
    /// What `look` saw: nobody asks for it, but what nobody keeps would not be looked at.
    private var seen: UInt64 = 0

    private static let pagesBetweenQuestions = 1_024

    /// Hears of a row whose value lies in one piece; answers what is wrong with it.
    typealias RowReader = (_ key: Span<UInt8>, _ value: Span<UInt8>) -> String?

    init(_ meta: MetaPage, pages: UInt64, while isWanted: @escaping @Sendable () -> Bool) {
        lastPage = meta.lastPage
        used = PageSet(count: pages)
        self.isWanted = isWanted
    }

    /// Notes the two pages that no tree has.
    mutating func claimMetaPages() {
        for page in 0..<UInt64(2) { _ = used.insert(page) }
    }

    /// The faults since they were last taken.
    mutating func takeFaults() -> [PageFault] {
        defer { faults = [] }
        return faults
    }

    /// The parts of the tree that was visited last which are left for later.
    mutating func takeParts() -> [TreePart] {
        defer { parts = [] }
        return parts
    }

    /// Visits a part of a tree that was left.
    mutating func visit(_ part: inout TreePart, in file: borrowing PageFile) {
        visit(part.page, level: part.level, in: file, &part.walk, nil)
        part.faults = takeFaults()
    }

    private mutating func add(_ fault: PageFault) {
        faults.append(fault)
    }
}

extension PageVisit {
    /// Checks a page and all below it, but for what is left for later.
    mutating func visit(
        _ number: UInt64,
        level: Int,
        in file: borrowing PageFile,
        _ walk: inout TreeWalk,
        _ take: RowReader?,
    ) {
        guard level != walk.partLevel else {
            return parts.append(TreePart(page: number, level: level, begunBy: walk))
        }
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
        guard number + UInt64(pages) - 1 <= lastPage else {
            return "it lies beyond page \(lastPage), the last that was used"
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
        _ take: RowReader?,
    ) -> String? {
        walk.branchPages += 1
        if level + 1 == walk.tree.depth { look(atChildrenOf: page, in: file) }
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

    /// Looks at the beginning of each leaf that a branch leads to, before the first is visited: in a
    /// short loop over all of them memory brings many at once, and not one after the other.
    private mutating func look(atChildrenOf page: Page, in file: borrowing PageFile) {
        for index in 0..<page.count {
            guard let node = page.node(index), file.holds(node.child, pages: 1) else { continue }
            seen ^= Page(file.bytes(at: node.child)).number
        }
    }

    private mutating func visitRows(
        of page: Page,
        in file: borrowing PageFile,
        _ walk: inout TreeWalk,
        _ take: RowReader?,
    ) -> String? {
        walk.leafPages += 1
        walk.entries += UInt64(page.count)
        if take == nil, walk.passes(page) { return nil }
        if let objection = page.objectionToRows { return objection }
        for index in 0..<page.count {
            guard let node = page.node(index), let holding = node.holding else { break }
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
        return nil
    }

    private mutating func visitValue(
        of node: PageNode,
        _ holding: PageNode.Holding,
        in file: borrowing PageFile,
        _ walk: inout TreeWalk,
        _ take: RowReader?,
    ) -> String? {
        switch holding {
        case .inline: return take?(node.key, node.value)
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
        _ take: RowReader?,
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
        return take?(node.key, bytes.extracting(start..<start + node.valueCount))
    }
}
