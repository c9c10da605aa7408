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
    }

    var content: Content {
        get { box?.value ?? Content() }
        set { box = newValue == Content() ? nil : Boxed(newValue) }
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

    /// Whether something is under way that later events may change, apart from effects.
    var hasCourse: Bool {
        guard let content = box?.value else { return false }
        return content.billing != nil || !content.holds.isEmpty || content.resumesAt != nil
            || content.cardExpiresOn != nil
    }

    /// The same agenda as the ledger keeps it: of billing events only those that are open.
    public var reduced: Agenda {
        var reduced = self
        if let billing, !billing.isReduced { reduced.content.billing = Boxed(billing.reduced) }
        return reduced
    }
}
