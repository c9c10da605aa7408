/// The table of refusals.
///
/// A row with a condition takes only some events from the rows behind it, so it is held against
/// none but those with the same condition.
extension TableCheck {
    mutating func checkRefusals() {
        let sound = draft.permissions.indices.filter { isSound(Self.path($0)) }
        for (count, index) in sound.enumerated() {
            let earlier = Array(sound[..<count])
            checkCondition(index)
            guard !reportsContradiction(index, earlier) else { continue }
            guard !reportsRefusedAlways(index, earlier) else { continue }
            checkReach(ofRefusal: index, behind: earlier)
        }
    }

    private static func path(_ index: Int) -> String { "refusals[\(index)]" }

    /// Reports a condition that says nothing of one of the row's events.
    private mutating func checkCondition(_ index: Int) {
        let row = draft.permissions[index]
        guard let event = row.events.subtracting(row.condition.events).types.first else { return }
        let known = row.condition.events.types.map(\.name)
        report(
            .senselessCondition,
            at: Self.path(index) + ".condition",
            "\(row.condition.name) says nothing of \(event.name), only of \(Self.list(known))"
        )
    }

    /// Reports a row that refuses what an earlier one refuses, with another code.
    private mutating func reportsContradiction(_ index: Int, _ earlier: [Int]) -> Bool {
        let row = draft.permissions[index]
        guard row.condition == .none else { return false }
        let rival = earlier.first {
            let other = draft.permissions[$0]
            return other.condition == .none && other.test == row.test && other.code != row.code
                && !other.events.intersection(row.events).types.isEmpty
        }
        guard let rival else { return false }
        let other = draft.permissions[rival]
        let event = other.events.intersection(row.events).types[0].name
        report(
            .contradictoryPermission,
            at: Self.path(index) + ".code",
            "\(Self.path(rival)) refuses \(event) for the same facts with \(other.code.rawValue)"
        )
        return true
    }

    /// Reports a row whose events an earlier one refuses for every order.
    private mutating func reportsRefusedAlways(_ index: Int, _ earlier: [Int]) -> Bool {
        let row = draft.permissions[index]
        for place in earlier {
            let other = draft.permissions[place]
            guard other.condition == .none, other.test == FactTest(),
                let event = other.events.intersection(row.events).types.first
            else { continue }
            report(
                .refusedAlways,
                at: Self.path(index) + ".events",
                "\(Self.path(place)) refuses \(event.name) always, so this row never does"
            )
            return true
        }
        return false
    }

    /// A row is dead where it is so for each of its events.
    private mutating func checkReach(ofRefusal index: Int, behind earlier: [Int]) {
        let row = draft.permissions[index]
        var takers: [[Int]: [String]] = [:]
        for type in row.events.types {
            let rivals = earlier.filter {
                let other = draft.permissions[$0]
                return other.events.contains(type)
                    && (other.condition == .none || other.condition == row.condition)
            }
            guard takers[rivals] == nil else { continue }
            let rows = rivals.map { Row(path: Self.path($0), test: draft.permissions[$0].test) }
            let asked = Row(path: Self.path(index), test: row.test)
            guard let found = self.takers(of: asked, behind: rows) else { return }
            takers[rivals] = found
        }
        let paths = Set(takers.values.joined())
        let known = earlier.map(Self.path)
        reportDead(Self.path(index), known.filter(paths.contains) + paths.subtracting(known))
    }
}
