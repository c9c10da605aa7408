/// A walk over one tree of pages: what was counted, and which key the next must follow.
struct TreeWalk: Sendable {
    let tree: PageTree
    let purpose: PageCheck.Purpose
    /// The level whose pages are left to walks of their own, where the tree is large.
    let partLevel: Int?
    var branchPages: UInt64 = 0
    var leafPages: UInt64 = 0
    var overflowPages: UInt64 = 0
    var entries: UInt64 = 0
    private let name: String
    /// The last key that was met.
    private(set) var last: [UInt8] = []
    /// Whether that key is the least that the next leaf may hold, and not one that it must follow.
    private var isLeast = true

    init(
        _ tree: PageTree,
        _ name: String,
        _ purpose: PageCheck.Purpose,
        partLevel: Int? = nil,
    ) {
        self.tree = tree
        self.name = name
        self.purpose = purpose
        self.partLevel = partLevel
        // A table with integer keys begins at the least integer.
        if hasIntegerKeys { last = Array(repeating: 0, count: 8) }
    }

    /// A walk over a part of a tree, from where another has come; it counts anew.
    init(from other: TreeWalk) {
        self.init(other.tree, other.name, other.purpose)
        last = other.last
        isLeast = other.isLeast
    }

    /// Whether all keys that were met lie before those that a part may hold.
    func isBefore(_ part: TreePart) -> Bool { isLess(last.span, part.least.span) }

    /// Goes on where a walk over the next part ends.
    mutating func goOn(behind part: TreeWalk) {
        branchPages += part.branchPages
        leafPages += part.leafPages
        overflowPages += part.overflowPages
        entries += part.entries
        last = part.last
        isLeast = part.isLeast
    }

    /// liblmdb compares the keys of free pages as integers whatever their flags say.
    private var hasIntegerKeys: Bool { purpose == .free || tree.hasIntegerKeys }

    func fault(_ page: UInt64, _ what: String) -> PageFault {
        PageFault(place: name, page: page, what: what)
    }

    /// liblmdb follows a branch with one child in the list of free pages only.
    func nodesMinimum(_ kind: Page.Kind) -> Int {
        kind == .branch && purpose != .free ? 2 : 1
    }

    /// What differs between the pages and what the tree's record counts.
    var objection: String? {
        let counts = [
            (branchPages, tree.branchPages, "branches"), (leafPages, tree.leafPages, "leaves"),
            (overflowPages, tree.overflowPages, "pages of long values"),
            (entries, tree.entries, "rows"),
        ]
        return counts.first { $0.0 != $0.1 }.map { found, recorded, what in
            "it has \(found) \(what), but says \(recorded)"
        }
    }
}

/// The order of the keys, over all pages of the tree.
extension TreeWalk {
    /// A child begins whose keys are at least this one.
    mutating func begin(from key: Span<UInt8>) -> String? {
        guard isKey(key) else { return "its separating key cannot be one" }
        guard isLess(last.span, key) else { return "a separating key is not behind the one before" }
        set(key, isLeast: true)
        return nil
    }

    /// What is wrong with the first key of a leaf.
    func objection(toFirst key: Span<UInt8>) -> String? {
        guard isKey(key) else { return "its first key cannot be one" }
        let follows = isLeast ? !isLess(key, last.span) : isLess(last.span, key)
        return follows ? nil : "its first key is out of order: look-ups do not find it"
    }

    /// What is wrong with a key behind another of its leaf.
    func objection(to key: Span<UInt8>, after node: PageNode?) -> String? {
        guard isKey(key), let node else { return "a key cannot be one" }
        return isLess(node.key, key) ? nil : "its keys are out of order: look-ups do not find them"
    }

    /// Goes over a leaf at once where its rows are as those of integer keys nearly all are: each
    /// beside its value, their keys in order behind those before.
    ///
    /// - Returns: false, and stays, where they are to be looked at one by one.
    mutating func passes(_ page: Page) -> Bool {
        guard hasIntegerKeys else { return false }
        let before = last.span.uint64(at: 0)
        guard let keys = page.ascendingIntegers,
            isLeast ? keys.lowerBound >= before : keys.lowerBound > before
        else { return false }
        last.storeLittleEndian(keys.upperBound, at: 0)
        isLeast = false
        return true
    }

    /// A leaf ends with a row.
    mutating func end(with node: PageNode?) {
        if let node { set(node.key, isLeast: false) }
    }

    private mutating func set(_ key: Span<UInt8>, isLeast: Bool) {
        last.removeAll(keepingCapacity: true)
        last.append(copying: key)
        self.isLeast = isLeast
    }

    private func isKey(_ key: Span<UInt8>) -> Bool {
        hasIntegerKeys ? key.count == 8 : key.count > 0
    }

    /// Whether a key sorts before another, as liblmdb compares them.
    private func isLess(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        if hasIntegerKeys {
            return left.uint64(at: 0) < right.uint64(at: 0)
        }
        return left.precedes(right)
    }
}

extension Span where Element == UInt8 {
    /// Whether these bytes sort before others: by the first that differs, the shorter first.
    fileprivate func precedes(_ other: Span<UInt8>) -> Bool {
        let common = Swift.min(count, other.count)
        var index = 0
        while index + 8 <= common {
            let (one, two) = (
                bigEndian(UInt64.self, at: index), other.bigEndian(UInt64.self, at: index)
            )
            guard one == two else { return one < two }
            index += 8
        }
        while index < common {
            guard self[index] == other[index] else { return self[index] < other[index] }
            index += 1
        }
        return count < other.count
    }
}
