import Orders

/// Writes journals for hledger, and for ledger, which reads the same.
///
/// Every posting asserts the balance of its account, so a line that is changed, moved or taken away
/// shows at the next one: `hledger -f FILE check -s ordereddates`.
struct HledgerWriter: JournalWriter {
    /// Currencies that have been declared; one that no order has at the end is declared as it comes.
    private var declared: Set<UInt16> = []

    init() {}

    mutating func begin(_ heading: JournalHeading) -> String {
        var text = heading.lines.map { "; \($0)\n" }.joined()
        text += "\ndecimal-mark .\n"
        for currency in heading.closing.currencies { text += declaration(of: currency) }
        text += "\n"
        for account in JournalAccount.allCases {
            text += "account \(account.name)  ; \(account.sentence)\n"
        }
        return text
    }

    private mutating func declaration(of currency: Currency) -> String {
        guard declared.insert(currency.number).inserted else { return "" }
        let decimals = String(repeating: "0", count: Int(currency.exponent))
        return "commodity 1000.\(decimals) \(currency)\n"
    }

    mutating func text(of entry: JournalEntry) -> String {
        var tags = ["order:\(Self.tag(entry.order))"]
        if !entry.actor.isEmpty { tags.append("actor:\(Self.tag(entry.actor))") }
        tags.append("occurred:\(entry.occurredAt)")
        let declaration = declaration(of: entry.currency)
        var text = declaration.isEmpty ? "" : "\n\(declaration)"
        text += "\n\(entry.date) * (\(entry.position)) \(entry.event)"
        text += "  ; \(tags.joined(separator: ", "))\n"
        for posting in entry.postings {
            let name = posting.account.name
            let gap = String(repeating: " ", count: Self.nameColumns - name.count)
            let amount = entry.currency.text(ofSum: posting.amount)
            let balance = entry.currency.text(ofSum: posting.balance)
            text += "    \(name)\(gap)  \(amount) \(entry.currency)"
            text += " = \(balance) \(entry.currency)\n"
        }
        return text
    }

    func end() -> String { "" }

    private static let nameColumns = JournalAccount.allCases.map(\.name.count).max() ?? 0

    /// A tag's value, which ends at a comma: what would end it, or mean something, is written as
    /// URLs have it.
    static func tag(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isPlain(byte) {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
    private static let encoded = Set(" ,;%[]|\"\\".utf8)

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7F && !encoded.contains(byte)
    }
}
