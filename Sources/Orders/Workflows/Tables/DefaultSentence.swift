/// The sentences of rows that nobody wrote one for, made of what the rows name.
///
/// A sentence that equals its default is left out of the written tables.
enum DefaultSentence {
    static func derivation(_ test: FactTest) -> String { phrase(test) ?? "always" }

    static func status(_ test: FactTest) -> String { phrase(test) ?? "every other order" }

    /// - Parameter statuses: the statuses that the row takes; nothing where it takes any.
    static func tab(_ statuses: [String]?, _ test: FactTest) -> String {
        let status = statuses.map { "the status is " + $0.joined(separator: " or ") }
        return joined([status, phrase(test)]) ?? "every order"
    }

    static func refusal(_ test: FactTest, _ condition: PermissionRow.Condition) -> String {
        joined([phrase(test), condition == .none ? nil : condition.name]) ?? "always"
    }

    /// The facts as a list, for instance "paid, not accepted"; nothing where there are none.
    private static func phrase(_ test: FactTest) -> String? {
        joined(test.required.names + test.forbidden.names.map { "not \($0)" })
    }

    private static func joined(_ parts: [String?]) -> String? {
        let parts = parts.compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}

extension PermissionRow.Condition {
    /// The name that tables spell the condition by.
    public var name: String { String(describing: self) }

    /// The condition with a name, or nothing where there is none.
    public init?(name: String) {
        guard let condition = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = condition
    }
}
