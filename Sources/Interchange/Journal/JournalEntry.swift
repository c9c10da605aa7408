public import Orders

/// One event of the log as a balanced entry of a journal.
public struct JournalEntry: Sendable, Equatable {
    /// The event's place in the log, which the entry carries as its code.
    public let position: Position
    /// The day on which the ledger took the event: days never run backwards.
    public let date: CalendarDate
    /// When the event happened, claimed.
    public let occurredAt: Timestamp
    /// The order's name.
    public let order: String
    /// The event's type.
    public let event: String
    /// KIND:ID, or empty where nobody said.
    public let actor: String
    /// The currency of all postings.
    public let currency: Currency
    /// The accounts that move, in the chart's order; their amounts add up to nothing.
    public let postings: [Posting]

    /// What moves on one account.
    public struct Posting: Sendable, Equatable {
        /// The account that is posted to.
        public let account: JournalAccount
        /// Minor units.
        public let amount: Int128
        /// The account's balance after the entry, in the entry's currency.
        public let balance: Int128
    }

    /// Puts an entry together; its postings must balance.
    public init(
        position: Position,
        date: CalendarDate,
        occurredAt: Timestamp,
        order: String,
        event: String,
        actor: String,
        currency: Currency,
        postings: [Posting],
    ) {
        self.position = position
        self.date = date
        self.occurredAt = occurredAt
        self.order = order
        self.event = event
        self.actor = actor
        self.currency = currency
        self.postings = postings
    }
}

/// The balances of a journal's accounts, by currency.
public struct JournalBalances: Sendable, Equatable {
    private var sums: [UInt16: [Int128]] = [:]

    /// Balances of nothing.
    public init() {}

    /// The currencies that have balances, by code.
    public var currencies: [Currency] {
        sums.keys.compactMap { Currency(number: $0) }.sorted { $0.code < $1.code }
    }

    /// The balance of an account.
    public subscript(account: JournalAccount, currency: Currency) -> Int128 {
        sums[currency.number]?[account.rawValue] ?? 0
    }

    /// Whether no account differs, in any currency.
    public func agree(with other: JournalBalances) -> Bool {
        Set(currencies + other.currencies).allSatisfy { currency in
            JournalAccount.allCases.allSatisfy { self[$0, currency] == other[$0, currency] }
        }
    }

    /// Adds an order's money; one without a currency has none.
    public mutating func add(_ order: OrderCore) {
        guard let currency = order.currency else { return }
        declare(currency)
        for account in JournalAccount.allCases {
            add(account.balance(of: order), to: account, currency)
        }
    }

    /// Adds the balances of other orders.
    public mutating func add(_ other: JournalBalances) {
        for (currency, balances) in other.sums {
            guard let own = sums[currency] else {
                sums[currency] = balances
                continue
            }
            sums[currency] = zip(own, balances).map(+)
        }
    }

    /// Books what an event changed of an order's money, and gives the postings.
    public mutating func book(
        from before: OrderCore,
        to after: OrderCore,
        in currency: Currency,
    ) -> [JournalEntry.Posting] {
        JournalAccount.allCases.compactMap { account in
            // Without a currency nothing was booked yet.
            let last = before.currency == currency ? account.balance(of: before) : 0
            let amount = account.balance(of: after) - last
            guard amount != 0 else { return nil }
            add(amount, to: account, currency)
            return JournalEntry.Posting(
                account: account,
                amount: amount,
                balance: self[account, currency]
            )
        }
    }

    private mutating func add(_ amount: Int128, to account: JournalAccount, _ currency: Currency) {
        guard amount != 0 else { return }
        declare(currency)
        sums[currency.number]?[account.rawValue] += amount
    }

    /// Takes note of a currency, also where all its accounts are even.
    private mutating func declare(_ currency: Currency) {
        guard sums[currency.number] == nil else { return }
        sums[currency.number] = [Int128](repeating: 0, count: JournalAccount.allCases.count)
    }
}

/// What stands at the head of a journal: whose it is, how far it reaches, what it must add up to.
public struct JournalHeading: Sendable {
    /// The ledger's id.
    public let ledger: String
    /// The name and version of the program that wrote it.
    public let tool: String
    /// Records that the journal covers, and the root of the tree over them.
    public let treeSize: UInt64
    /// The root of the tree over the log, in hexadecimal digits; nothing where there is none.
    public let root: String?
    /// Control totals, a line a currency.
    public let totals: [String]
    /// The balances at the end.
    public let closing: JournalBalances

    /// Says what a journal is of.
    public init(
        ledger: String,
        tool: String,
        treeSize: UInt64,
        root: String?,
        totals: [String],
        closing: JournalBalances,
    ) {
        self.ledger = ledger
        self.tool = tool
        self.treeSize = treeSize
        self.root = root
        self.totals = totals
        self.closing = closing
    }
}
