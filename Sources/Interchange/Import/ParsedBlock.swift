import EventLog

/// A block of lines, parsed and ready to be appended.
struct ParsedBlock: Sendable {
    let block: LineBlock
    /// Each gets a verdict of its own.
    var events: [NewEvent] = []
    /// Where each of the events comes from.
    var origins: [Origin] = []
    /// Items that are no events that a ledger could take, in their order.
    var faults: [Fault] = []
    /// Items of a ledger's own stream.
    var skipped = 0

    struct Origin: Sendable {
        /// The number of the block's item.
        let item: Int
        /// Where the event's data begins in the block's bytes.
        let dataOffset: Int
    }

    struct Fault: Sendable {
        let item: Int
        let place: MalformedLine
        let oversized: OversizedEvent?
    }

    init(_ block: LineBlock, reader: CloudEventsReader) {
        self.block = block
        events.reserveCapacity(block.items.count)
        origins.reserveCapacity(block.items.count)
        for (index, item) in block.items.enumerated() {
            switch reader.read(item, of: block) {
            case .event(let read):
                events.append(read.event)
                origins.append(Origin(item: index, dataOffset: read.dataOffset))
            case .ledger: skipped += 1
            case .malformed(let place):
                faults.append(Fault(item: index, place: place, oversized: nil))
            case .tooLarge(let event):
                faults.append(Fault(item: index, place: event.place, oversized: event))
            }
        }
    }
}
