package import EventLog

/// Appends the events of files, each with a verdict of its own.
///
/// Reading and parsing run on other threads beside the appending. At most
/// `BlockParser.blocksWaitingMaximum` blocks wait, so memory does not grow with the files.
package struct Importer {
    private let limits: LineSource.Limits

    /// - Parameter limits: the size of the blocks that are appended in one go.
    package init(limits: LineSource.Limits = .init()) { self.limits = limits }

    /// Reads files one after another and appends what they hold.
    ///
    /// - Parameters:
    ///   - files: where the events come from, in this order.
    ///   - append: appends events and answers a verdict each, in order; called on this thread.
    ///   - rejected: hears of each line that was not recorded, in the order of the lines.
    ///   - progressed: hears how far the import has come, once a block.
    /// - Throws: `ImportInterruption` where a file cannot be read to its end, the ledger fails for
    ///   another reason than the event, or `rejected` throws. What was appended stays.
    package func run(
        _ files: [InputFile],
        append: ([NewEvent]) -> [EventVerdict],
        rejected: (ImportReject) throws -> Void = { _ in },
        progressed: (ImportProgress) -> Void = { _ in },
    ) throws -> ImportSummary {
        let start = ContinuousClock.now
        var tally = ImportTally()
        let handOver = BlockParser(files: files, limits: limits).start()
        defer { handOver.stop() }
        func summary() -> ImportSummary {
            var summary = tally.summary
            summary.duration = start.duration(to: .now)
            return summary
        }
        do {
            let sizes = files.map(\.byteCount)
            let bytesTotal = sizes.contains(nil) ? nil : sizes.compactMap { $0 }.reduce(0, +)
            while case .block(let parsed, let bytesRead) = try handOver.next() {
                let parsed = parsed.finish()
                try tally.count(parsed, parsed.verdicts(append), rejected: rejected)
                if let failure = tally.failure { throw failure }
                progressed(
                    ImportProgress(
                        bytesRead: bytesRead,
                        bytesTotal: bytesTotal,
                        events: tally.summary.read
                    )
                )
            }
        } catch {
            throw ImportInterruption(summary: summary(), underlying: error)
        }
        return summary()
    }
}

extension HandOver where Element == BlockParser.Output {
    /// Takes the next output; what stopped the parser is thrown here.
    fileprivate func next() throws -> Element {
        let output = receive()
        if case .failed(let error) = output { throw error }
        return output
    }
}

extension ParsedBlock {
    /// Appends the events, unless there are none.
    fileprivate func verdicts(_ append: ([NewEvent]) -> [EventVerdict]) -> [EventVerdict] {
        events.isEmpty ? [] : append(events)
    }
}
