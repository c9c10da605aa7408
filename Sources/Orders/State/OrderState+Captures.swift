extension OrderState {
    /// Minor units captured under each payment's reference; captures that carry none are left out.
    public var capturesByReference: [String: Int64] {
        var sums: [String: Int64] = [:]
        for event in standingEvents {
            guard case .paymentCaptured(let money) = event.event,
                let reference = money.reference, !reference.isEmpty,
                let amount = minorUnits(of: event, in: core.currency)
            else { continue }
            sums[reference, default: 0] = sums[reference, default: 0].clampedAdding(amount)
        }
        // What rounds to nothing is no payment.
        return sums.filter { $0.value > 0 }
    }
}
