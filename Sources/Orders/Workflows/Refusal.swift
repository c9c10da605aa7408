/// An event that the rules turn away: nothing is written, and the order stands as it was.
public struct Refusal: Sendable, Hashable, CustomStringConvertible {
    /// Why, by a word that scripts may rely on.
    public let code: Code
    /// Why, as a sentence for people.
    public let detail: String

    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    public var description: String { "\(code.rawValue): \(detail)" }

    /// The reasons for refusing an event, spelled as the contract has them.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        // Structure and end
        case notPlaced, alreadyPlaced, archived, alreadyCancelled, alreadyCompleted
        case alreadyRefunded
        // The workflows' own rows
        case notPaid, notAccepted, trackingRequired, notDispatched, alreadyDispatched
        case partialRefund, alreadyShipped, notFinished, notReady
        // Billing
        case onlyPreliminary, notSubscription, notLive, notPaused, orderPaused, orderSuspended
        case hardDeclined, retryLimit, retryWindow, unknownBillingEvent, billingEventEnded
        case notMetered
        // Amounts and quantities
        case amountNotPositive, totalMismatch, exceedsAuthorized, exceedsCaptured, exceedsOrdered
        case unknownLine, currencyMismatch, unknownReference
        // Corrections
        case notRevocable
        // What the ledger itself turns away
        case idConflict, tooLarge
    }
}
