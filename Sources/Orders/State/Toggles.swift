/// A fact that events turn on and off: the latest of them decides, whenever it arrives.
struct Register: Sendable, Hashable {
    private(set) var isOn = false
    private var microseconds = Int64.min

    /// Of two events at the same time the one that the log holds later decides.
    mutating func turn(on isOn: Bool, at time: Timestamp) {
        guard time.microseconds >= microseconds else { return }
        self.isOn = isOn
        microseconds = time.microseconds
    }
}

/// What the events of an order turned on and off.
struct Toggles: Sendable, Equatable {
    private var archived = Register()
    private var paused = Register()
    private var refundOpen = Register()
    private var entryPending = Register()
    private var entryRejected = Register()
    private var latest = Int64.min

    mutating func apply(_ event: RecordedEvent) {
        let time = event.occurredAt
        switch event.digest.type {
        case .archived: archived.turn(on: true, at: time)
        case .unarchived: archived.turn(on: false, at: time)
        case .paused: paused.turn(on: true, at: time)
        case .resumed: paused.turn(on: false, at: time)
        case .refundRequested: refundOpen.turn(on: true, at: time)
        case .refundDeclined, .refunded: refundOpen.turn(on: false, at: time)
        case .paymentRequested, .paymentDeclined:
            let isPending = event.digest.isPendingEntry ?? false
            entryPending.turn(on: isPending, at: time)
            entryRejected.turn(on: !isPending, at: time)
        case .delivered, .deliveryFailed, .returned: break
        default: return
        }
        latest = max(latest, time.microseconds)
    }

    func settle(_ core: inout OrderCore) {
        core.set(.archived, archived.isOn)
        core.set(.paused, paused.isOn)
        core.set(.refundOpen, refundOpen.isOn)
        core.set(.entryPending, entryPending.isOn)
        core.set(.entryRejected, entryRejected.isOn)
        core.lastToggleMicroseconds = latest
    }
}
