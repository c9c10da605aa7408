extension OrderEvent {
    /// What happens to the goods on their way.
    static func goods(_ type: EventType, _ fields: DataFields) throws(DataError) -> OrderEvent {
        switch type {
        case .sentToSupplier: return .sentToSupplier(try SentToSupplier(fields))
        case .dispatched: return .dispatched(try Dispatch(fields))
        case .trackingUpdated:
            return .trackingUpdated(
                tracking: try fields.required(.tracking, try fields.text(.tracking)),
                package: try fields.text(.package)
            )
        case .delivered: return .delivered(package: try fields.text(.package))
        case .deliveryFailed:
            return .deliveryFailed(
                package: try fields.text(.package),
                reason: try fields.text(.reason)
            )
        default: return .returned(try fields.required(.lines, try fields.countedLines()))
        }
    }

    /// What happens to billing events and to the schedule as a whole.
    static func schedule(_ type: EventType, _ fields: DataFields) throws(DataError) -> OrderEvent {
        switch type {
        case .paused: return .paused(until: try fields.moment(.until))
        case .billingEventsMerged: return try merged(fields)
        case .billingEventScheduled: return try scheduled(fields)
        default: break
        }
        let id = try fields.required(.billingEvent, try fields.text(.billingEvent))
        switch type {
        case .billingEventSkipped: return .billingEventSkipped(id: id)
        case .billingEventRescheduled:
            return .billingEventRescheduled(
                id: id,
                dueOn: try fields.date(.dueOn),
                amount: try fields.amount(.amount)
            )
        default: return .billingEventFailed(try BillingEventFailed(fields, id))
        }
    }

    private static func scheduled(_ fields: DataFields) throws(DataError) -> OrderEvent {
        .billingEventScheduled(
            id: try fields.text(.billingEvent),
            dueOn: try fields.required(.dueOn, try fields.date(.dueOn)),
            amount: try fields.required(.amount, try fields.amount(.amount))
        )
    }

    private static func merged(_ fields: DataFields) throws(DataError) -> OrderEvent {
        let ids = try fields.required(.billingEvents, try fields.texts(.billingEvents))
        guard !ids.isEmpty else {
            throw fields.error(.missing, .billingEvents, "must name at least one billing event")
        }
        let maximum = BillingSchedule.maximumEvents
        guard ids.count <= maximum else {
            throw fields.error(.badQuantity, .billingEvents, "may name \(maximum) billing events")
        }
        let into = try fields.nested(.into) { (into) throws(DataError) in
            (
                id: try into.required(.id, try into.text(.id)),
                dueOn: try into.required(.dueOn, try into.date(.dueOn))
            )
        }
        let target = try fields.required(.into, into)
        return .billingEventsMerged(ids: ids, into: target.id, dueOn: target.dueOn)
    }
}

extension DataFields {
    /// A list of texts.
    func texts(_ member: DataMember) throws(DataError) -> [String]? {
        try list(member) { (reader, origin) throws(DataError) in
            do throws(JSONError) { return try reader.readString() } catch {
                throw DataError(
                    .wrongType,
                    offset: error.offset - origin,
                    message: "must be text\(reader.butIs)"
                )
            }
        }
    }
}

extension SentToSupplier {
    init(_ fields: DataFields) throws(DataError) {
        supplier = try fields.text(.supplier)
        reference = try fields.text(.reference)
        lines = try fields.lineQuantities()
    }
}

extension Dispatch {
    init(_ fields: DataFields) throws(DataError) {
        tracking = try fields.text(.tracking)
        carrier = try fields.text(.carrier)
        package = try fields.text(.package)
        lines = try fields.countedLines()
    }
}

extension BillingEventFailed {
    init(_ fields: DataFields, _ billingEvent: String) throws(DataError) {
        self.billingEvent = billingEvent
        decline = try fields.required(.decline, try fields.word(.decline))
        code = try fields.text(.code)
        retryAt = try fields.moment(.retryAt)
        retry = try fields.word(.retry)
    }
}

extension Comment {
    init(_ fields: DataFields, _ completeness: OrderEvent.Completeness) throws(DataError) {
        let given = try fields.text(.text)
        let text = completeness == .publicPart ? given ?? "" : given
        self.text = try fields.required(.text, text)
        visibility = try fields.word(.visibility)
        notify = try fields.flag(.notify)
    }
}

extension ComplaintOpened {
    init(_ fields: DataFields) throws(DataError) {
        complaint = try fields.required(.complaint, try fields.text(.complaint))
        kind = try fields.required(.kind, try fields.word(.kind))
        text = try fields.text(.text)
        lines = try fields.lineQuantities()
    }
}
