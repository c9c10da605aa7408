/// A day of the week, numbered from Monday as in ISO 8601.
public enum Weekday: UInt8, Sendable, Hashable, CaseIterable {
    /// The first day of the week, as ISO 8601 counts.
    case monday = 1
    /// The second day.
    case tuesday = 2
    /// The third day.
    case wednesday = 3
    /// The fourth day.
    case thursday = 4
    /// The fifth day.
    case friday = 5
    /// The sixth day.
    case saturday = 6
    /// The seventh day.
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
