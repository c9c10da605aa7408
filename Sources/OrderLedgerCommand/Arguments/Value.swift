import OrderLedger

/// A value of an option that cannot be read, and what would be right.
struct InvalidValue: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Readings of option values; each says what would have been right.
enum Value {
    @Sendable static func order(_ text: String) throws -> OrderID {
        guard let order = OrderID(text) else {
            throw InvalidValue(
                "an order id has 1 to \(OrderID.maximumBytes) bytes, no control characters, "
                    + "and does not begin with $"
            )
        }
        return order
    }

    /// An order, or the ledger's own stream.
    @Sendable static func stream(_ text: String) throws -> OrderID {
        text == OrderID.ledger.rawValue ? .ledger : try order(text)
    }

    @Sendable static func eventID(_ text: String) throws -> EventID {
        guard let id = EventID(text) else {
            throw InvalidValue(
                "an event id has 1 to \(EventID.maximumBytes) bytes and no control characters"
            )
        }
        return id
    }

    @Sendable static func eventType(_ text: String) throws -> String {
        try known(text, among: EventType.ofOrders.map(\.name), "event")
    }

    @Sendable static func time(_ text: String) throws -> Timestamp {
        do {
            return try Timestamp(text: text)
        } catch {
            throw InvalidValue("\(error.message); a time is written like 2026-01-31T10:00:00Z")
        }
    }

    @Sendable static func date(_ text: String) throws -> CalendarDate {
        try reading { () throws(DataError) in try CalendarDate(text: text) }
    }

    @Sendable static func amount(_ text: String) throws -> DecimalAmount {
        try reading { () throws(DataError) in try DecimalAmount(text: text) }
    }

    @Sendable static func actor(_ text: String) throws -> Actor {
        try reading { () throws(DataError) in try Actor(text: text) }
    }

    @Sendable static func position(_ text: String) throws -> Position {
        guard let number = UInt64(text), number > 0 else {
            throw InvalidValue("a position is a whole number from 1")
        }
        return Position(number)
    }

    /// How many of something, at least one.
    @Sendable static func count(_ text: String) throws -> Int {
        guard let number = Int(text), number > 0, number < .max else {
            throw InvalidValue("give a whole number from 1")
        }
        return number
    }

    @Sendable static func kind(_ text: String) throws -> BillingKind {
        guard let kind = BillingKind(word: text) else {
            throw InvalidValue(unknown("kind", text, among: BillingKind.words))
        }
        return kind
    }

    @Sendable static func dialect(_ text: String) throws -> JournalDialect {
        guard let dialect = JournalDialect(rawValue: text) else {
            let names = JournalDialect.allCases.map(\.rawValue)
            throw InvalidValue(unknown("dialect", text, among: names))
        }
        return dialect
    }

    @Sendable static func limit(_ text: String) throws -> DecimalAmount {
        try reading { () throws(DataError) in try DecimalAmount(text: text) }
    }

    @Sendable static func grouping(_ text: String) throws -> TotalsGrouping {
        let names = TotalsGrouping.allCases.filter { $0 != .all }.map(\.rawValue)
        guard let grouping = TotalsGrouping(rawValue: text), grouping != .all else {
            throw InvalidValue(unknown("grouping", text, among: names))
        }
        return grouping
    }

    @Sendable static func expectation(_ text: String) throws -> ExpectedRevision {
        switch text {
        case "any": return .any
        case "noStream": return .noStream
        case "streamExists": return .streamExists
        default:
            guard let number = UInt64(text) else {
                throw InvalidValue("give any, noStream, streamExists or a revision from 0")
            }
            return .exactly(Revision(number))
        }
    }

    @Sendable static func policy(_ text: String) throws -> AppendPolicy {
        guard let policy = AppendPolicy(rawValue: text) else {
            throw InvalidValue("a policy is enforce or observe")
        }
        return policy
    }

    /// Heads, tabs, customers and counts are one view: they commit together and switch together.
    @Sendable static func view(_ text: String) throws -> String {
        try known(text, among: ["orders"], "view")
    }

    /// A workflow of a ledger.
    static func workflow(_ name: String, of ledger: Ledger) throws -> Workflow {
        try workflow(name, among: ledger.workflows)
    }

    /// A workflow by its name.
    static func workflow(_ name: String, among workflows: WorkflowCatalogue) throws -> Workflow {
        guard let workflow = workflows.workflow(named: name) else {
            throw CommandFailure(.usage, unknown("workflow", name, among: workflows.names))
        }
        return workflow
    }

    /// A name that must be one of a list.
    static func known(_ name: String, among names: [String], _ what: String) throws -> String {
        guard names.contains(name) else {
            throw InvalidValue(unknown(what, name, among: names))
        }
        return name
    }

    /// Checks a name that some workflow must have.
    static func check(
        _ name: String,
        _ what: String,
        in workflows: [Workflow],
        _ names: KeyPath<Workflow, [String]>
    ) throws {
        guard !workflows.contains(where: { $0[keyPath: names].contains(name) }) else { return }
        let lists = workflows.map { workflow in
            let list = workflow[keyPath: names].joined(separator: ", ")
            return workflows.count == 1 ? list : "\(workflow.name): \(list)"
        }
        throw CommandFailure(
            .usage,
            "there is no \(what) \"\(name)\"; there are \(lists.joined(separator: "; "))"
        )
    }

    /// The sentence about a name that is none of a list.
    static func unknown(_ what: String, _ name: String, among names: [String]) -> String {
        "there is no \(what) \"\(name)\"; there are \(names.joined(separator: ", "))"
    }

    private static func reading<Result>(
        _ read: () throws(DataError) -> Result
    ) throws -> Result {
        do {
            return try read()
        } catch {
            throw InvalidValue(error.message)
        }
    }
}
