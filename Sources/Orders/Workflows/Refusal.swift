/// An event that the rules turn away: nothing is written, and the order stands as it was.
public struct Refusal: Sendable, Hashable, CustomStringConvertible {
    /// Why, by a word that scripts may rely on.
    public let code: Code
    /// Why, as a sentence for people.
    public let detail: String

    /// Says why an event is turned away.
    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    public var description: String { "\(code.rawValue): \(detail)" }

    /// The reasons for refusing an event, spelled as the contract has them.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        // Structure and end
        /// The order was not placed yet.
        case notPlaced
        /// The order was placed before.
        case alreadyPlaced
        /// The order is in the archive.
        case archived
        /// The order is cancelled.
        case alreadyCancelled
        /// The order is completed.
        case alreadyCompleted
        /// The order was refunded in full.
        case alreadyRefunded
        // The workflows' own rows
        /// The order is not paid.
        case notPaid
        /// The seller did not take the order yet.
        case notAccepted
        /// A dispatch must name a tracking number.
        case trackingRequired
        /// Nothing was dispatched yet.
        case notDispatched
        /// Goods were dispatched already.
        case alreadyDispatched
        /// A refund must be of everything.
        case partialRefund
        /// Goods were shipped already.
        case alreadyShipped
        /// The order is not shipped, refunded or cancelled.
        case notFinished
        /// The conditions of the hand-over do not hold yet.
        case notReady
        // Billing
        /// Only an order that is not live can be cancelled.
        case onlyPreliminary
        /// Only a subscription can be paused.
        case notSubscription
        /// No payment was approved and no card registered yet.
        case notLive
        /// The order is not paused.
        case notPaused
        /// The order is paused.
        case orderPaused
        /// The order is suspended.
        case orderSuspended
        /// The billing event was declined for good.
        case hardDeclined
        /// The billing event was tried as often as it may be.
        case retryLimit
        /// The billing event can no longer be tried again.
        case retryWindow
        /// The order has no such billing event.
        case unknownBillingEvent
        /// The billing event was collected, skipped, merged or cancelled.
        case billingEventEnded
        /// Billing events are added to metered and single plans only.
        case notMetered
        // Amounts and quantities
        /// An amount must be above zero.
        case amountNotPositive
        /// The parts do not add up to the total.
        case totalMismatch
        /// More would be captured than is held.
        case exceedsAuthorized
        /// More would be refunded than was captured.
        case exceedsCaptured
        /// More would be dispatched or returned than was ordered.
        case exceedsOrdered
        /// The order has no such line.
        case unknownLine
        /// The amount is in another currency than the order.
        case currencyMismatch
        /// No dispute with this reference is open.
        case unknownReference
        // Corrections
        /// Something later rests on the event, or it cannot be revoked.
        case notRevocable
        // What the ledger itself turns away
        /// The id is recorded with other content.
        case idConflict
        /// The event is larger than the ledger takes.
        case tooLarge
    }
}
