/// A day of the week, numbered from Monday as in ISO 8601.
public enum Weekday: UInt8, Sendable, Hashable, CaseIterable {
    case monday = 1
    case tuesday = 2
    case wednesday = 3
    case thursday = 4
    case friday = 5
    case saturday = 6
    case sunday = 7

    /// The weekday of a date.
    public init(_ date: CalendarDate) {
        // 1 January 1970 was a Thursday, three days after a Monday.
        let days = (Int(date.daysSince1970) + 3) % 7
        self = Self.allCases[days < 0 ? days + 7 : days]
    }

    /// Reads an English name, whole or its first three letters, in small or large letters.
    init?(name: String) {
        let name = name.lowercased()
        let named = Self.allCases.first { $0.word == name || $0.word.prefix(3) == name }
        guard let named else { return nil }
        self = named
    }
}

extension Weekday: ContractWord {
    public static let words = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
}
