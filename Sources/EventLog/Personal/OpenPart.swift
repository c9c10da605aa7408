import LMDB

/// A personal part that is to be sealed, with all that its sealing takes.
struct OpenPart: Sendable {
    let event: NewEvent
    let key: DataKey
    let nonce: [UInt8]

    /// The part as it is stored.
    func sealed() throws(LedgerError) -> [UInt8] {
        try SealedPart.seal(
            event.body.personalPart,
            with: key,
            nonce: nonce,
            as: SealedPlace(event)
        )
    }

    /// How long it will be.
    var sealedBytes: Int { event.body.lengths.personalPart + SealedPart.overhead }

    /// What stands in the record until the part is sealed: the name of its key, and zeros. So nothing
    /// personal is written in clear, whatever goes wrong.
    var placeholder: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(sealedBytes)
        bytes.appendBigEndian(key.id.subject)
        bytes.appendBigEndian(key.id.position)
        bytes.append(contentsOf: repeatElement(0, count: sealedBytes - bytes.count))
        return bytes
    }
}

/// An open part whose record is staged already, with room for the sealed part at its end.
struct StagedPart: Sendable {
    let part: OpenPart
    let position: UInt64
    /// The room in the arena.
    let range: Range<Int>

    init(_ part: OpenPart, position: UInt64, end: Int) {
        self.part = part
        self.position = position
        range = end - part.sealedBytes..<end
    }
}

extension WorkingSet {
    /// Parts that are sealed beside the staging.
    typealias Parts = Conveyor<StagedPart, [UInt8]>

    /// The part, in clear, of a staged record that is not sealed yet.
    func openPart(at position: UInt64) -> [UInt8]? {
        let index = parts.items.index(ofPosition: position, by: \.position)
        return index.map { parts.items[$0].part.event.body.personalPart }
    }
}

extension Array {
    /// The index of the element with a position, where they lie in ascending order.
    ///
    /// - Complexity: O(log n).
    func index(ofPosition wanted: UInt64, by position: (Element) -> UInt64) -> Int? {
        let index = partitioningIndex { position($0) >= wanted }
        return index < count && position(self[index]) == wanted ? index : nil
    }
}
