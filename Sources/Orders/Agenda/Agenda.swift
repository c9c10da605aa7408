/// What an order still has ahead of it: what is to be collected, what runs out, what is owed.
///
/// Most orders have nothing, and cost a word. Everything here follows from the order's history; the
/// ledger keeps it beside the core, so that deadlines and decisions need no history.
public struct Agenda: Sendable, Equatable {
    private var box: Boxed<Content>?

    /// The agenda of an order that has nothing ahead.
    public init() {}

    /// What stands in an agenda.
    struct Content: Sendable, Equatable {
        var billing: Boxed<BillingSchedule>?
        /// Authorizations that hold money which was neither captured nor let go, oldest first.
        var holds: [Hold] = []
        /// When a paused order is to go on by itself.
        var resumesAt: Timestamp?
        /// The last day on which the registered card can be charged.
        var cardExpiresOn: CalendarDate?
        /// The manufacturer whose deadlines hold.
        var manufacturer: String?
        /// When the last condition of the hand-over was met, until the system approves.
        var readyAt: Timestamp?
        /// The effects that nobody has carried out yet.
        var outbox = Outbox()

        init() {}

        var isEmpty: Bool {
            billing == nil && holds.isEmpty && resumesAt == nil && cardExpiresOn == nil
                && manufacturer == nil && readyAt == nil && outbox.isEmpty
        }
    }

    var content: Content {
        get { box?.value ?? Content() }
        set { box = newValue.isEmpty ? nil : Boxed(newValue) }
    }

    /// Changes what stands in it, in place where nobody else holds it.
    mutating func change(_ body: (inout Content) -> Void) {
        var held = box ?? Boxed(Content())
        // From here on this is the only one that holds it.
        box = nil
        let isEmpty = held.change { content in
            body(&content)
            return content.isEmpty
        }
        box = isEmpty ? nil : held
    }

    /// Whether nothing stands in it.
    public var isEmpty: Bool { box == nil }
}

/// Money that a card's issuer holds.
public struct Hold: Sendable, Hashable {
    /// The gateway's name for the authorization, where it has one.
    public let reference: String?
    /// When it was authorized.
    public let authorizedAt: Timestamp
    /// When the gateway said that it lets go; nothing where it did not say.
    public let expiresAt: Timestamp?
    /// Minor units that were neither captured nor let go.
    public internal(set) var amount: Int64
}

extension Agenda {
    /// The billing events; nothing for an order that has none and can have none.
    public var billing: BillingSchedule? { box?.value.billing?.value }

    /// What is true of the order by its billing events; nothing where it has none.
    var billingFacts: FactSet? { box?.value.billing?.value.facts }

    /// Authorizations that hold money which was neither captured nor let go, oldest first.
    public var holds: [Hold] { box?.value.holds ?? [] }

    /// When a paused order is to go on by itself.
    public var resumesAt: Timestamp? { box?.value.resumesAt }

    /// The last day on which the registered card can be charged, where it is known.
    public var cardExpiresOn: CalendarDate? { box?.value.cardExpiresOn }

    /// The manufacturer whose deadlines hold.
    public var manufacturer: String? { box?.value.manufacturer }

    /// When the last condition of the hand-over that is met was met, until the system approves.
    public var readyAt: Timestamp? { box?.value.readyAt }

    /// The effects that nobody has carried out yet.
    public var outbox: Outbox { box?.value.outbox ?? Outbox() }

    /// Whether an effect waits to be carried out.
    package var hasEffects: Bool { box?.value.outbox.isEmpty == false }

    /// Whether nothing stands in it but effects, as in that of most orders.
    var hasNothingButEffects: Bool {
        guard let box, !hasCourse else { return false }
        return box.value.manufacturer == nil && box.value.readyAt == nil
            && !box.value.outbox.isEmpty
    }

    /// Whether something is under way that later events may change, apart from effects.
    var hasCourse: Bool {
        guard let box else { return false }
        return box.value.billing != nil || !box.value.holds.isEmpty || box.value.resumesAt != nil
            || box.value.cardExpiresOn != nil
    }

    /// The parts of two agendas that differ, in words.
    package func differences(from other: Agenda) -> [String] {
        let parts = [
            ("billing events", reduced.billing != other.reduced.billing),
            ("holds", holds != other.holds),
            ("the end of a pause", resumesAt != other.resumesAt),
            ("the card's expiry", cardExpiresOn != other.cardExpiresOn),
            ("the manufacturer", manufacturer != other.manufacturer),
            ("the time of readiness", readyAt != other.readyAt),
            ("open effects", outbox != other.outbox),
        ]
        return parts.filter(\.1).map(\.0)
    }

    /// The same agenda as the ledger keeps it: of billing events only those that are open.
    public var reduced: Agenda {
        var reduced = self
        if let billing, !billing.isReduced { reduced.content.billing = Boxed(billing.reduced) }
        return reduced
    }
}
