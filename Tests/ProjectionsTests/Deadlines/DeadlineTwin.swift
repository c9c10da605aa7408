import Orders

/// A deadline as the plain twin finds it.
struct TwinDeadline: Equatable {
    /// What it is about, as `due` lists it.
    let word: String
    /// The order among deadlines of one instant and one order.
    let rank: Int
    /// Microseconds since 1970.
    let at: Int64
    /// The billing event, of those that are about one.
    var billingEvent: String?
    /// Minor units that are held or asked for.
    var amount: Int64?

    /// Whether the clock makes it true by an event.
    var isMadeTrue: Bool { rank < 10 }
}

/// The slow twin of deadlines: what the contract's settings and the timers of the domain ask for,
/// from one order's whole history, with no thought for speed.
struct DeadlineTwin {
    let state: OrderState
    let workflow: Workflow
    let settings: TwinSettings
    /// The events that stand, in the order of the times at which they happened.
    let events: [RecordedEvent]
    let facts: Set<String>

    init(_ history: [RecordedEvent], _ workflow: Workflow, _ settings: TwinSettings) {
        state = OrderState(folding: history)
        self.workflow = Workflow.builtIn(code: state.core.workflow) ?? workflow
        self.settings = settings
        let standing = state.standingEvents
        events = standing.indices
            .sorted { (standing[$0].occurredAt, $0) < (standing[$1].occurredAt, $1) }
            .map { standing[$0] }
        facts = Set(self.workflow.facts(of: state.core).publicNames)
    }

    /// All deadlines, in no order.
    var deadlines: [TwinDeadline] {
        guard !facts.contains("cancelled"), !facts.contains("archived") else { return [] }
        var found: [TwinDeadline] = []
        switch workflow.name {
        case "marketplace": found += autoCancel
        case "dealer": found += confirmation + holdExpiries
        case "webshop": found += webshop
        case "reseller": found += handOver
        default: break
        }
        return found + resume + billing
    }

    private func happened(_ type: EventType) -> Bool {
        events.contains { $0.digest.type == type }
    }

    /// When the order was placed; a second time changes nothing.
    private var placedAt: Int64? {
        state.standingEvents.first { $0.digest.type == .placed }?.occurredAt.microseconds
    }

    private var manufacturer: String? { state.data.manufacturer }
}

// MARK: - Marketplace, dealer, webshop, reseller

extension DeadlineTwin {
    /// Unconfirmed: the platform has no money, or the seller has not accepted.
    private var autoCancel: [TwinDeadline] {
        guard let placedAt, let minutes = settings.minutes("marketplace.autoCancel"),
            facts.isDisjoint(with: ["accepted", "dispatched", "completed", "refundedAll"]),
            !facts.contains("deliveredAll"),
            state.data.fulfilment == .seller || !facts.contains("paid")
        else { return [] }
        return [TwinDeadline(word: "autoCancel", rank: 1, at: placedAt + minutes * 60_000_000)]
    }

    private var confirmation: [TwinDeadline] {
        let ends: Set<String> = [
            "accepted", "overdue", "paid", "dispatched", "completed", "refundedAll",
        ]
        guard let placedAt, facts.isDisjoint(with: ends),
            let at = settings.confirmation(placedAt: placedAt, of: manufacturer)
        else { return [] }
        return [TwinDeadline(word: "confirmation", rank: 2, at: at)]
    }

    /// What is held of a card: reference, when it ends, whether the gateway said so, how much.
    struct TwinHold {
        let reference: String?
        let stated: Int64?
        let authorizedAt: Int64
        var amount: Int64
    }

    var holds: [TwinHold] {
        var holds: [TwinHold] = []
        for event in events {
            guard let (money, amount) = money(of: event) else { continue }
            var end = money.expiresAt.flatMap(Self.instant)
            switch event.digest.type {
            case .paymentAuthorized:
                let at = event.occurredAt.microseconds
                end = end.map { max($0, at) }
                holds.append(
                    TwinHold(
                        reference: money.reference,
                        stated: end,
                        authorizedAt: at,
                        amount: amount
                    )
                )
            case .authorizationExpired:
                Self.take(amount, from: &holds) {
                    $0.reference == money.reference && $0.stated == end
                        ? 0 : $0.reference != nil && $0.reference == money.reference ? 1 : 2
                }
            case .authorizationVoided, .paymentCaptured:
                Self.take(amount, from: &holds) {
                    $0.reference != nil && $0.reference == money.reference ? 0 : 1
                }
            default: continue
            }
        }
        return holds.filter { $0.amount > 0 }
    }

    /// The cheaper a hold, the sooner it is taken from; of equal ones the older.
    private static func take(
        _ amount: Int64,
        from holds: inout [TwinHold],
        by price: (TwinHold) -> Int,
    ) {
        var rest = amount
        for index in holds.indices.sorted(by: { (price(holds[$0]), $0) < (price(holds[$1]), $1) }) {
            let taken = min(rest, holds[index].amount)
            holds[index].amount -= taken
            rest -= taken
        }
    }

    private func money(of event: RecordedEvent) -> (MoneyEvent, Int64)? {
        let money: MoneyEvent
        switch event.event {
        case .paymentAuthorized(let given), .authorizationExpired(let given),
            .authorizationVoided(let given), .paymentCaptured(let given):
            money = given
        default: return nil
        }
        guard let currency = state.core.currency, money.currency ?? currency == currency,
            let amount = money.amount.minorUnits(in: currency), amount > 0
        else { return nil }
        return (money, amount)
    }

    private var holdExpiries: [TwinDeadline] {
        guard !facts.contains("completed") else { return [] }
        return holds.map { hold in
            TwinDeadline(
                word: "hold",
                rank: hold.stated == nil ? 3 : 4,
                at: end(of: hold),
                amount: hold.amount
            )
        }
    }

    /// When a card's issuer lets go: when the gateway said, else after the setting's time.
    func end(of hold: TwinHold) -> Int64 {
        let minutes = settings.minutes("dealer.hold", of: manufacturer) ?? 0
        return hold.stated ?? hold.authorizedAt + minutes * 60_000_000
    }

    private var webshop: [TwinDeadline] {
        if let placedAt {
            guard facts.contains("invoiced"), !facts.contains("paid") else { return [] }
            let day = Self.day(placedAt) + settings.days("webshop.invoiceDue") + 1
            return [TwinDeadline(word: "invoiceOverdue", rank: 18, at: day * Self.dayLength)]
        }
        guard happened(.cartOpened) || happened(.cartUpdated),
            let start = state.events.map(\.occurredAt.microseconds).min()
        else { return [] }
        let length = settings.days("webshop.unfinished") * Self.dayLength
        return [TwinDeadline(word: "unfinishedCart", rank: 19, at: start + length)]
    }

    /// The hours from the reseller's approval, or the last of the conditions, whichever is later.
    private var handOver: [TwinDeadline] {
        let conditions: Set<String> = ["detailsVerified", "procured", "resellerPaid"]
        guard conditions.isSubset(of: facts), !facts.contains("approvedBySystem"),
            !facts.contains("completed"),
            let minutes = settings.minutes("reseller.handOver"),
            let approved = events.first(where: { $0.event == .approved(by: .reseller) })
        else { return [] }
        let waited = approved.occurredAt.microseconds + minutes * 60_000_000
        let ready = readiness(conditions)
        let rank = ready > waited ? 7 : 6
        return [TwinDeadline(word: "handOver", rank: rank, at: max(waited, ready))]
    }

    /// When the last condition was met, as the log came to know of them one by one.
    private func readiness(_ conditions: Set<String>) -> Int64 {
        let standing = state.standingEvents
        var met: Set<String> = []
        var ready = Int64.min
        for count in 1...standing.count {
            let core = OrderState(folding: Array(standing.prefix(count))).core
            let now = conditions.intersection(workflow.facts(of: core).publicNames)
            if !now.isSubset(of: met) {
                ready = max(ready, standing[count - 1].occurredAt.microseconds)
            }
            met = now
        }
        return ready
    }
}
