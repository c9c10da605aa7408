import EventLog
import LedgerTesting
import Orders
import Testing

/// What a run has met, so that a simulation in which nothing happens is noticed.
struct Tally {
    private(set) var recorded: [String: Int] = [:]
    private(set) var refused: [String: Int] = [:]
    /// Rules that history which was only observed has broken, each of them a finding.
    private(set) var violations = 0

    mutating func note(recorded told: Told, in workflow: String) {
        recorded["\(workflow) \(told.type)", default: 0] += 1
    }

    /// Only rules may turn an event away.
    mutating func note(refused verdict: AppendVerdict, _ context: String) {
        guard let code = verdict.refusal else {
            Issue.record("\(verdict): \(context)")
            return
        }
        refused[code.rawValue, default: 0] += 1
    }

    mutating func note(violations count: Int) { violations += count }

    mutating func add(_ other: Tally) {
        recorded.merge(other.recorded, uniquingKeysWith: +)
        refused.merge(other.refused, uniquingKeysWith: +)
    }

    var events: Int { recorded.values.reduce(0, +) }
    var refusals: Int { refused.values.reduce(0, +) }

    /// Whether every workflow has recorded events of a type.
    func hasEverywhere(_ type: EventType) -> Bool {
        Shop.workflows.allSatisfy { recorded["\($0) \(type)"] != nil }
    }
}

extension LogStore {
    /// Positions, revisions and the numbers that the ledger gave have no gaps, and time goes on.
    func expectGaplessLog() throws {
        let records = try allRecords()
        var revisions: [UInt32: UInt32] = [:]
        var last = Int64.min
        var taken: [EventType: Set<String>] = [:]
        let snapshot = try snapshot()
        for (index, record) in records.enumerated() {
            let header = record.header
            #expect(record.position == Position(UInt64(index) + 1))
            #expect(header.recordedAt >= last, "position \(record.position)")
            last = header.recordedAt
            if header.ordinal > 0 {
                #expect(header.revision == revisions[header.ordinal, default: 0])
                revisions[header.ordinal, default: 0] += 1
            }
            guard [.invoiced, .creditNoteIssued].contains(header.digest.type) else { continue }
            let event = try snapshot.tables.recordedEvent(record, in: snapshot.transaction).event
            guard let number = event.paperNumber else { continue }
            if header.digest.traits.contains(.numbered) {
                let free = (1...).lazy.map(String.init)
                    .first { taken[header.digest.type]?.contains($0) != true }
                #expect(number == free, "position \(record.position)")
            }
            taken[header.digest.type, default: []].insert(number)
        }
    }
}
