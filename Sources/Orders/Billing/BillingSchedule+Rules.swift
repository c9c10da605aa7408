/// What a schedule says of the billing events that an event names: all that rules ask for.
public struct BillingStanding: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A billing event of that name does not exist.
    public static let unknown = BillingStanding(rawValue: 1)
    /// It was collected, recovered, skipped, merged or cancelled; or a new one's name is taken.
    public static let ended = BillingStanding(rawValue: 2)
    /// Its last attempt was declined for good.
    public static let hardDeclined = BillingStanding(rawValue: 4)
    /// It has been tried again as often as the plan allows.
    public static let retriesUsed = BillingStanding(rawValue: 8)
    /// The time in which it may be tried again has passed.
    public static let windowClosed = BillingStanding(rawValue: 16)
}

extension BillingSchedule {
    /// How the billing events that an event names stand, before it is folded.
    ///
    /// - Returns: nothing where a reduced schedule cannot tell; the whole one always can.
    /// - Complexity: O(events of the schedule).
    public func standing(of event: OrderEvent, at time: Timestamp) -> BillingStanding? {
        switch event {
        case .paymentCaptured(let payment):
            payment.billingEvent.map { standing(ofAttempt: $0, at: time) } ?? []
        case .billingEventFailed(let failed):
            standing(ofAttempt: failed.billingEvent, at: time)
        case .billingEventRescheduled(let id, _, _), .billingEventSkipped(let id):
            standing(of: id)
        case .billingEventScheduled(let id, _, _):
            id.map { standing(ofNew: $0) } ?? []
        case .billingEventsMerged(let ids, let into, _):
            standing(ofMerge: ids, into: into)
        default:
            []
        }
    }

    private func standing(of id: String) -> BillingStanding? {
        openIndex(id) != nil ? [] : exists(id).map { $0 ? .ended : .unknown }
    }

    private func standing(ofNew id: String) -> BillingStanding? {
        openIndex(id) != nil ? .ended : exists(id).map { $0 ? .ended : [] }
    }

    private func standing(ofMerge ids: [String], into id: String) -> BillingStanding? {
        guard var all = standing(ofNew: id) else { return nil }
        var seen = Set<[UInt8]>()
        for id in ids {
            guard let one = standing(of: id) else { return nil }
            all.formUnion(one)
            // Named twice, it would have ended with the first time.
            if !seen.insert(Array(id.utf8)).inserted { all.insert(.ended) }
            // An unknown one is refused before all others.
            if all.contains(.unknown) { break }
        }
        return all
    }

    private func standing(ofAttempt id: String, at time: Timestamp) -> BillingStanding? {
        guard let index = openIndex(id) else { return standing(of: id) }
        let event = events[index]
        guard event.firstDeclinedAt != nil else { return [] }
        var standing: BillingStanding = event.state == .hardDeclined ? .hardDeclined : []
        // The first decline is no retry.
        if Int64(event.attempts) > terms.retry.maxRetries { standing.insert(.retriesUsed) }
        if let end = event.windowEnd(terms.retry), time.date > end {
            standing.insert(.windowClosed)
        }
        return standing
    }

    /// Whether there ever was a billing event of that name; nothing where it cannot be told.
    private func exists(_ id: String) -> Bool? {
        guard isReduced else { return events.contains { $0.isNamed(id) } }
        if let number = Self.number(id), number <= lastNumber { return true }
        let bits = Self.filterBits(of: id)
        return endedFilter & bits == bits ? nil : false
    }

    /// Two bits for a name, by FNV-1a.
    static func filterBits(of id: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return 1 << (hash & 63) | 1 << (hash >> 6 & 63)
    }

    /// The same schedule without what has ended.
    var reduced: BillingSchedule {
        var reduced = self
        reduced.isReduced = true
        reduced.events.removeAll { !$0.isOpen }
        return reduced
    }
}

extension Agenda {
    /// How the billing events that an event names stand; nothing where only the history can tell.
    public func standing(of event: OrderEvent, at time: Timestamp) -> BillingStanding? {
        (billing ?? BillingSchedule()).standing(of: event, at: time)
    }
}

extension BillingSchedule {
    /// What open billing events are worth together, each counted once; of several with a name the
    /// newest.
    package func openAmount(of ids: [String]) -> Int64 {
        Set(ids.compactMap { openIndex($0) })
            .reduce(0) { $0.clampedAdding(events[$1].amount) }
    }
}
