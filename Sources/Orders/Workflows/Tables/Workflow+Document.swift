extension Workflow {
    /// The tables as one document, which `init(tables:code:)` reads back.
    ///
    /// What is empty is left out, and so is a sentence that equals the one that its row would get
    /// by itself. The document says nothing of the code, which a ledger gives.
    public var tables: JSONValue {
        .object(
            [
                JSONValue.Member("workflow", .string(name)),
                hasBoxes ? JSONValue.Member("boxes", .bool(true)) : nil,
                names("confirmed", confirmation.names),
                names("veils", statusNames(in: veils) ?? statusNames),
                names("statuses", statusNames),
                rows("derivations", derivations.map(members)),
                rows("statusRows", statusRows.map(members)),
                rows("tabs", tabs.map(members)),
                rows("colours", colourRows.map(members)),
                rows("refusals", permissionRows.map(members)),
            ]
            .compactMap(\.self)
        )
    }

    /// The statuses of a mask; nothing where it takes any.
    public func statusNames(in mask: UInt32) -> [String]? {
        guard mask != .max else { return nil }
        return statusNames.indices.filter { mask & (1 << UInt32($0)) != 0 }.map { statusNames[$0] }
    }

    private func members(_ row: DerivationRow) -> [JSONValue.Member?] {
        [names("facts", row.facts.names)] + members(row.test)
            + [why(row.sentence, unless: DefaultSentence.derivation(row.test))]
    }

    private func members(_ row: StatusRow) -> [JSONValue.Member?] {
        [JSONValue.Member("status", .string(statusNames[row.status]))] + members(row.test)
            + [why(row.sentence, unless: DefaultSentence.status(row.test))]
    }

    private func members(_ tab: Tab) -> [JSONValue.Member?] {
        let name = JSONValue.Member("tab", .string(tab.name))
        guard tab.rows.count != 1 else { return [name] + members(tab.rows[0]) }
        return [name, rows("rows", tab.rows.map(members))]
    }

    private func members(_ row: TabRow) -> [JSONValue.Member?] {
        let statuses = statusNames(in: row.statuses)
        return [names("statuses", statuses ?? [])] + members(row.test)
            + [why(row.sentence, unless: DefaultSentence.tab(statuses, row.test))]
    }

    private func members(_ row: ColourRow) -> [JSONValue.Member?] {
        [
            JSONValue.Member("colour", .string(row.colour)),
            row.message.map { JSONValue.Member("message", .string($0)) },
        ] + members(row.test)
            + [row.whenOverdue ? JSONValue.Member("overdue", .bool(true)) : nil]
    }

    private func members(_ row: PermissionRow) -> [JSONValue.Member?] {
        let condition = row.condition == .none ? nil : JSONValue.string(row.condition.name)
        return [JSONValue.Member("code", .string(row.code.rawValue))] + members(row.events)
            + members(row.test)
            + [
                condition.map { JSONValue.Member("condition", $0) },
                why(row.sentence, unless: DefaultSentence.refusal(row.test, row.condition)),
            ]
    }

    private func members(_ test: FactTest) -> [JSONValue.Member?] {
        [names("required", test.required.names), names("forbidden", test.forbidden.names)]
    }

    /// The events by name; of a set that holds most of them, those that it does not hold.
    private func members(_ events: EventTypeSet) -> [JSONValue.Member?] {
        let rest = EventTypeSet.all.subtracting(events).types
        guard events.types.count > rest.count else {
            return [names("events", events.types.map(\.name))]
        }
        return [JSONValue.Member("events", .string("all")), names("except", rest.map(\.name))]
    }

    private func why(_ sentence: String, unless standard: String) -> JSONValue.Member? {
        sentence == standard ? nil : JSONValue.Member("why", .string(sentence))
    }

    private func names(_ member: String, _ names: [String]) -> JSONValue.Member? {
        names.isEmpty ? nil : JSONValue.Member(member, .array(names.map { .string($0) }))
    }

    private func rows(_ member: String, _ rows: [[JSONValue.Member?]]) -> JSONValue.Member? {
        guard !rows.isEmpty else { return nil }
        return JSONValue.Member(member, .array(rows.map { .object($0.compactMap(\.self)) }))
    }
}
