import EventLog
import Orders

/// A ledger that is being put to the test.
struct Trial: Sendable {
    let ledger: any ConformingLedger
    let check: String

    /// Fails the check where something does not hold.
    func expect(_ holds: Bool, _ what: @autoclosure () -> String, line: UInt = #line) throws {
        guard holds else { throw ConformanceFailure(check: check, what: what(), line: line) }
    }

    /// Fails the check where two values differ.
    func expect<Value: Equatable>(
        _ actual: Value,
        is expected: Value,
        line: UInt = #line
    ) throws {
        try expect(actual == expected, "expected \(expected), got \(actual)", line: line)
    }

    func append(
        _ events: [NewEvent],
        _ expectations: [OrderExpectation] = [],
        unless conditions: [AppendCondition] = [],
        policy: AppendPolicy = .enforce
    ) async throws -> ConformanceVerdict {
        let batch = AppendBatch(
            events,
            expecting: expectations,
            unless: conditions,
            policy: policy
        )
        return try await ledger.append([batch])[0]
    }

    /// Appends what must be taken.
    func record(_ events: [NewEvent], line: UInt = #line) async throws {
        let verdict = try await append(events)
        try expect(
            verdict.isNew,
            "\(events.count) events were not recorded: \(verdict)",
            line: line
        )
    }

    /// The whole log, oldest event first.
    func log() async throws -> [ConformanceEvent] {
        var events: [ConformanceEvent] = []
        while true {
            let next = Position((events.last?.position.rawValue ?? 0) + 1)
            let page = try await ledger.events(from: next, limit: 500, .forward)
            guard !page.isEmpty else { return events }
            events += page
        }
    }

    /// Appends the same by several at once, and answers all verdicts.
    func race(_ batches: [AppendBatch]) async throws -> [ConformanceVerdict] {
        try await withThrowingTaskGroup(of: ConformanceVerdict.self) { group in
            for batch in batches {
                group.addTask { try await ledger.append([batch])[0] }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}

/// Names and events that checks are told with.
enum Told {
    static func order(_ name: String) throws -> OrderID {
        guard let order = OrderID(name) else {
            throw LedgerError(.malformed, "\(name) is no order id")
        }
        return order
    }

    static func event(
        _ order: String,
        _ id: String,
        _ type: String,
        _ data: String = "{}",
        correlation: String? = nil
    ) throws -> NewEvent {
        guard let id = EventID(id) else { throw LedgerError(.malformed, "\(id) is no event id") }
        let bytes = Array(data.utf8)
        return try NewEvent(
            order: Self.order(order),
            id: id,
            typeName: type,
            data: bytes,
            range: bytes.indices,
            context: EventContext(correlation: correlation)
        )
    }

    static func placed(_ order: String, _ id: String = "placed") throws -> NewEvent {
        try event(order, id, "placed", #"{"currency":"EUR","total":"30.00"}"#)
    }

    static func captured(_ order: String, _ id: String, reference: String) throws -> NewEvent {
        let data = #"{"amount":"30.00","reference":"\#(reference)"}"#
        return try event(order, id, "paymentCaptured", data)
    }

    static func comment(_ order: String, _ id: String, _ text: String = "hello") throws -> NewEvent
    {
        try event(order, id, "commented", #"{"text":"\#(text)"}"#)
    }

    /// Comments with ids that begin with a word.
    static func comments(_ order: String, _ count: Int, _ word: String = "c") throws -> [NewEvent] {
        try (0..<count).map { try comment(order, "\(word)\($0)") }
    }

    static func expecting(
        _ order: String,
        _ revision: ExpectedRevision
    ) throws -> OrderExpectation {
        OrderExpectation(try self.order(order), revision)
    }
}
