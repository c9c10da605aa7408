import Orders

/// Writes journals for beancount.
///
/// Its assertions hold at the beginning of a day, so each account that moved is asserted on the day
/// after: `bean-check FILE`.
struct BeancountWriter: JournalWriter {
    /// The accounts that moved on the day of the last entry, with their balances.
    private var moved: [Place: Int128] = [:]
    private var day: CalendarDate?

    private struct Place: Hashable {
        let account: JournalAccount
        let currency: Currency
    }

    init() {}

    func begin(_ heading: JournalHeading) -> String {
        var text = heading.lines.map { "; \($0)\n" }.joined()
        text += "\noption \"title\" \(Self.quoted("Orders of ledger " + heading.ledger))\n"
        for currency in heading.closing.currencies {
            text += "option \"operating_currency\" \"\(currency)\"\n"
        }
        text += "\n"
        for currency in heading.closing.currencies {
            text += "\(Self.opening) commodity \(currency)\n"
        }
        for account in JournalAccount.allCases {
            text += "\(Self.opening) open \(account.name)\n"
            text += "  purpose: \(Self.quoted(account.sentence))\n"
        }
        return text
    }

    mutating func text(of entry: JournalEntry) -> String {
        var text = entry.date == day ? "" : assertions()
        day = entry.date
        text += "\n\(entry.date) * \(Self.quoted(entry.event))\n"
        text += "  position: \(entry.position)\n"
        text += "  order: \(Self.quoted(entry.order))\n"
        if !entry.actor.isEmpty { text += "  actor: \(Self.quoted(entry.actor))\n" }
        text += "  occurred: \"\(entry.occurredAt)\"\n"
        for posting in entry.postings {
            let amount = entry.currency.text(ofSum: posting.amount)
            text += "  \(posting.account.name)  \(amount) \(entry.currency)\n"
            moved[Place(account: posting.account, currency: entry.currency)] = posting.balance
        }
        return text
    }

    mutating func end() -> String { assertions() }

    /// The balances of the day that has ended.
    private mutating func assertions() -> String {
        guard let day, !moved.isEmpty else { return "" }
        let places = moved.keys.sorted {
            ($0.account.rawValue, $0.currency.code) < ($1.account.rawValue, $1.currency.code)
        }
        var text = "\n"
        for place in places {
            let balance = place.currency.text(ofSum: moved[place, default: 0])
            text += "\(day.adding(days: 1)) balance \(place.account.name)"
            text += "  \(balance) ~ 0 \(place.currency)\n"
        }
        moved.removeAll(keepingCapacity: true)
        return text
    }

    /// A day before any order.
    private static let opening = "1970-01-01"

    private static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}
