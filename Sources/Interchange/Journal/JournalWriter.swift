import Orders

/// The language that a journal is written in.
public enum JournalDialect: String, Sendable, Hashable, CaseIterable {
    /// The two programs whose journals are written.
    case hledger, beancount

    /// The dialect that a file's name asks for: beancount by its ending, hledger by any other.
    public init(fileName: String) {
        self = fileName.hasSuffix(".beancount") ? .beancount : .hledger
    }

    /// A writer of the dialect.
    public var writer: any JournalWriter {
        switch self {
        case .hledger: HledgerWriter()
        case .beancount: BeancountWriter()
        }
    }
}

/// Writes a journal entry by entry, as text.
public protocol JournalWriter: Sendable {
    /// The text before the first entry.
    mutating func begin(_ heading: JournalHeading) -> String
    /// The text of an entry that does not come before the last one.
    mutating func text(of entry: JournalEntry) -> String
    /// The text behind the last entry.
    mutating func end() -> String
}

extension JournalHeading {
    /// The lines that say what the journal is, without a comment's sign.
    var lines: [String] {
        var lines = [
            "orderledger journal, version 1", "ledger \(ledger)", "made by orderledger \(tool)",
            "filter none, positions 1 to \(treeSize)", "tree size \(treeSize)",
            "tree root \(root ?? "not known, for records are missing")",
        ]
        lines += totals.map { "control totals \($0)" }
        for currency in closing.currencies {
            for account in JournalAccount.allCases where closing[account, currency] != 0 {
                let balance = currency.text(ofSum: closing[account, currency])
                lines.append("closing balance \(account.name) \(balance) \(currency)")
            }
        }
        return lines
    }
}
