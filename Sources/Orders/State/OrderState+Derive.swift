/// The core computed from the details and the history at once.
///
/// This is the slow twin of `OrderCore.apply`: it is used where a header does not say enough, and
/// it must give what folding would have given had the payloads been in the headers.
extension OrderState {
    func derivedCore() -> OrderCore {
        var derived = OrderCore()
        takeTerms(into: &derived)
        for event in events { gather(event, into: &derived) }
        derived.workflow = namedWorkflow
        toggles.settle(&derived)
        goods.settle(&derived, ordered: terms.ordered)
        takeDisputes(into: &derived)
        derived.set(.complaintOpen, complaints.contains(where: \.isOpen))
        // What was paid once stays paid; only refolding without an event takes it back.
        derived.facts.formUnion(core.facts.intersection([.paid, .placedFree]))
        derived.facts.insert(.detailed)
        derived.set(.placedTakenBack, !derived.facts.contains(.placed) && hasPlacedTakenBack)
        derived.take(agenda.billingFacts)
        derived.settle()
        settleByTime(&derived)
        return derived
    }

    private var hasPlacedTakenBack: Bool {
        !revokedIDs.isEmpty && events.contains { $0.digest.type == .placed && !stands($0) }
    }

    /// What the first of the carts or the order names, taken back or not; after the order nothing.
    private var namedWorkflow: UInt8 {
        for event in events where event.digest.type.namesWorkflow {
            if event.digest.workflow != 0 || event.digest.type == .placed {
                return event.digest.workflow
            }
        }
        return 0
    }

    private func takeTerms(into derived: inout OrderCore) {
        derived.take(terms.agreed)
        if let placedAt = terms.placedAt {
            derived.facts.insert(.placed)
            derived.placedAt = placedAt
        }
        derived.set(.cartOpened, terms.hasCart)
        if derived.currencyNumber == 0 { derived.currencyNumber = namedCurrency.number }
    }

    private func gather(_ event: RecordedEvent, into derived: inout OrderCore) {
        derived.touch(event.occurredAt)
        guard stands(event) else { return }
        add(event, to: &derived)
    }

    private func add(_ event: RecordedEvent, to derived: inout OrderCore) {
        if let amount = minorUnits(of: event, in: derived.currency) {
            derived.add(amount, for: event.digest)
        }
        if event.digest.type != .procured { derived.note(event.digest, at: event.occurredAt) }
    }

    private func takeDisputes(into derived: inout OrderCore) {
        for dispute in disputes(in: derived.currency) {
            switch dispute.outcome {
            case nil:
                derived.facts.insert(.disputed)
                derived.disputed = derived.disputed.clampedAdding(dispute.amount)
            case .lost:
                derived.lost = derived.lost.clampedAdding(dispute.amount)
            case .won:
                break
            }
        }
    }
}

/// The step between the two: from the core before an event and the details after it.
extension OrderState {
    /// The core with the last event of the history, which stands; nothing where the currency has
    /// changed, as all amounts count anew then.
    func advancedCore(by event: RecordedEvent) -> OrderCore? {
        var next = core
        next.takeWorkflow(from: event.digest)
        next.touch(event.occurredAt)
        takeTerms(into: &next)
        guard next.currencyNumber == core.currencyNumber else { return nil }
        add(event, to: &next)
        toggles.settle(&next)
        goods.settle(&next, ordered: terms.ordered)
        switch event.digest.type {
        case .disputeOpened, .disputeClosed:
            next.set(.disputed, false)
            next.disputed = 0
            next.lost = 0
            takeDisputes(into: &next)
        case .complaintOpened, .complaintClosed:
            next.set(.complaintOpen, complaints.contains(where: \.isOpen))
        default:
            break
        }
        next.facts.insert(.detailed)
        if next.facts.contains(.placed) { next.set(.placedTakenBack, false) }
        next.take(agenda.billingFacts)
        next.settle()
        let isLate = event.occurredAt < core.latestAt && event.digest.type.changesNet
        let changesTerms =
            next.total != core.total
            || next.facts.contains(.hasPlan) != core.facts.contains(.hasPlan)
        if isLate || changesTerms || event.digest.type == .placed {
            settleByTime(&next)
        }
        return next
    }

    /// Whether a single payment was complete at any time: the total that is agreed now was reached
    /// once, in the order of the times at which money moved.
    private func settleByTime(_ derived: inout OrderCore) {
        guard !derived.facts.contains(.hasPlan) else {
            return derived.set(.settled, agenda.billing?.isSettled ?? false)
        }
        guard derived.facts.isSuperset(of: [.placed, .priced]) else {
            return derived.set(.settled, false)
        }
        var money = RunningMoney(currency: derived.currency)
        let isReached = standingByTime.contains { event in
            money.add(event, amount: minorUnits(of: event, in: derived.currency))
            return money.money.net >= derived.total
        }
        derived.set(.settled, isReached)
    }
}

extension EventType {
    /// Whether the event may change what was captured and stayed.
    fileprivate var changesNet: Bool { movesMoney || self == .disputeClosed }
}

/// The currency that stands in before the order names its own: that of the earliest amount.
struct NamedCurrency: Sendable, Equatable {
    private(set) var number: UInt16 = 0
    private var microseconds = Int64.max

    mutating func apply(_ event: RecordedEvent) {
        let time = event.occurredAt.microseconds
        guard event.digest.type.movesMoney, event.digest.currency != 0,
            number == 0 || time < microseconds
        else { return }
        number = event.digest.currency
        microseconds = time
    }
}
