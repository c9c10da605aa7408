/// What is true of an order: the contract's facts, and the conditions that tables ask for.
///
/// Facts of the contract stand in the low half, in the order in which `show` lists them. They do
/// not depend on a workflow; what a workflow reads into them is its `derivations`.
public struct FactSet: OptionSet, Sendable, Hashable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    private init(bit: UInt64) { rawValue = 1 << bit }

    // MARK: - The contract's facts

    /// The customer has placed the order.
    public static let placed = FactSet(bit: 0)
    /// The seller has accepted the order.
    public static let accepted = FactSet(bit: 1)
    /// The reseller has approved the order.
    public static let approvedByReseller = FactSet(bit: 2)
    /// The system has approved the order.
    public static let approvedBySystem = FactSet(bit: 3)
    /// The details of the order have been verified.
    public static let detailsVerified = FactSet(bit: 4)
    /// Every line has been procured.
    public static let procured = FactSet(bit: 5)
    /// The reseller has paid for the order.
    public static let resellerPaid = FactSet(bit: 6)
    /// An authorization stands that was neither voided nor expired.
    public static let authorized = FactSet(bit: 7)
    /// What was captured has reached the total at some time.
    public static let paid = FactSet(bit: 8)
    /// More was captured, and not refunded, than the total.
    public static let overpaid = FactSet(bit: 9)
    /// An invoice has been written.
    public static let invoiced = FactSet(bit: 10)
    /// At least one dispatch.
    public static let dispatched = FactSet(bit: 11)
    /// At least one dispatch, and nothing of any line is left.
    public static let dispatchedAll = FactSet(bit: 12)
    /// At least one delivery.
    public static let delivered = FactSet(bit: 13)
    /// Everything has been delivered.
    public static let deliveredAll = FactSet(bit: 14)
    /// Pieces have come back.
    public static let returned = FactSet(bit: 15)
    /// Money has been paid back.
    public static let refunded = FactSet(bit: 16)
    /// All that was captured has been paid back.
    public static let refundedAll = FactSet(bit: 17)
    /// A dispute is open.
    public static let disputed = FactSet(bit: 18)
    /// The order has been cancelled.
    public static let cancelled = FactSet(bit: 19)
    /// The order has been marked complete.
    public static let completed = FactSet(bit: 20)
    /// The order is paused.
    public static let paused = FactSet(bit: 21)
    /// The order was not accepted in time.
    public static let overdue = FactSet(bit: 22)
    /// The order is archived.
    public static let archived = FactSet(bit: 23)

    // MARK: - Billing

    /// The plan is a subscription.
    public static let subscription = FactSet(bit: 24)
    /// Billing events are made on demand.
    public static let metered = FactSet(bit: 25)
    /// What was collected is not what the order is worth, and somebody must look at it.
    public static let inReview = FactSet(bit: 26)
    /// The last attempt to collect was declined for good, or used up the automatic retries.
    public static let suspended = FactSet(bit: 27)
    /// The last attempt to collect was declined softly.
    public static let softDeclined = FactSet(bit: 28)
    /// A card was replaced since the last attempt.
    public static let hasNewCard = FactSet(bit: 29)
    /// A billing event was declined, and neither collected, merged nor skipped since.
    public static let declinedOpen = FactSet(bit: 30)
    /// All that was to be collected has been: by itself, the order is complete for good.
    public static let settled = FactSet(bit: 31)

    // MARK: - Conditions

    /// At least one event has been folded.
    public static let begun = FactSet(bit: 32)
    /// A cart was opened.
    public static let cartOpened = FactSet(bit: 33)
    /// The seller hands the goods over, not the platform.
    public static let soldBySeller = FactSet(bit: 34)
    /// The order has a total; subscriptions and metered orders have none.
    public static let priced = FactSet(bit: 35)
    /// The total is zero now.
    public static let totalZero = FactSet(bit: 36)
    /// The placed order's total was zero at some time.
    public static let placedFree = FactSet(bit: 37)
    /// The customer pays on account.
    public static let onAccount = FactSet(bit: 38)
    /// The order was placed with a card.
    public static let cardAtPlacement = FactSet(bit: 39)
    /// The order was placed with a payment link.
    public static let linkAtPlacement = FactSet(bit: 40)
    /// Something has been captured.
    public static let captured = FactSet(bit: 41)
    /// A capture came by card, link or terminal.
    public static let capturedOnline = FactSet(bit: 42)
    /// The order has lines.
    public static let hasLines = FactSet(bit: 43)
    /// A dispatch named no lines, so it stands for all of them.
    public static let dispatchedWhole = FactSet(bit: 44)
    /// A delivery named no package, so it stands for all of them.
    public static let deliveredWhole = FactSet(bit: 45)
    /// A procurement named no lines, so it stands for all of them.
    public static let procuredWhole = FactSet(bit: 46)
    /// A complaint is open.
    public static let complaintOpen = FactSet(bit: 47)
    /// A delivery failed, and no delivery, return or refund has followed.
    public static let deliveryFailed = FactSet(bit: 48)
    /// A refund was requested, and neither declined nor made since.
    public static let refundOpen = FactSet(bit: 49)
    /// An authorization came with a reference, so captures may draw on it by name.
    public static let authorizedByReference = FactSet(bit: 50)
    /// A `placed` was taken back and none stands.
    public static let placedTakenBack = FactSet(bit: 51)
    /// A card is registered.
    public static let cardRegistered = FactSet(bit: 52)
    /// A billing plan other than a single payment came with the order.
    public static let hasPlan = FactSet(bit: 53)
    /// A `revoked` names an event that has not arrived; no header tells when it does.
    public static let revocationOpen = FactSet(bit: 54)
    /// The last word before the order went live was a request to pay, or a link's decline.
    public static let entryPending = FactSet(bit: 55)
    /// The last word before the order went live was a decline at the terminal.
    public static let entryRejected = FactSet(bit: 56)
    /// No line is one of which stock is kept.
    public static let untracked = FactSet(bit: 57)
    /// A plan's payment was approved, or a card registered for it; workflows derive it.
    public static let live = FactSet(bit: 58)
    /// The fold went through the details once, which then decide about lines and data.
    public static let detailed = FactSet(bit: 63)
}

extension FactSet {
    /// The names of the contract's facts, in the contract's order.
    public static let publicNames: [String] = [
        "placed", "accepted", "approvedByReseller", "approvedBySystem", "detailsVerified",
        "procured", "resellerPaid", "authorized", "paid", "overpaid", "invoiced", "dispatched",
        "dispatchedAll", "delivered", "deliveredAll", "returned", "refunded", "refundedAll",
        "disputed", "cancelled", "completed", "paused", "overdue", "archived",
    ]

    /// The names of the conditions, from bit 32 on.
    static let conditionNames: [String] = [
        "begun", "cartOpened", "soldBySeller", "priced", "totalZero", "placedFree", "onAccount",
        "cardAtPlacement", "linkAtPlacement", "captured", "capturedOnline", "hasLines",
        "dispatchedWhole", "deliveredWhole", "procuredWhole", "complaintOpen", "deliveryFailed",
        "refundOpen", "authorizedByReference", "placedTakenBack", "cardRegistered", "hasPlan",
        "revocationOpen", "entryPending", "entryRejected", "untracked", "live",
    ]

    /// The names of what billing adds, from bit 24 on; no facts of the contract either.
    static let billingNames: [String] = [
        "subscription", "metered", "inReview", "suspended", "softDeclined", "hasNewCard",
        "declinedOpen", "settled",
    ]

    /// The contract's facts among these, by name and in the contract's order.
    public var publicNames: [String] {
        Self.publicNames.indices.filter { rawValue & (1 << UInt64($0)) != 0 }
            .map { Self.publicNames[$0] }
    }

    /// All names of these facts: the contract's first, then the conditions.
    public var names: [String] {
        func names(_ names: [String], from bit: Int) -> [String] {
            names.indices.filter { rawValue & (1 << UInt64($0 + bit)) != 0 }.map { names[$0] }
        }
        return publicNames + names(Self.billingNames, from: 24)
            + names(Self.conditionNames, from: 32) + (contains(.detailed) ? ["detailed"] : [])
    }

    /// The fact or condition with a name, or nothing where there is none.
    public init?(name: String) {
        if let bit = Self.publicNames.firstIndex(of: name) {
            self.init(bit: UInt64(bit))
        } else if let bit = Self.billingNames.firstIndex(of: name) {
            self.init(bit: UInt64(bit + 24))
        } else if let bit = Self.conditionNames.firstIndex(of: name) {
            self.init(bit: UInt64(bit + 32))
        } else {
            return nil
        }
    }
}
