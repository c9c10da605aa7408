/// The agenda folded from the details.
///
/// Events on the agenda count in the order of the times at which they happened. One that comes last
/// is folded on top; one that arrives late, or that changes what earlier ones meant, has all of
/// them gathered anew.
extension OrderState {
    /// Folds an event that stands, after the core.
    mutating func foldAgenda(_ event: RecordedEvent, before: OrderCore) {
        agenda.noteReadiness(from: before.facts, to: core.facts, at: event.occurredAt)
        foldCourse(event, before: before)
        // Of the manufacturer the terms speak last, whatever was folded again.
        if agenda.manufacturer != terms.merged.manufacturer {
            agenda.content.manufacturer = terms.merged.manufacturer
        }
    }

    private mutating func foldCourse(_ event: RecordedEvent, before: OrderCore) {
        let isFirstPlacement = event.digest.type == .placed && !before.facts.contains(.placed)
        let changesPlan = event.digest.type.namesWorkflow && core.facts.contains(.placed)
        let hasBilling = hasPlan || agenda.billing != nil
        let isBehindTime = event.occurredAt < before.latestAt
        let isNewCurrency = before.currencyNumber != core.currencyNumber
        // What was authorized before anybody named the currency is held from now on.
        let findsHolds = core.authorized > 0 && (isFirstPlacement || isNewCurrency)
        let changesPast = isBehindTime && agenda.billing != nil && event.digest.type.changesMoney
        guard
            concernsAgenda(event, isFirstPlacement) || (changesPlan && hasBilling) || changesPast
                || findsHolds
        else { return }
        let isLate =
            isBehindTime || isNewCurrency || findsHolds
            || (changesPlan && !isFirstPlacement)
            || (event.digest.type == .paymentAuthorized && agenda.holds.isEmpty)
        if isLate {
            gatherAgenda()
        } else {
            agenda.apply(step(event, money: BillingMoney(core)))
        }
        core.take(agenda.billingFacts)
    }

    private var hasPlan: Bool { core.facts.contains(.hasPlan) }

    private func concernsAgenda(_ event: RecordedEvent, _ isFirstPlacement: Bool) -> Bool {
        guard event.digest.type == .placed else { return agenda.concerns(event.digest.type) }
        return isFirstPlacement && (hasPlan || agenda.hasCourse)
    }

    private func step(_ event: RecordedEvent, money: BillingMoney) -> AgendaStep {
        var folded = event.event
        // A cart's part of the plan is the order's, too.
        if case .placed = folded, let data = terms.atPlacement { folded = .placed(data) }
        return AgendaStep(
            event: folded,
            occurredAt: event.occurredAt,
            amount: minorUnits(of: event, in: core.currency),
            money: money
        )
    }

    /// Folds all events that stand anew, by their times; of equal times by their places in the log.
    ///
    /// The placement comes first all the same: a clock that is a second behind must not make a
    /// payment one for nothing, so that it would be collected again.
    private mutating func gatherAgenda() {
        var gathered = Agenda()
        gathered.content.readyAt = agenda.readyAt
        agenda = gathered
        var money = RunningMoney(currency: core.currency, hasPlan: hasPlan)
        // What was agreed by the time of each event; the digests say what it was by their place.
        var agreed = TermsHistory()
        let needsTotal = hasPlan || standingEvents.contains { $0.digest.type.makesBillingEvents }
        let placed = standingEvents.first { $0.digest.type == .placed }
        let others = standingByTime.filter { $0.digest.type != .placed }
        for event in (placed.map { [$0] } ?? []) + others {
            money.add(event, amount: minorUnits(of: event, in: core.currency))
            if needsTotal, event.digest.type.saysTerms {
                agreed.apply(event)
                if agreed.placedAt != nil { money.agree(on: agreed.agreed.total) }
            }
            guard EventTypeSet.onAgenda.contains(event.digest.type) else { continue }
            agenda.apply(step(event, money: money.money))
        }
    }
}

extension EventType {
    /// Whether billing events of later times may have found other money than they did.
    fileprivate var changesMoney: Bool {
        [.refunded, .disputeOpened, .disputeClosed, .amended].contains(self)
    }

    /// Whether events of the type give an order a schedule that it has no plan for.
    fileprivate var makesBillingEvents: Bool { self == .billingEventScheduled }

    /// Whether events of the type say what was ordered, and at which price.
    fileprivate var saysTerms: Bool { self == .amended || namesWorkflow }
}

extension OrderState {
    /// The events that count, by the times at which they happened; of equal times by the log.
    var standingByTime: [RecordedEvent] {
        let standing = standingEvents
        return standing.indices.sorted {
            (standing[$0].occurredAt, $0) < (standing[$1].occurredAt, $1)
        }.map { standing[$0] }
    }
}

/// Sums of an order's money while its events are gathered.
struct RunningMoney {
    private(set) var money = BillingMoney()
    private let hasPlan: Bool
    private var isPlaced = false
    private var isPaidOrRegistered = false
    private var disputes: [String: Int64] = [:]
    private var lost: [String: Int64] = [:]

    init(currency: Currency?, hasPlan: Bool = false) {
        self.hasPlan = hasPlan
        money.currency = currency
    }

    mutating func add(_ event: RecordedEvent, amount: Int64?) {
        switch event.event {
        case .placed:
            isPlaced = true
        case .paymentCaptured:
            money.net = money.net.clampedAdding(amount ?? 0)
            isPaidOrRegistered = isPaidOrRegistered || amount ?? 0 > 0
        case .refunded:
            money.net = money.net.clampedSubtracting(amount ?? 0)
        case .cardRegistered:
            isPaidOrRegistered = true
        case .disputeOpened(let reference, _, _):
            disputes[reference] = amount ?? 0
            settle(reference, lost: 0)
        case .disputeClosed(let reference, let outcome):
            settle(reference, lost: outcome == .lost ? disputes[reference] ?? 0 : 0)
        default:
            break
        }
        money.isLive = hasPlan && isPlaced && isPaidOrRegistered
    }

    /// Takes note of a total that was agreed on, or of there being none.
    mutating func agree(on total: Int64?) { money.total = total }

    private mutating func settle(_ reference: String, lost amount: Int64) {
        let before = lost.updateValue(amount, forKey: reference) ?? 0
        money.net = money.net.clampedAdding(before).clampedSubtracting(amount)
    }
}
