/// What is recorded of one tree of pages: where it begins, and how much is in it.
struct PageTree {
    /// Bytes of such a record.
    static let byteCount = 48
    /// The root of a tree that has no pages.
    static let noPage = UInt64.max
    /// The depth that liblmdb can follow.
    static let depthMaximum = 32
    private static let integerKeys: UInt16 = 0x08

    let flags: UInt16
    let depth: Int
    let branchPages: UInt64
    let leafPages: UInt64
    let overflowPages: UInt64
    let entries: UInt64
    let root: UInt64

    init(_ bytes: Span<UInt8>) {
        flags = bytes.uint16(at: 4)
        depth = Int(bytes.uint16(at: 6))
        branchPages = bytes.uint64(at: 8)
        leafPages = bytes.uint64(at: 16)
        overflowPages = bytes.uint64(at: 24)
        entries = bytes.uint64(at: 32)
        root = bytes.uint64(at: 40)
    }

    /// Whether keys are integers in the byte order of the machine.
    var hasIntegerKeys: Bool { flags == Self.integerKeys }

    /// What is impossible in the record itself.
    func objection(as purpose: PageCheck.Purpose) -> String? {
        let isOurs =
            switch purpose {
            case .free: hasIntegerKeys
            case .main: flags == 0
            case .table: flags == 0 || hasIntegerKeys
            }
        guard isOurs else { return "its flags \(flags) are not ours" }
        guard root != Self.noPage else {
            let isEmpty = [UInt64(depth), branchPages, leafPages, overflowPages, entries]
                .allSatisfy { $0 == 0 }
            return isEmpty ? nil : "it has no pages, but counts some"
        }
        guard 1...Self.depthMaximum ~= depth else { return "its depth \(depth) is impossible" }
        return nil
    }
}
