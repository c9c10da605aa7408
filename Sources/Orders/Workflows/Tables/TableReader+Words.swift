/// Names that mean something: facts, events, statuses, codes and conditions.
extension TableReader {
    /// The facts of a member, without those that nobody knows.
    mutating func facts(_ member: String, of row: Row) -> FactSet {
        var facts: FactSet = []
        for name in names(member, of: row) {
            if let fact = FactSet(name: name.text) {
                facts.formUnion(fact)
            } else {
                let hint = NearestName.question(name.text, among: FactSet.allNames)
                let sentence = "there is no fact \"\(name.text.shown)\"\(hint)"
                report(.unknownFact, at: name.path, sentence)
            }
        }
        return facts
    }

    /// The test of a row; a fact that it both requires and forbids is a fault.
    mutating func test(of row: Row) -> FactTest {
        let test = FactTest(
            required: facts("required", of: row),
            forbidden: facts("forbidden", of: row)
        )
        let both = test.required.intersection(test.forbidden)
        if !both.isEmpty {
            report(
                .contradictoryRow,
                at: row.path(of: "forbidden"),
                "the row both requires and forbids \(both.names.joined(separator: ", "))"
            )
        }
        return test
    }

    /// The statuses of a member as places in a list, without those that are not in it.
    mutating func places(_ member: String, of row: Row, among statuses: [String]) -> [Int] {
        names(member, of: row).compactMap { name in place(of: name, among: statuses) }
    }

    /// The place of a status; a fault where there is none of the name.
    mutating func place(of name: Name, among statuses: [String]) -> Int? {
        if let place = statuses.firstIndex(of: name.text) { return place }
        let hint = NearestName.question(name.text, among: statuses)
        let sentence = "statuses has no \"\(name.text.shown)\"\(hint)"
        report(.unknownStatus, at: name.path, sentence)
        return nil
    }

    /// The events of a refusal: `all` or a list, less those of `except`.
    mutating func events(of row: Row) -> EventTypeSet {
        let before = faults.count
        let given = names("events", of: row)
        let isAll = given.count == 1 && given[0].text == "all"
        let events = isAll ? .all : types(given)
        let taken = events.subtracting(types(names("except", of: row)))
        if taken == EventTypeSet(), faults.count == before {
            let path = row["events"] == nil ? row.path : row.path(of: "events")
            report(.missing, at: path, "the row names no event; \"events: all\" names every one")
        }
        return taken
    }

    private mutating func types(_ names: [Name]) -> EventTypeSet {
        var types = EventTypeSet()
        for name in names {
            let type = EventType(name: name.text)
            if type == .unknown {
                let known = EventTypeSet.all.types.map(\.name)
                let hint = NearestName.question(name.text, among: known)
                let sentence = "there is no event \"\(name.text.shown)\"\(hint)"
                report(.unknownEvent, at: name.path, sentence)
            } else {
                types.insert(type)
            }
        }
        return types
    }

    /// The code of a refusal, which must be there.
    mutating func refusalCode(of row: Row) -> Refusal.Code? {
        guard let text = word("code", of: row) else { return nil }
        if let code = Refusal.Code(rawValue: text) { return code }
        let hint = NearestName.question(text, among: Refusal.Code.allCases.map(\.rawValue))
        let sentence = "there is no refusal \"\(text.shown)\"\(hint)"
        report(.unknownCode, at: row.path(of: "code"), sentence)
        return nil
    }

    /// What a refusal asks of its event beyond facts.
    mutating func condition(of row: Row) -> PermissionRow.Condition {
        guard let text = text("condition", of: row) else { return .none }
        if let condition = PermissionRow.Condition(name: text) { return condition }
        let names = PermissionRow.Condition.allCases.map(\.name).joined(separator: ", ")
        let sentence = "there is no condition \"\(text.shown)\"; there are \(names)"
        report(.unknownCondition, at: row.path(of: "condition"), sentence)
        return .none
    }
}

extension FactSet {
    /// Every name that `init(name:)` takes.
    static var allNames: [String] { publicNames + billingNames + conditionNames }
}
