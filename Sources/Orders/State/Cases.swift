/// A claim for money back that a customer took to a bank.
public struct Dispute: Sendable, Equatable {
    /// The bank's name for it.
    public let reference: String
    /// Minor units of the order's currency.
    public internal(set) var amount: Int64 = 0
    /// How it ended; nothing while it is open.
    public internal(set) var outcome: DisputeOutcome?
    /// Whether an event opened it; observed history may close what it never opened.
    public internal(set) var wasOpened = false
    /// The time of the latest event about it.
    var changedAt = Timestamp(microseconds: .min)
}

/// A complaint that somebody has to settle.
public struct Complaint: Sendable, Equatable {
    /// The complaint's name.
    public let name: String
    /// The opening event, once it is known.
    public internal(set) var opened: ComplaintOpened?
    /// When it was opened last.
    public internal(set) var openedAt: Timestamp?
    /// When it was closed last, also where it was opened again since.
    public internal(set) var closedAt: Timestamp?
    /// How it ended last.
    public internal(set) var outcome: ComplaintOutcome?
    var register = Register()

    /// Whether it waits for somebody.
    public var isOpen: Bool { register.isOn }
}

/// Money that a card's issuer holds for the order.
public struct Authorization: Sendable, Equatable {
    /// The gateway's name for it, where it has one.
    public let reference: String?
    /// Minor units that were authorized.
    public internal(set) var amount: Int64 = 0
    /// Minor units that were voided or have expired.
    public internal(set) var released: Int64 = 0
    /// Minor units that captures drew on it.
    public internal(set) var captured: Int64 = 0
    /// When the issuer lets go of it, as the gateway wrote it.
    public internal(set) var expiresAt: String?

    /// What may still be captured.
    public var available: Int64 {
        max(0, amount.clampedSubtracting(released).clampedSubtracting(captured))
    }
}

extension OrderState {
    /// The disputes, in the order in which they became known.
    ///
    /// Of several events about one dispute the latest by time decides: lost and then won is won,
    /// and one that is opened again is open.
    public var disputes: [Dispute] { disputes(in: core.currency) }

    /// The disputes, with their amounts in a currency that the core may not have yet.
    func disputes(in currency: Currency?) -> [Dispute] {
        var disputes = Named<Dispute>()
        for event in standingEvents {
            switch event.event {
            case .disputeOpened(let reference, _, _):
                let amount = minorUnits(of: event, in: currency) ?? 0
                disputes.update(reference, or: Dispute(reference: reference)) { dispute in
                    dispute.wasOpened = true
                    dispute.amount = amount
                    dispute.turn(to: nil, at: event.occurredAt)
                }
            case .disputeClosed(let reference, let outcome):
                disputes.update(reference, or: Dispute(reference: reference)) { dispute in
                    dispute.turn(to: outcome, at: event.occurredAt)
                }
            default: continue
            }
        }
        return disputes.elements.filter(\.wasOpened)
    }

    /// The complaints, in the order in which they became known.
    public var complaints: [Complaint] {
        var complaints = Named<Complaint>()
        for event in standingEvents {
            switch event.event {
            case .complaintOpened(let opened):
                complaints.update(opened.complaint, or: Complaint(name: opened.complaint)) {
                    $0.opened = opened
                    $0.openedAt = event.occurredAt
                    $0.register.turn(on: true, at: event.occurredAt)
                }
            case .complaintClosed(let name, let outcome, _):
                complaints.update(name, or: Complaint(name: name)) {
                    $0.closedAt = event.occurredAt
                    $0.outcome = outcome
                    $0.register.turn(on: false, at: event.occurredAt)
                }
            default: continue
            }
        }
        return complaints.elements
    }

    /// The authorizations, in the order in which they became known; those without a reference
    /// stand together.
    public var authorizations: [Authorization] { authorizations(in: core.currency) }

    /// The authorizations, with their amounts in a currency that the core may not have.
    func authorizations(in currency: Currency?) -> [Authorization] {
        var authorizations = Named<Authorization>()
        for event in standingEvents {
            guard let money = event.event.money,
                let amount = minorUnits(of: event, in: currency)
            else { continue }
            let key = money.reference ?? ""
            let type = event.digest.type
            // A capture may carry any payment's reference; only an authorization's counts here.
            guard type != .refunded else { continue }
            authorizations.update(key, or: Authorization(reference: money.reference)) {
                $0.add(amount, from: type, expiresAt: money.expiresAt)
            }
        }
        return authorizations.elements.filter { $0.amount > 0 }
    }
}

extension Dispute {
    fileprivate mutating func turn(to outcome: DisputeOutcome?, at time: Timestamp) {
        guard time >= changedAt else { return }
        changedAt = time
        self.outcome = outcome
    }
}

extension Authorization {
    fileprivate mutating func add(_ amount: Int64, from type: EventType, expiresAt: String?) {
        switch type {
        case .paymentAuthorized:
            self.amount = self.amount.clampedAdding(amount)
            self.expiresAt = expiresAt ?? self.expiresAt
        case .authorizationVoided, .authorizationExpired:
            released = released.clampedAdding(amount)
        case .paymentCaptured:
            captured = captured.clampedAdding(amount)
        default:
            break
        }
    }
}

/// Elements by name, in the order in which they came.
private struct Named<Element> {
    private(set) var elements: [Element] = []
    private var places: [String: Int] = [:]

    mutating func update(
        _ name: String,
        or initial: @autoclosure () -> Element,
        _ change: (inout Element) -> Void
    ) {
        let place = places[name] ?? elements.count
        if place == elements.count {
            elements.append(initial())
            places[name] = place
        }
        change(&elements[place])
    }
}
