/// A workflow's tables as plain masks, so that a status costs nanoseconds.
///
/// The rows with their names and sentences stay what is printed; these are what is asked.
struct CompiledTables: Sendable {
    /// A row without its sentences.
    struct Row: Sendable, BitwiseCopyable {
        let required: UInt64
        let forbidden: UInt64
        /// The statuses that the row takes, as bits.
        let statuses: UInt32
        /// What the row leads to: a status, a tab's bit, or the place of a permission row.
        let value: UInt32
        let condition: PermissionRow.Condition

        @inline(__always)
        func matches(_ facts: FactSet) -> Bool {
            facts.rawValue & required == required && facts.rawValue & forbidden == 0
        }
    }

    private let derivations: [Row]
    private let derived: [FactSet]
    private let statuses: [Row]
    private let tabs: [Row]
    private let permissions: [Row]
    /// Where the permission rows of a type begin; those of the next type end them.
    private let permissionStarts: [UInt16]

    init(_ draft: WorkflowDraft) {
        derivations = draft.derivations.map { Row($0.test) }
        derived = draft.derivations.map(\.facts)
        statuses = draft.rows.map { Row($0.test, value: UInt32($0.status)) }
        tabs = draft.tabs.enumerated().flatMap { index, tab in
            tab.rows.map { Row($0.test, statuses: $0.statuses, value: 1 << UInt32(index)) }
        }
        var rows: [Row] = []
        var starts: [UInt16] = []
        for code in 0...UInt8.max {
            starts.append(UInt16(rows.count))
            guard let type = EventType(rawValue: code) else { continue }
            for (place, row) in draft.permissions.enumerated() where row.events.contains(type) {
                rows.append(Row(row.test, value: UInt32(place), condition: row.condition))
            }
        }
        permissions = rows
        permissionStarts = starts + [UInt16(rows.count)]
    }

    func facts(_ facts: FactSet) -> FactSet {
        var all = facts
        let rows = derivations.span
        for index in rows.indices where rows[index].matches(facts) {
            all.formUnion(derived[index])
        }
        return all
    }

    /// The last row matches everything.
    func status(of facts: FactSet) -> Int {
        // Spans, here and below: to take hold of an array that both cores read would cost more
        // than its rows.
        let rows = statuses.span
        for index in rows.indices where rows[index].matches(facts) { return Int(rows[index].value) }
        return 0
    }

    func tabs(of facts: FactSet) -> UInt32 {
        let status: UInt32 = 1 << UInt32(truncatingIfNeeded: status(of: facts))
        var mask: UInt32 = 0
        let rows = tabs.span
        for index in rows.indices
        where rows[index].statuses & status != 0 && rows[index].matches(facts) {
            mask |= rows[index].value
        }
        return mask
    }

    /// What permission rows say of an event.
    enum Answer {
        /// The first row that turns the event away, by its place.
        case refused(Int)
        /// No row turns it away.
        case passed
        /// A row asks for billing events that the question does not tell of.
        case open
    }

    @inline(__always)
    func answer(_ question: Question) -> Answer {
        let type = Int(question.digest.type.rawValue)
        for index in Int(permissionStarts[type])..<Int(permissionStarts[type + 1]) {
            let row = permissions[index]
            guard row.matches(question.facts) else { continue }
            guard let isMet = question.meets(row.condition) else { return .open }
            if isMet { return .refused(Int(row.value)) }
        }
        return .passed
    }
}

extension CompiledTables.Row {
    fileprivate init(
        _ test: FactTest,
        statuses: UInt32 = .max,
        value: UInt32 = 0,
        condition: PermissionRow.Condition = .none
    ) {
        required = test.required.rawValue
        forbidden = test.forbidden.rawValue
        self.statuses = statuses
        self.value = value
        self.condition = condition
    }
}
