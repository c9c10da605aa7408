import Foundation
import Orders

/// Settings as the tests keep them, and as the plain twin reads them: text under a key.
struct TwinSettings {
    private(set) var values: [String: String] = [
        "marketplace.autoCancel": "off", "reseller.handOver": "4 hours",
        "webshop.invoiceDue": "30 days", "webshop.unfinished": "14 days",
        "billing.cardExpiryNotice": "42 days", "dealer.confirmation": "1 business day",
        "dealer.hold": "7 days", "dealer.zone": "UTC", "dealer.weekend": "saturday,sunday",
        "dealer.holidays": "none",
    ]

    mutating func set(_ value: String, for key: String) { values[key] = value }

    /// Minutes that a setting names; nothing where it is off.
    func minutes(_ key: String, of manufacturer: String? = nil) -> Int64? {
        let words = value(key, of: manufacturer).split(separator: " ")
        guard words.count == 2, let count = Int64(words[0]) else { return nil }
        switch words[1].prefix(3) {
        case "day": return count * 24 * 60
        case "hou": return count * 60
        default: return count
        }
    }

    func days(_ key: String) -> Int64 { (minutes(key) ?? 0) / (24 * 60) }

    /// A dealer's setting: the manufacturer's own, else the general one.
    private func value(_ key: String, of manufacturer: String?) -> String {
        manufacturer.flatMap { values["\(key)/\($0)"] } ?? values[key] ?? ""
    }

    /// When a dealer's order must be accepted, in microseconds; nothing where that is off.
    ///
    /// Foundation's calendar walks the days, and finds the same wall time on the last of them.
    func confirmation(placedAt: Int64, of manufacturer: String?) -> Int64? {
        let words = value("dealer.confirmation", of: manufacturer).split(separator: " ")
        guard let days = Int(words[0]) else { return nil }
        guard days > 0 else { return placedAt }
        var calendar = Calendar(identifier: .gregorian)
        guard let zone = TimeZone(identifier: value("dealer.zone", of: manufacturer)) else {
            return nil
        }
        calendar.timeZone = zone
        let weekend = value("dealer.weekend", of: manufacturer)
        let holidays = value("dealer.holidays", of: manufacturer)
        let second = Int64((Double(placedAt) / 1_000_000).rounded(.down))
        let start = Date(timeIntervalSince1970: Double(second))
        let time = calendar.dateComponents([.hour, .minute, .second], from: start)
        var day = calendar.startOfDay(for: start)
        var rest = days
        while rest > 0 {
            // Noon is on every day, whatever the clocks do.
            let noon = calendar.date(byAdding: .hour, value: 36, to: day) ?? day
            day = calendar.startOfDay(for: noon)
            let name = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"][
                calendar.component(.weekday, from: day) - 1
            ]
            let parts = calendar.dateComponents([.year, .month, .day], from: day)
            let date = String(
                format: "%04d-%02d-%02d",
                parts.year ?? 0,
                parts.month ?? 0,
                parts.day ?? 0
            )
            if !weekend.contains(name), !holidays.contains(date) { rest -= 1 }
        }
        var parts = calendar.dateComponents([.year, .month, .day], from: day)
        parts.hour = time.hour
        parts.minute = time.minute
        parts.second = time.second
        let end = calendar.date(from: parts) ?? day
        return Int64(end.timeIntervalSince1970) * 1_000_000 + placedAt - second * 1_000_000
    }
}
