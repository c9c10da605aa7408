/// Names by number, found from their bytes without making a string.
///
/// Open addressing over a few bytes of each name; built once, read for every member of every event.
package struct NameTable: Sendable {
    private let slots: [UInt8]
    /// All names, one behind the other.
    private let text: [UInt8]
    /// Where each name begins, and where the last one ends.
    private let starts: [Int]

    private static let slotCount = 256
    private static let empty = UInt8.max

    /// - Precondition: fewer than 128 names, none of them empty.
    package init(_ names: [String]) {
        precondition(names.count < 128, "A name table holds fewer than 128 names.")
        var slots = [UInt8](repeating: Self.empty, count: Self.slotCount)
        var text: [UInt8] = []
        var starts = [0]
        for (index, name) in names.enumerated() {
            text += name.utf8
            starts.append(text.count)
            var slot = Self.slot(of: name.utf8.span)
            while slots[slot] != Self.empty { slot = (slot + 1) % Self.slotCount }
            slots[slot] = UInt8(index)
        }
        self.slots = slots
        self.text = text
        self.starts = starts
    }

    /// The number of a name, or nothing where the table does not have it.
    package func index(of name: Span<UInt8>) -> Int? {
        guard name.count > 0 else { return nil }
        var slot = Self.slot(of: name)
        while slots[slot] != Self.empty {
            let index = Int(slots[slot])
            if isName(index, name) { return index }
            slot = (slot + 1) % Self.slotCount
        }
        return nil
    }

    private static func slot(of name: Span<UInt8>) -> Int {
        let count = name.count
        var hash = UInt32(truncatingIfNeeded: count) &* 0x9E37
        hash = hash &+ UInt32(name[0]) &* 31
        hash = hash &+ UInt32(name[count / 2]) &* 1_021
        hash = hash &+ UInt32(name[count - 1]) &* 257
        return Int((hash ^ hash >> 7) % UInt32(slotCount))
    }

    private func isName(_ index: Int, _ name: Span<UInt8>) -> Bool {
        let start = starts[index]
        return starts[index + 1] - start == name.count && text.span.holds(name, at: start)
    }
}
