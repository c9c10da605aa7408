/// Lengths of time as settings spell them, in whole seconds.
///
/// Read are `7 days`, `1 day 12 hours`, `4h`, the same as ISO 8601 has it (`P7D`, `PT90M`), and a
/// bare number in the unit that its setting is natural in. Months and years are not: they have no
/// fixed length.
enum SettingLength {
    /// The longest, in days: 100 years.
    static let maximumDays = 36_525

    /// A unit of fixed length, in seconds.
    enum Unit: Int, CaseIterable {
        case week = 604_800
        case day = 86_400
        case hour = 3_600
        case minute = 60
        case second = 1

        var word: String {
            switch self {
            case .week: "week"
            case .day: "day"
            case .hour: "hour"
            case .minute: "minute"
            case .second: "second"
            }
        }

        /// The unit of a word in small letters: whole, in the plural, or cut to `h`, `min`, `sec`.
        init?(word: String) {
            let found = Self.allCases.first {
                word == $0.word || word == $0.word + "s" || word == $0.word.prefix(1)
                    || $0.rawValue <= 60 && word == $0.word.prefix(3)
            }
            guard let found else { return nil }
            self = found
        }
    }

    /// Reads a length.
    ///
    /// - Parameters:
    ///   - natural: the unit of a bare number.
    ///   - least: the fewest seconds.
    ///   - alternative: what may stand instead, for the message; the caller has read it before.
    /// - Throws: `badTime` for any other form, `overflow` beyond the longest.
    static func duration(
        _ text: String,
        natural: Unit,
        least: Int = 0,
        alternative: String = ""
    ) throws(DataError) -> Duration {
        guard let seconds = seconds(text, natural: natural), seconds >= least else {
            let above = least > 0 ? " above zero" : ""
            throw DataError(
                .badTime,
                message:
                    "must be a length\(above) such as \"7 days\", \"4 hours\", \"90 minutes\", "
                    + "\"P7D\", \"PT4H\" or a bare number of \(natural.word)s\(alternative), "
                    + "not \"\(text)\""
            )
        }
        return .seconds(try checked(seconds, text))
    }

    /// Reads the length of a hold, naturally in days; one of nothing would have run out when made.
    static func hold(_ text: String) throws(DataError) -> Duration {
        try duration(text, natural: .day, least: 1)
    }

    /// Reads a length that is naturally in hours.
    static func hours(_ text: String) throws(DataError) -> Duration {
        try duration(text, natural: .hour)
    }

    /// Reads a length that is a whole number of days.
    ///
    /// - Throws: `badTime` for any other form, `overflow` beyond the longest.
    static func days(_ text: String) throws(DataError) -> Int {
        let day = Int128(Unit.day.rawValue)
        guard let seconds = seconds(text, natural: .day), seconds.isMultiple(of: day) else {
            throw DataError(
                .badTime,
                message: "must be whole days such as \"30 days\", \"2 weeks\", \"P30D\" or a bare "
                    + "number of days, not \"\(text)\""
            )
        }
        return try checked(seconds, text) / Unit.day.rawValue
    }

    /// The text that is read back to the same: a number of the largest unit that fits.
    ///
    /// Parts of a second, which only code can set, are cut.
    static func text(_ duration: Duration) -> String {
        let seconds = Int(duration.components.seconds)
        let units: [Unit] = [.day, .hour, .minute]
        let unit = units.first { seconds.isMultiple(of: $0.rawValue) } ?? .second
        return text(seconds / unit.rawValue, unit)
    }

    /// A number of days that is read back to the same.
    static func text(days: Int) -> String { text(days, .day) }

    private static func text(_ count: Int, _ unit: Unit) -> String {
        "\(count) \(unit.word)\(count == 1 ? "" : "s")"
    }

    private static func checked(_ seconds: Int128, _ text: String) throws(DataError) -> Int {
        let maximum = maximumDays * Unit.day.rawValue
        guard let seconds = Int(exactly: seconds), seconds <= maximum else {
            throw DataError(
                .overflow,
                message: "must be at most \(maximumDays) days, not \"\(text)\""
            )
        }
        return seconds
    }
}

extension SettingLength {
    /// The seconds of a length, or nothing for text that is none.
    private static func seconds(_ text: String, natural: Unit) -> Int128? {
        let word = text.trimmingSpaces.lowercased()
        if word.first == "p" { return isoSeconds(word.dropFirst()) }
        if let count = number(word[...]) { return count * Int128(natural.rawValue) }
        return sum(word[...], of: Unit.allCases) { Unit(word: $0) }
    }

    /// The seconds of what stands behind the P of ISO 8601.
    private static func isoSeconds(_ text: Substring) -> Int128? {
        let halves = text.split(separator: "t", maxSplits: 1, omittingEmptySubsequences: false)
        let letter = { (word: String) in word.count == 1 ? Unit(word: word) : nil }
        var total: Int128 = 0
        if !halves[0].isEmpty || halves.count == 1 {
            guard let days = sum(halves[0], of: [.week, .day], letter) else { return nil }
            total += days
        }
        if halves.count == 2 {
            guard let time = sum(halves[1], of: [.hour, .minute, .second], letter) else {
                return nil
            }
            total += time
        }
        return text.contains(where: \.isWhitespace) ? nil : total
    }

    /// The sum of numbers with units, each unit once and the larger ones first.
    private static func sum(
        _ text: Substring,
        of units: [Unit],
        _ unit: (String) -> Unit?
    ) -> Int128? {
        var rest = text
        var total: Int128 = 0
        var smallest = Int.max
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count).drop { $0.isWhitespace }
            let letters = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(letters.count).drop { $0.isWhitespace }
            guard let count = number(digits), let unit = unit(String(letters)),
                units.contains(unit), unit.rawValue < smallest
            else { return nil }
            smallest = unit.rawValue
            total += count * Int128(unit.rawValue)
        } while !rest.isEmpty
        return total
    }

    /// The number that digits spell, any that is too large to count being merely very large.
    private static func number(_ digits: Substring) -> Int128? {
        guard !digits.isEmpty, digits.utf8.allSatisfy(Digits.isDigit) else { return nil }
        return Int128(Int64(digits) ?? .max)
    }
}
