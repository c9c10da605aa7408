import Foundation

extension BusinessCalendar {
    /// A time zone of the IANA database: how far its clocks are from UTC at an instant.
    ///
    /// The rules are those that Foundation carries. UTC needs none and asks for none.
    struct Zone: Sendable, Hashable {
        let name: String
        /// The rules; absent for UTC.
        private let rules: TimeZone?

        static let secondsPerDay: Int64 = 86_400

        static let utc = Zone(name: "UTC", rules: nil)

        private init(name: String, rules: TimeZone?) {
            self.name = name
            self.rules = rules
        }

        /// Seconds that the clocks of the zone are ahead of UTC, at a second since 1970 in UTC.
        func offset(at second: Int64) -> Int64 {
            guard let rules else { return 0 }
            let instant = Date(timeIntervalSince1970: TimeInterval(second))
            return Int64(rules.secondsFromGMT(for: instant))
        }

        /// The second since 1970 in UTC at which the clocks show a wall time.
        ///
        /// A wall time is counted in seconds as if its clock were UTC's. No zone lies further than
        /// 16 hours from UTC, and none has ever changed its clocks twice within three days: so a
        /// day before and a day after hold both offsets that can apply. The greater one gives the
        /// earlier instant; where the zone does not have it then, the lesser one applies, or the
        /// wall time is leapt over and the lesser one, of before the leap, moves it forward.
        func instant(ofWall wall: Int64) -> Int64 {
            let before = offset(at: wall - Self.secondsPerDay)
            let after = offset(at: wall + Self.secondsPerDay)
            let greater = max(before, after)
            let first = wall - greater
            return offset(at: first) == greater ? first : wall - min(before, after)
        }

        static func == (left: Zone, right: Zone) -> Bool { left.name == right.name }

        func hash(into hasher: inout Hasher) { hasher.combine(name) }
    }
}

extension BusinessCalendar.Zone {
    /// Reads `UTC` or a name of the IANA database, in small or large letters.
    ///
    /// Abbreviations such as `PST` are not read: they mean several things or half of the year.
    /// - Throws: `unknownWord` for any other text.
    init(text: String) throws(DataError) {
        let name = text.trimmingSpaces
        if ["utc", "gmt", "etc/utc"].contains(name.lowercased()) {
            self = .utc
        } else if name.contains("/"), let zone = Self.zone(named: name) {
            self = zone
        } else {
            throw DataError(
                .unknownWord,
                message: "must be UTC or a zone of the IANA database such as Europe/Berlin, "
                    + "not \"\(name)\""
            )
        }
    }

    private static func zone(named name: String) -> BusinessCalendar.Zone? {
        if let rules = TimeZone(identifier: name) {
            return BusinessCalendar.Zone(name: name, rules: rules)
        }
        let spelling = name.lowercased().split(separator: " ").joined(separator: "_")
        let known = TimeZone.knownTimeZoneIdentifiers.first { $0.lowercased() == spelling }
        guard let known, let rules = TimeZone(identifier: known) else { return nil }
        return BusinessCalendar.Zone(name: known, rules: rules)
    }
}
