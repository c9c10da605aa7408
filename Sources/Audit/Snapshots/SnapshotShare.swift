import EventLog
import Orders
import Projections

/// A share of a snapshot's lines, which one core makes, and what they come to.
///
/// Each share has its own words, so that the cores do not wait for each other's counts of who
/// holds them.
struct SnapshotShare: Sendable {
    private let lines: SnapshotLines
    private var writer: JSONWriter
    private(set) var tally = SnapshotTally()

    init(of moment: SnapshotMoment, orders: Int) {
        lines = SnapshotLines(rules: moment.rules, day: moment.day)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(orders * Self.lineBytes)
        writer = JSONWriter(appendingTo: bytes)
    }

    /// What most lines stay below.
    private static let lineBytes = 768

    /// Writes the line of an order with its line feed, and counts it.
    mutating func add(_ head: borrowing OrderHead, _ identity: OrderIdentity) {
        let core = head.standing.core
        let workflow = lines.workflow(of: core)
        lines.write(head, identity, workflow, to: &writer)
        writer.endLine()
        tally.add(core, of: workflow)
    }

    /// The lines.
    var bytes: [UInt8] { writer.bytes }
}
