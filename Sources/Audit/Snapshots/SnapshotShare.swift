/// A share of a snapshot's lines, which one core made, and what they come to.
struct SnapshotShare: Sendable {
    let bytes: [UInt8]
    let tally: SnapshotTally

    init(_ lines: inout SnapshotLines) {
        var tally = SnapshotTally()
        for phrase in lines.phrases { tally.add(phrase) }
        self.tally = tally
        bytes = lines.takeBytes()
    }
}
