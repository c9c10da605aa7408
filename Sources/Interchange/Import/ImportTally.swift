import EventLog
import Orders

/// Turns the verdicts on a block's events, and its faults, into counts and rejects.
struct ImportTally {
    private(set) var summary = ImportSummary()
    /// The first error that ends the import.
    private(set) var failure: LedgerError?

    /// Counts a block; rejects come in the order of the lines.
    ///
    /// - Throws: the first error of `rejected`, after everything was counted.
    mutating func count(
        _ parsed: ParsedBlock,
        _ verdicts: [EventVerdict],
        rejected: (ImportReject) throws -> Void,
    ) throws {
        precondition(
            verdicts.count == parsed.events.count,
            "Each event of an import has a verdict."
        )
        summary.skipped += parsed.skipped
        var rejects: [ImportReject] = []
        var faults = parsed.faults[...]
        for (index, verdict) in verdicts.enumerated() {
            // By far the most events are recorded: they are not even looked at again.
            if case .recorded = verdict {
                summary.appended += 1
                continue
            }
            if case .duplicate = verdict {
                summary.duplicates += 1
                continue
            }
            let origin = parsed.origins[index]
            while let fault = faults.first, fault.item < origin.item {
                faults.removeFirst()
                rejects.append(count(fault, in: parsed.block))
            }
            let event = parsed.events[index]
            if let reject = count(verdict, on: event, from: origin, in: parsed.block) {
                rejects.append(reject)
            }
        }
        for fault in faults { rejects.append(count(fault, in: parsed.block)) }
        for reject in rejects { try rejected(reject) }
    }

    private mutating func count(_ fault: ParsedBlock.Fault, in block: LineBlock) -> ImportReject {
        if let event = fault.oversized {
            summary.refused["\(event.typeName):\(LedgerError.Code.tooLarge)", default: 0] += 1
        } else {
            summary.malformed += 1
        }
        return ImportReject(
            place: fault.place,
            code: "\(fault.oversized == nil ? LedgerError.Code.malformed : .tooLarge)",
            order: fault.oversized?.order.rawValue,
            event: fault.oversized?.typeName,
            id: fault.oversized?.id.rawValue,
            text: block.text(of: block.items[fault.item])
        )
    }

    private mutating func count(
        _ verdict: EventVerdict,
        on event: NewEvent,
        from origin: ParsedBlock.Origin,
        in block: LineBlock,
    ) -> ImportReject? {
        switch verdict {
        case .recorded, .duplicate: return nil
        case .failed(let error) where !Self.isOfTheEvent(error):
            failure = failure ?? error
            return nil
        case .refused, .failed:
            let objection = Objection(verdict)
            let name = event.typeName ?? event.type.name
            if objection.code == "\(LedgerError.Code.malformed)" {
                summary.malformed += 1
            } else {
                summary.refused["\(name):\(objection.code)", default: 0] += 1
            }
            let item = block.items[origin.item]
            let start = objection.isOfData ? origin.dataOffset : item.range.lowerBound
            let offset = objection.offset.map { origin.dataOffset + $0 } ?? start
            return ImportReject(
                place: block.malformed(item, at: offset, objection.message),
                code: objection.code,
                order: event.order.rawValue,
                event: name,
                id: event.id.rawValue,
                text: block.text(of: item)
            )
        }
    }

    /// Whether an error is one of the event and not of the ledger.
    private static func isOfTheEvent(_ error: LedgerError) -> Bool {
        [.idConflict, .tooLarge, .malformed].contains(error.code)
    }
}

/// What a verdict says against an event.
private struct Objection {
    var code = ""
    var message = ""
    /// The byte of the event's data that is meant.
    var offset: Int?
    /// Whether the data is meant, and not the event as a whole.
    var isOfData = false

    init(_ verdict: EventVerdict) {
        switch verdict {
        case .recorded, .duplicate: break
        case .refused(let refusal):
            code = refusal.code.rawValue
            message = refusal.detail
        case .failed(let error):
            code = "\(error.code)"
            message = error.message
            offset = error.offset
            isOfData = error.code == .malformed
        }
    }
}
