/// What customers are told, workflow by workflow.
extension EffectRules {
    static func mailsCustomer(_ question: EffectQuestion) -> Bool {
        let type = question.digest.type
        if type == .commented { return question.digest.traits.contains(.notify) }
        // A box that was ticked before is no news.
        if type == .cancelled, !question.cancels { return false }
        return switch question.workflow {
        case .marketplace: type == .dispatched
        case .dealer: mailedByDealer.contains(type)
        case .billing: mailedByBilling.contains(type)
        case .webshop: ticksBox(question)
        default: false
        }
    }

    private static let mailedByDealer: EventTypeSet = [
        .paymentCaptured, .dispatched, .refunded, .cancelled,
    ]

    private static let mailedByBilling: EventTypeSet = [
        .refunded, .paused, .resumed, .billingEventRescheduled, .billingEventSkipped,
        .billingEventsMerged, .billingEventFailed, .paymentDeclined,
    ]

    /// Whether a box of the webshop is ticked that was not: a payment by card ticks two.
    private static func ticksBox(_ question: EffectQuestion) -> Bool {
        let before = Workflow.webshop.facts(derivedFrom: question.factsBefore)
        let after = Workflow.webshop.facts(derivedFrom: question.after.facts)
        return !after.intersection(boxes).subtracting(before).isEmpty
    }

    private static let boxes: FactSet = [.placed, .invoiced, .paid, .dispatchedAll, .cancelled]
}
