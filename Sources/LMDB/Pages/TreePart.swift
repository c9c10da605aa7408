/// A page of a large tree and all below it, which is visited apart from the rest.
struct TreePart: Sendable {
    let page: UInt64
    let level: Int
    /// The least key that the part may hold.
    let least: [UInt8]
    /// The walk over the part alone.
    var walk: TreeWalk
    var faults: [PageFault] = []

    /// A part where a walk has come to its first page.
    init(page: UInt64, level: Int, begunBy walk: TreeWalk) {
        self.page = page
        self.level = level
        least = walk.last
        self.walk = TreeWalk(from: walk)
    }
}
