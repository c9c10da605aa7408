import Dispatch
import Synchronization

/// A check of every page of a data file: that its trees are whole, their keys in order, and no page
/// used twice or both used and free.
///
/// liblmdb keeps no checksums and trusts its pages: a damaged one ends the process, or hides rows
/// from look-ups that a scan still finds, or lets the next commit overwrite what is in use. What
/// the rows themselves say is checked elsewhere. Large trees are visited in parts, on both cores.
///
/// Source: the structures of liblmdb 0.9, mdb.c, and the order in which it searches them.
struct PageCheck {
    private(set) var faults: [PageFault] = []
    private let meta: MetaPage
    /// What each core has visited.
    private var visits: [PageVisit]
    /// Leaves from which on a tree is visited in parts.
    private let partedLeaves: UInt64

    /// - Parameters:
    ///   - meta: that of the commit whose pages stay as they are meanwhile.
    ///   - isWanted: asked now and then, on any thread; false ends the check early.
    init(
        _ meta: MetaPage,
        in file: borrowing PageFile,
        partedLeaves: UInt64,
        while isWanted: @escaping @Sendable () -> Bool,
    ) {
        self.meta = meta
        self.partedLeaves = partedLeaves
        // A page beyond the file's end is a fault by itself, whatever the meta page says.
        let visit = PageVisit(meta, pages: max(file.count, 2), while: isWanted)
        visits = [visit, visit]
    }

    /// Checks everything that the commit's meta page leads to.
    mutating func run(in file: borrowing PageFile) {
        if let objection = file.metaObjection {
            faults.append(PageFault(place: "the meta pages", page: nil, what: objection))
        }
        visits[0].claimMetaPages()
        var free = FreeList()
        check(meta.free, "the list of free pages", .free, in: file) { free.take($0, $1) }
        check(meta.main, "the main table", .main, in: file)
        for (name, tree) in visits[0].tables {
            check(tree, "table \(name)", .table, in: file)
        }
        for page in visits[0].used.common(with: visits[1].used) {
            faults.append(PageFault(place: "the tables", page: page, what: "it is used twice"))
        }
        compare(free, in: file)
    }

    private mutating func compare(_ free: FreeList, in file: borrowing PageFile) {
        var used = visits[0].used
        used.formUnion(visits[1].used)
        let count = file.count
        let objections = free.objections(last: meta.lastPage, since: meta.transaction) { page in
            page >= count || used.insert(page)
        }
        for objection in objections {
            faults.append(
                PageFault(place: "the list of free pages", page: nil, what: objection)
            )
        }
    }
}

/// The check of one tree.
extension PageCheck {
    /// What a tree is there for.
    enum Purpose {
        case free
        case main
        case table
    }

    private mutating func check(
        _ tree: PageTree,
        _ name: String,
        _ purpose: Purpose,
        in file: borrowing PageFile,
        take: PageVisit.RowReader? = nil,
    ) {
        if let objection = tree.objection(as: purpose) {
            return faults.append(PageFault(place: name, page: nil, what: objection))
        }
        guard tree.root != PageTree.noPage else { return }
        // The rows of the others are read as they are met: the first visit has them all.
        let isParted = purpose == .table && tree.depth > 2 && tree.leafPages >= partedLeaves
        var walk = TreeWalk(tree, name, purpose, partLevel: isParted ? tree.depth - 1 : nil)
        let before = faults.count
        visits[0].visit(tree.root, level: 1, in: file, &walk, take)
        faults += visits[0].takeFaults()
        let parts = visits[0].takeParts()
        if !parts.isEmpty { join(visitOnBothCores(parts, in: file), to: &walk) }
        guard faults.count == before, let objection = walk.objection else { return }
        faults.append(PageFault(place: name, page: nil, what: objection))
    }

    /// Visits the parts of a tree, each core the next that is left.
    private mutating func visitOnBothCores(
        _ parts: [TreePart],
        in file: borrowing PageFile,
    ) -> [TreePart] {
        let next = Atomic<Int>(0)
        let state = Mutex((visits: visits.map(Optional.some), parts: parts))
        visits = []
        DispatchQueue.concurrentPerform(iterations: 2) { core in
            guard var visit = state.withLock({ $0.visits[core].take() }) else { return }
            var index = next.add(1, ordering: .relaxed).oldValue
            while index < parts.count {
                var part = parts[index]
                visit.visit(&part, in: file)
                state.withLock { [part] in $0.parts[index] = part }
                index = next.add(1, ordering: .relaxed).oldValue
            }
            state.withLock { [visit] in $0.visits[core] = visit }
        }
        return state.withLock { state in
            visits = state.visits.compactMap { $0 }
            return state.parts
        }
    }

    /// Puts the parts of a tree together, in the order of their keys.
    private mutating func join(_ parts: [TreePart], to walk: inout TreeWalk) {
        for (index, part) in parts.enumerated() {
            faults += part.faults
            let isOrdered = index == 0 || walk.isBefore(part)
            if !isOrdered, parts[index - 1].faults.isEmpty {
                let what = "its keys are not behind those of the pages before it"
                faults.append(walk.fault(part.page, what))
            }
            walk.goOn(behind: part.walk)
        }
    }
}
