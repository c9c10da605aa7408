import LMDB
import Orders

/// The conditions of a batch, and how far the log was searched for what they exclude.
///
/// Most of the search is done before the writer lock is taken: what was recorded stays as it is, so
/// only what came since has to be looked at under the lock.
struct ConditionScan: Sendable {
    let conditions: [AppendCondition]
    private let plans: [ConditionPlan]
    /// Everything up to here was looked at.
    private(set) var last: UInt64
    /// The first event that each condition excludes.
    private var found: [UInt64?]

    init(_ conditions: [AppendCondition]) {
        self.conditions = conditions
        plans = conditions.map { ConditionPlan($0) }
        last = conditions.map(\.position.rawValue).min() ?? 0
        found = conditions.map { _ in nil }
    }

    var failures: [ConditionFailure] {
        zip(conditions, found).compactMap { condition, position in
            position.map { ConditionFailure(condition: condition, position: Position($0)) }
        }
    }

    /// Whether nothing that is still to come changes the answer.
    var isDecided: Bool { found.allSatisfy { $0 != nil } }

    /// Looks at the record at the next position.
    ///
    /// - Parameter payload: reads the record's payload, if anybody has to.
    mutating func look(
        at position: UInt64,
        _ bytes: borrowing Span<UInt8>,
        payload: () throws(LedgerError) -> JSONValue,
    ) throws(LedgerError) {
        last = position
        guard let header = RecordHeader(bytes) else {
            // It says itself why it cannot be read.
            _ = try Record(position: Position(position), bytes: bytes.copy())
            return
        }
        var data: JSONValue?
        for index in plans.indices where found[index] == nil {
            guard position > conditions[index].position.rawValue,
                plans[index].matches(header, bytes)
            else { continue }
            if !conditions[index].data.isEmpty {
                if data == nil { data = try payload() }
                guard let data, plans[index].matches(data) else { continue }
            }
            found[index] = position
        }
    }
}

/// A condition made ready to look at records.
private struct ConditionPlan: Sendable {
    private let condition: AppendCondition
    /// Whether the type of a code may be meant, by the code; 0 is every type without one.
    private let codes: [Bool]?

    init(_ condition: AppendCondition) {
        self.condition = condition
        codes = condition.types.map { names in
            var codes = [Bool](repeating: false, count: 256)
            codes[0] = true
            for type in EventType.allCases where names.contains(type.name) {
                codes[Int(type.rawValue)] = true
            }
            return codes
        }
    }

    func matches(_ header: RecordHeader, _ bytes: borrowing Span<UInt8>) -> Bool {
        if let codes, !codes[Int(RecordHeader.typeCode(readable: bytes))] { return false }
        if let types = condition.types, !types.contains(header.typeName(in: bytes)) {
            return false
        }
        if let orders = condition.orders {
            guard orders.contains(where: { $0.rawValue == text(.order, header, bytes) }) else {
                return false
            }
        }
        guard let correlations = condition.correlations else { return true }
        return correlations.contains(text(.correlation, header, bytes))
    }

    func matches(_ data: JSONValue) -> Bool {
        condition.data.allSatisfy { name, text in
            if case .string(let value)? = data[name] { value == text } else { false }
        }
    }

    private func text(
        _ field: Record.Field,
        _ header: RecordHeader,
        _ bytes: borrowing Span<UInt8>,
    ) -> String {
        bytes.text(in: header.range(of: field))
    }
}

extension Payload {
    /// The public members of an event's data, as the newest version of its type has them.
    func publicMembers(
        of record: Record,
        _ evolution: EventEvolution,
    ) throws(LedgerError) -> JSONValue {
        do {
            let data = try evolution.upcast(
                publicPart,
                of: record.typeName,
                from: record.header.typeVersion
            )
            return try JSONValue(json: data)
        } catch {
            throw LedgerError(
                .corrupted,
                "the data of record \(record.position) cannot be read: \(error)",
                underlying: error
            )
        }
    }
}
