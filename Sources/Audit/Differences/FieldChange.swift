public import Orders

/// A field of an order, or of something else that is written as JSON, that is not as it was.
public struct FieldChange: Sendable, Equatable {
    /// The way to the field: names joined by points, places in lists in brackets, for instance
    /// `billing.schedule.events[0].status`.
    public let field: String
    /// The value before; null where there was none.
    public let before: JSONValue
    /// The value after; null where there is none.
    public let after: JSONValue
    /// Whether the field holds personal data, so that both values are left out.
    public let isPersonal: Bool

    package init(field: String, before: JSONValue, after: JSONValue, isPersonal: Bool = false) {
        self.field = field
        self.before = before
        self.after = after
        self.isPersonal = isPersonal
    }
}

extension FieldChange {
    /// The fields that differ, in the order of the value after, then those that it lacks.
    ///
    /// Objects are compared member by member, and lists of objects place by place; everything
    /// else is one field. What is absent is null.
    public static func changes(from before: JSONValue, to after: JSONValue) -> [FieldChange] {
        var changes: [FieldChange] = []
        compare(before, after, at: "", &changes)
        return changes
    }

    private static func compare(
        _ before: JSONValue,
        _ after: JSONValue,
        at field: String,
        _ changes: inout [FieldChange],
    ) {
        guard before != after else { return }
        switch (before, after) {
        case (.object(let old), .object(let new)):
            compare(old, new, at: field, &changes)
        case (.array(let old), .array(let new)) where holdsObjects(old) || holdsObjects(new):
            for index in 0..<max(old.count, new.count) {
                compare(
                    index < old.count ? old[index] : .null,
                    index < new.count ? new[index] : .null,
                    at: "\(field)[\(index)]",
                    &changes
                )
            }
        default:
            changes.append(FieldChange(field: field, before: before, after: after))
        }
    }

    private static func compare(
        _ before: [JSONValue.Member],
        _ after: [JSONValue.Member],
        at field: String,
        _ changes: inout [FieldChange],
    ) {
        let prefix = field.isEmpty ? "" : field + "."
        let old = JSONValue.object(before)
        let new = JSONValue.object(after)
        for member in after {
            compare(old[member.name] ?? .null, member.value, at: prefix + member.name, &changes)
        }
        for member in before where new[member.name] == nil {
            compare(member.value, .null, at: prefix + member.name, &changes)
        }
    }

    private static func holdsObjects(_ elements: [JSONValue]) -> Bool {
        elements.contains { if case .object = $0 { true } else { false } }
    }
}
